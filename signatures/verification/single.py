"""One signature or timestamp of a document, judged by pyHanko's AdES engine."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from pyhanko.sign.ades.report import AdESStatus, AdESSubIndic
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.generic_cms import message_imprint_checker
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec

from signatures.certificates import signature_token, subject_part, token_time
from signatures.verification.policy import timing
from signatures.verification.report import SignerReport, TimestampReport, Verdict

_VERDICTS = {
    AdESStatus.PASSED: Verdict.TOTAL_PASSED,
    AdESStatus.INDETERMINATE: Verdict.INDETERMINATE,
    AdESStatus.FAILED: Verdict.TOTAL_FAILED,
}
# pyHanko says either of these when an OCSP answer or a CRL has outlived its nextUpdate.
_PROOFS_AGED = {"CERTIFICATE_CHAIN_GENERAL_FAILURE", "TRY_LATER"}


@dataclass(frozen=True)
class Judgement:
    """What pyHanko says of a signature.

    Attributes:
        sub_indication: None when passed.
        detail: pyHanko's own words, for the expert.
        chain_holds: the document timestamps after it prove that it existed then.
    """

    verdict: Verdict
    sub_indication: str | None
    intact: bool
    detail: str = ""
    chain_holds: bool = False


@dataclass(frozen=True)
class Bench:
    """What every judgement of one document needs."""

    specification: PdfSignatureValidationSpec
    at: datetime


def level_of(signature: EmbeddedPdfSignature, *, has_proofs: bool, stamped_later: bool) -> str:
    """The baseline level that the signature has the parts of.

    Source: ETSI EN 319 142-1, clause 6.3.
    """
    if signature_token(signature.signer_info) is None:
        return "B-B"
    if not has_proofs:
        return "B-T"
    return "B-LTA" if stamped_later else "B-LT"


async def judge(signature: EmbeddedPdfSignature, level: str, bench: Bench) -> Judgement:
    """Judge a signature by the function that fits its level.

    Source: ETSI EN 319 102-1, clauses 5.3 (basic), 5.5 (with time), 5.6 (long term).
    """
    judgement = await _judge_as_of(signature, level, bench, bench.at)
    token = signature_token(signature.signer_info)
    if (
        judgement.sub_indication in _PROOFS_AGED
        and level in {"B-LT", "B-LTA"}
        and token is not None
    ):
        # The proofs are of the day of signing. The timestamp, judged on its own, proves that the
        # signature existed then, so then is when they have to be fresh (clause 5.6.2).
        then = min(token_time(token), bench.at)
        earlier = await _judge_as_of(signature, "B-LT", bench, then)
        if earlier.verdict is Verdict.TOTAL_PASSED:
            return replace(earlier, chain_holds=judgement.chain_holds)
    return judgement


async def _judge_as_of(
    signature: EmbeddedPdfSignature, level: str, bench: Bench, at: datetime
) -> Judgement:
    # Only the function of the level tells a sound B-T from a revoked one: the others say NO_POE.
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    common: dict[str, Any] = {
        "timing_info": timing(at),
        "raw_digest": signature.compute_digest(),
    }
    rules = bench.specification.signature_validation_spec
    result: Any
    if level == "B-LTA":
        result = await ades_lta_validation(
            signature, bench.specification, timing_info=common["timing_info"]
        )
    elif level == "B-B":
        result = await ades_basic_validation(signature.signed_data, rules, **common)
    else:
        result = await ades_with_time_validation(signature.signed_data, rules, **common)
    status = result.api_status
    verdict, sub_indication = _words(result.ades_subindic)
    return Judgement(
        verdict,
        sub_indication,
        intact=status is not None and bool(status.intact and status.valid),
        detail=result.failure_msg or "",
        chain_holds=getattr(result, "oldest_evidence_record_timestamp", None) is not None,
    )


async def judge_signature_token(
    signature: EmbeddedPdfSignature, token: cms.SignedData, bench: Bench, *, chain_holds: bool
) -> TimestampReport:
    """Judge the timestamp on a signature."""
    imprint = message_imprint_checker(signature.signer_info)
    return await _judge_token(
        token, imprint, bench, (signature.field_name, "signature"), chain_holds
    )


async def judge_document_timestamp(
    timestamp: EmbeddedPdfSignature, bench: Bench, *, chain_holds: bool
) -> TimestampReport:
    """Judge a document timestamp; `chain_holds` when later ones prove that it existed in time."""
    return await _judge_token(
        timestamp.signed_data,
        timestamp.compute_digest,
        bench,
        (timestamp.field_name, "document"),
        chain_holds,
    )


async def _judge_token(
    token: Any, imprint: Any, bench: Bench, place: tuple[str, str], chain_holds: bool
) -> TimestampReport:
    result: Any = await ades_timestamp_validation(
        token, bench.specification.signature_validation_spec, imprint, timing_info=timing(bench.at)
    )
    verdict, sub_indication = _words(result.ades_subindic)
    if verdict is Verdict.INDETERMINATE and chain_holds:
        verdict, sub_indication = Verdict.TOTAL_PASSED, None
    tsa = result.api_status.signing_cert if result.api_status else None
    return TimestampReport(
        field=place[0],
        kind=place[1],
        time=token_time(token),
        tsa=subject_part(tsa, "common_name") if tsa else "",
        verdict=verdict,
        sub_indication=sub_indication,
    )


def describe(signature: EmbeddedPdfSignature, level: str, judgement: Judgement) -> SignerReport:
    """Who signed, when and with which certificate."""
    certificate = signature.signer_cert
    token = signature_token(signature.signer_info)
    claimed = signature.self_reported_timestamp
    signed_at = token_time(token) if token is not None else claimed and claimed.astimezone(UTC)
    source = "timestamp" if token is not None else "claimed"
    return SignerReport(
        field=signature.field_name,
        name=subject_part(certificate, "common_name"),
        position=subject_part(certificate, "title"),
        organization=subject_part(certificate, "organization_name"),
        issuer=certificate.issuer.native.get("common_name", ""),
        serial=format(certificate.serial_number, "x"),
        reason=str(signature.sig_object.get("/Reason", "")),
        location=str(signature.sig_object.get("/Location", "")),
        signed_at=signed_at,
        time_source=source if signed_at else "",
        certificate_not_before=certificate.not_valid_before,
        certificate_not_after=certificate.not_valid_after,
        intact=judgement.intact,
        level=level,
        verdict=judgement.verdict,
        sub_indication=judgement.sub_indication,
    )


def _words(sub_indication: AdESSubIndic) -> tuple[Verdict, str | None]:
    verdict = _VERDICTS[sub_indication.status]
    name = None if verdict is Verdict.TOTAL_PASSED else str(sub_indication.standard_name)
    return verdict, name

"""One signature or timestamp of a document, judged by pyHanko's AdES engine.

First as of now; what the passing of time spoiled (a certificate that ended, proofs that aged, a later
revocation) is judged again as of the moment that a timestamp proves (EN 319 102-1, clause 5.6.2). pyHanko's
own validation with time is not asked: it lets a signer pass whose certificate had ended before the timestamp.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, x509
from pyhanko.sign.ades.report import AdESStatus, AdESSubIndic
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_timestamp_validation,
)
from pyhanko.sign.validation.generic_cms import message_imprint_checker

from signatures.certificates import signature_token, subject_part, token_time
from signatures.trust import TrustSettings
from signatures.verification.policy import Policy, is_for_signing, timing
from signatures.verification.report import SignerReport, TimestampReport, Verdict

_VERDICTS = {
    AdESStatus.PASSED: Verdict.TOTAL_PASSED,
    AdESStatus.INDETERMINATE: Verdict.INDETERMINATE,
    AdESStatus.FAILED: Verdict.TOTAL_FAILED,
}
# Clocks of services differ by seconds; a token from later than that is no proof of anything.
_CLOCK_TOLERANCE = timedelta(minutes=5)
WITHDRAWN = "root-withdrawn"


@dataclass(frozen=True)
class Judgement:
    """What pyHanko says of a signature.

    Attributes:
        sub_indication: None when passed.
        detail: pyHanko's own words, for the expert.
        root: SHA-256 (hexadecimal) of the root that its chain leads to; empty when to none.
    """

    verdict: Verdict
    sub_indication: str | None
    intact: bool = False
    detail: str = ""
    root: str = ""

    @property
    def passed(self) -> bool:
        """No doubt is left."""
        return self.verdict is Verdict.TOTAL_PASSED


@dataclass(frozen=True)
class Bench:
    """What every judgement of one document needs."""

    policy: Policy
    at: datetime


@dataclass(frozen=True)
class JudgedToken:
    """A timestamp and the certificate of who made it."""

    report: TimestampReport
    tsa: x509.Certificate | None

    @property
    def proves(self) -> datetime | None:
        """The moment at which what it covers existed, if it is worth anything."""
        passed = self.report.verdict is Verdict.TOTAL_PASSED
        return self.report.time if passed else None


def level_of(signature: EmbeddedPdfSignature, *, has_proofs: bool, stamped_later: bool) -> str:
    """The baseline level that the signature has the parts of.

    Source: ETSI EN 319 142-1, clause 6.3.
    """
    if signature_token(signature.signer_info) is None:
        return "B-B"
    if not has_proofs:
        return "B-T"
    return "B-LTA" if stamped_later else "B-LT"


async def judge(
    signature: EmbeddedPdfSignature, bench: Bench, proven: datetime | None
) -> Judgement:
    """Judge a signature.

    Args:
        signature: of the document.
        bench: policy and moment.
        proven: earliest moment at which a sound timestamp says that it existed.

    Source: ETSI EN 319 102-1, clauses 5.3 (basic), 5.5 (with time), 5.6 (long term).
    """
    signature.compute_integrity_info(skip_diff=True)  # type: ignore[no-untyped-call]
    judgement = await _basic(signature, bench, bench.at, past=False)
    if judgement.verdict is Verdict.INDETERMINATE and proven is not None:
        earlier = await _basic(signature, bench, proven, past=True)
        judgement = earlier if earlier.passed else judgement
    if judgement.passed and proven and proven < signature.signer_cert.not_valid_before:
        return _refused(judgement, "NOT_YET_VALID", "")
    if judgement.passed and not is_for_signing(signature.signer_cert):
        return _refused(judgement, "CHAIN_CONSTRAINTS_FAILURE", "extended-key-usage")
    if judgement.passed and _is_distrusted(judgement.root, proven, bench.policy.trust):
        return _refused(judgement, "NO_CERTIFICATE_CHAIN_FOUND", WITHDRAWN)
    return judgement


async def _basic(
    signature: EmbeddedPdfSignature, bench: Bench, at: datetime, *, past: bool
) -> Judgement:
    return _judgement(
        await ades_basic_validation(
            signature.signed_data,
            bench.policy.specification(past=past),
            timing_info=timing(at),
            raw_digest=signature.compute_digest(),
        )
    )


def _judgement(result: Any) -> Judgement:
    verdict, sub_indication = _words(result.ades_subindic)
    status = result.api_status
    return Judgement(
        verdict,
        sub_indication,
        intact=status is not None and bool(status.intact and status.valid),
        detail=result.failure_msg or "",
        root=_root(status),
    )


def _root(status: Any) -> str:
    path = status.validation_path if status is not None else None
    return path[0].sha256.hex() if path else ""


def _refused(judgement: Judgement, sub_indication: str, detail: str) -> Judgement:
    return replace(
        judgement,
        verdict=Verdict.INDETERMINATE,
        sub_indication=sub_indication,
        detail=detail,
    )


def _is_distrusted(root: str, proven: datetime | None, trust: TrustSettings) -> bool:
    """Whether a withdrawn root no longer counts for what is proven to exist since a moment."""
    end = trust.distrusted_after.get(root)
    return end is not None and (proven is None or proven > end)


async def judge_signature_token(
    signature: EmbeddedPdfSignature, token: cms.SignedData, bench: Bench, proven: datetime | None
) -> JudgedToken:
    """Judge the timestamp on a signature; `proven` by later document timestamps."""
    imprint = message_imprint_checker(signature.signer_info)
    return await _judge_token(token, imprint, bench, (signature.field_name, "signature"), proven)


async def judge_document_timestamp(
    timestamp: EmbeddedPdfSignature, bench: Bench, proven: datetime | None
) -> JudgedToken:
    """Judge a document timestamp; `proven` by later ones."""
    place = (timestamp.field_name, "document")
    return await _judge_token(timestamp.signed_data, timestamp.compute_digest, bench, place, proven)


async def _judge_token(
    token: Any,
    imprint: Callable[[str], bytes],
    bench: Bench,
    place: tuple[str, str],
    proven: datetime | None,
) -> JudgedToken:
    time = token_time(token)
    result = await _token_as_of(token, imprint, bench, bench.at, past=False)
    verdict, sub_indication = _words(result.ades_subindic)
    if verdict is Verdict.INDETERMINATE and proven is not None:
        earlier = await _token_as_of(token, imprint, bench, proven, past=True)
        if _words(earlier.ades_subindic)[1] is None:
            result, verdict, sub_indication = earlier, Verdict.TOTAL_PASSED, None
    if verdict is Verdict.TOTAL_PASSED and time > (proven or bench.at) + _CLOCK_TOLERANCE:
        verdict, sub_indication = Verdict.INDETERMINATE, "TIMESTAMP_ORDER_FAILURE"
    status: Any = result.api_status
    if verdict is Verdict.TOTAL_PASSED and _is_distrusted(_root(status), time, bench.policy.trust):
        verdict, sub_indication = Verdict.INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND"
    tsa = status.signing_cert if status else None
    return JudgedToken(
        TimestampReport(
            field=place[0],
            kind=place[1],
            time=time,
            tsa=subject_part(tsa, "common_name") if tsa else "",
            verdict=verdict,
            sub_indication=sub_indication,
        ),
        tsa,
    )


async def _token_as_of(
    token: Any, imprint: Callable[[str], bytes], bench: Bench, at: datetime, *, past: bool
) -> Any:
    specification = bench.policy.specification(past=past)
    return await ades_timestamp_validation(token, specification, imprint, timing_info=timing(at))


def describe(signature: EmbeddedPdfSignature, level: str, judgement: Judgement) -> SignerReport:
    """Who signed, when and with which certificate."""
    certificate = signature.signer_cert
    token = signature_token(signature.signer_info)
    claimed = signature.self_reported_timestamp
    signed_at = token_time(token) if token is not None else claimed and claimed.astimezone(UTC)
    source = "timestamp" if token is not None else "claimed"
    certification, locked = _permissions(signature)
    return SignerReport(
        field=signature.field_name,
        name=subject_part(certificate, "common_name"),
        position=subject_part(certificate, "title"),
        organization=subject_part(certificate, "organization_name"),
        issuer=str(certificate.issuer.native.get("common_name", "")),
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
        certification=certification,
        locked=locked,
    )


def _permissions(signature: EmbeddedPdfSignature) -> tuple[int, tuple[str, ...]]:
    """What the signature lets change: DocMDP level (0: none) and the fields that it locks.

    Source: ISO 32000-2, 12.8.2.2 and 12.8.2.4.
    """
    level = signature.docmdp_level
    lock = signature.fieldmdp
    names: tuple[str, ...] = ()
    if lock is not None:
        names = tuple(lock.fields) if lock.fields else ("*",)
    return (level.value if level is not None else 0), names


def _words(sub_indication: AdESSubIndic) -> tuple[Verdict, str | None]:
    verdict = _VERDICTS[sub_indication.status]
    name = None if verdict is Verdict.TOTAL_PASSED else str(sub_indication.standard_name)
    return verdict, name

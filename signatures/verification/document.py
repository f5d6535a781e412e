"""Verifies a whole document: each signature, each timestamp, and the rules that bind them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.certificates import certificates, signature_token
from signatures.loop import run
from signatures.moment import moment
from signatures.trust import TrustSettings
from signatures.verification import rules
from signatures.verification.policy import knowledge_in, specification
from signatures.verification.report import (
    Modification,
    ModificationKind,
    Problem,
    Report,
    SignerReport,
    TimestampReport,
    Verdict,
    not_verifiable,
)
from signatures.verification.single import (
    Bench,
    Judgement,
    describe,
    judge,
    judge_document_timestamp,
    judge_signature_token,
    level_of,
)

_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
_SEVERITY = (Verdict.TOTAL_PASSED, Verdict.INDETERMINATE, Verdict.TOTAL_FAILED)


def verify(pdf: bytes, trust: TrustSettings, *, now: datetime | None = None) -> Report:
    """Say what the signatures of a PDF are worth; nothing is fetched from the network.

    Call `verify_isolated` for files of strangers: a broken file can cost much time and memory.

    Args:
        pdf: any bytes.
        trust: roots.
        now: aware moment as of which it is judged; this moment if not given.

    Returns:
        A report, also for rubbish: then not valid, with the problem `not-verifiable`.
    Source: ETSI EN 319 102-1; ISO 32000-2, 12.8.
    """
    if b"%PDF-" not in pdf[:1024]:
        return not_verifiable("not-a-pdf")
    # pyHanko raises ValueError, TypeError, AttributeError, AssertionError and others from deep
    # inside on broken files (its issue 732); whatever it is, the answer is the same.
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            return not_verifiable("encrypted")
        if reader.xrefs.hybrid_xrefs_present:
            return not_verifiable("hybrid-reference")
        signatures = list(reader.embedded_signatures)
        if not signatures:
            return Report(
                valid=False,
                verdict=Verdict.INDETERMINATE,
                problems=(Problem("no-signatures"),),
            )
        return run(_Verification(pdf, reader, signatures, trust, moment(now)).report())
    except Exception as error:  # noqa: BLE001 - see above
        return not_verifiable("not-verifiable", f"{type(error).__name__}: {error}")


@dataclass(frozen=True)
class _Verification:
    pdf: bytes
    reader: PdfFileReader
    signatures: Sequence[EmbeddedPdfSignature]
    trust: TrustSettings
    at: datetime

    async def report(self) -> Report:
        knowledge = knowledge_in(self.reader, self.trust)
        bench = Bench(specification(self.trust, knowledge), self.at)
        signers, timestamps, details = await self._judged(
            bench, has_proofs=bool(knowledge.known_crls or knowledge.known_ocsps)
        )
        modifications = self._modifications()
        broken = self._broken_rules(knowledge.known_certs, modifications)
        if not signers:
            broken.append(Problem("no-signatures"))
        verdict, sub_indication = _worst(signers, timestamps, broken)
        return Report(
            valid=verdict is Verdict.TOTAL_PASSED,
            verdict=verdict,
            sub_indication=sub_indication,
            signers=signers,
            timestamps=timestamps,
            level=min((signer.level for signer in signers), key=_LEVELS.index, default=""),
            modifications=modifications,
            problems=(*_reasons(signers, timestamps, details), *broken),
        )

    async def _judged(
        self, bench: Bench, *, has_proofs: bool
    ) -> tuple[tuple[SignerReport, ...], tuple[TimestampReport, ...], dict[str, str]]:
        signers: list[SignerReport] = []
        timestamps: list[TimestampReport] = []
        details: dict[str, str] = {}
        stamps = [found for found in self.signatures if found.sig_object_type == "/DocTimeStamp"]
        chain_holds = False
        for signature in self.signatures:
            if signature in stamps:
                continue
            later = any(stamp.signed_revision > signature.signed_revision for stamp in stamps)
            level = level_of(signature, has_proofs=has_proofs, stamped_later=later)
            judgement: Judgement = await judge(signature, level, bench)
            chain_holds = chain_holds or judgement.chain_holds
            signers.append(describe(signature, level, judgement))
            details[signature.field_name] = judgement.detail
            token = signature_token(signature.signer_info)
            if token is not None:
                timestamps.append(
                    await judge_signature_token(
                        signature, token, bench, chain_holds=judgement.chain_holds
                    )
                )
        for stamp in stamps:
            earlier = chain_holds and stamp is not stamps[-1]
            timestamps.append(await judge_document_timestamp(stamp, bench, chain_holds=earlier))
        return tuple(signers), tuple(timestamps), details

    def _modifications(self) -> tuple[Modification, ...]:
        names = frozenset(signature.field_name for signature in self.signatures)
        for signature in self.signatures:
            signature.compute_integrity_info()  # type: ignore[no-untyped-call]
        return tuple(rules.modification_after(signature, names) for signature in self.signatures)

    def _broken_rules(
        self, document_certificates: Sequence[x509.Certificate], changes: Sequence[Modification]
    ) -> list[Problem]:
        last = max(self.signatures, key=lambda found: int(found.byte_range[2]))
        known = [*document_certificates, *certificates(self.trust.roots)]
        return [
            *(
                problem
                for signature in self.signatures
                for problem in rules.check_range(self.pdf, signature)
            ),
            *rules.check_whole_file(self.pdf, last),
            *rules.check_container(last, known),
            *rules.check_invisible(self.signatures),
            *rules.check_passive(self.reader),
            *(
                Problem("changed-after-signing", ", ".join(change.fields), change.after)
                for change in changes
                if change.kind is ModificationKind.NOT_ALLOWED
            ),
        ]


def _worst(
    signers: Sequence[SignerReport],
    timestamps: Sequence[TimestampReport],
    broken: Sequence[Problem],
) -> tuple[Verdict, str | None]:
    found = [(signer.verdict, signer.sub_indication) for signer in signers]
    found += [(timestamp.verdict, timestamp.sub_indication) for timestamp in timestamps]
    if broken:
        # The signature itself may be sound: a constraint on it is not met.
        found.append((Verdict.INDETERMINATE, "SIG_CONSTRAINTS_FAILURE"))
    return max(found, key=lambda pair: _SEVERITY.index(pair[0]), default=(_SEVERITY[1], None))


def _reasons(
    signers: Sequence[SignerReport],
    timestamps: Sequence[TimestampReport],
    details: dict[str, str],
) -> list[Problem]:
    reasons = [
        Problem(_code(part.sub_indication), details.get(part.field, ""), part.field)
        for part in signers
        if part.verdict is not Verdict.TOTAL_PASSED
    ]
    reasons += [
        Problem("timestamp-" + _code(part.sub_indication), part.tsa, part.field)
        for part in timestamps
        if part.verdict is not Verdict.TOTAL_PASSED
    ]
    return reasons


def _code(sub_indication: str | None) -> str:
    return (sub_indication or "generic").lower().replace("_", "-")

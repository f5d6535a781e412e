"""Verifies a whole document: each signature, each timestamp, and the rules that bind them together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.certificates import certificates, signature_token
from signatures.loop import run
from signatures.moment import moment
from signatures.trust import TrustSettings
from signatures.verification import rules
from signatures.verification.container import check_kind, check_last
from signatures.verification.fetching import fetched
from signatures.verification.passive import check_passive
from signatures.verification.policy import Policy, knowledge_in, knowledge_within
from signatures.verification.reading import check_read
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
from signatures.verification.second_reading import check_same_pages
from signatures.verification.single import (
    WITHDRAWN,
    Bench,
    JudgedToken,
    describe,
    judge,
    judge_document_timestamp,
    judge_signature_token,
    level_of,
)
from signatures.verification.surface import check_uncovered

_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
_STAMP = "/DocTimeStamp"
# pyHanko's words for "no revocation data, or none that is fresh enough".
_LACKING = {"CERTIFICATE_CHAIN_GENERAL_FAILURE", "TRY_LATER", "NO_POE"}
_SEVERITY = (Verdict.TOTAL_PASSED, Verdict.INDETERMINATE, Verdict.TOTAL_FAILED)


def verify(pdf: bytes, trust: TrustSettings, *, now: datetime | None = None) -> Report:
    """Say what the signatures of a PDF are worth.

    Of the network only revocation data is asked for that the document lacks, at addresses in certificates
    that lead to a root of ours; nothing with `TrustSettings.fetches_revocation` off.

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
    if not pdf.startswith(b"%PDF-"):
        return not_verifiable("leading-data")
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


@dataclass
class _Judged:
    """What was found of signatures and timestamps.

    Attributes:
        waiting: certificates whose revocation could not be judged.
    """

    signers: list[SignerReport] = field(default_factory=list)
    timestamps: list[TimestampReport] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)
    waiting: list[x509.Certificate] = field(default_factory=list)

    def add(self, token: JudgedToken) -> None:
        """Keep a timestamp."""
        self.timestamps.append(token.report)
        if token.report.sub_indication in _LACKING and token.tsa is not None:
            self.waiting.append(token.tsa)


@dataclass(frozen=True)
class _Verification:
    pdf: bytes
    reader: PdfFileReader
    signatures: Sequence[EmbeddedPdfSignature]
    trust: TrustSettings
    at: datetime

    async def report(self) -> Report:
        policy = Policy(self.trust, knowledge_in(self.reader, self.trust))
        for signature in self.signatures:
            policy.add(knowledge_within(signature.signer_info))
        certificates_inside = self._certificates(policy)
        modifications = rules.modifications(self.reader, self.signatures)
        has_proofs = bool(policy.knowledge.known_crls or policy.knowledge.known_ocsps)
        judged = await self._judged(Bench(policy, self.at), has_proofs=has_proofs)
        if judged.waiting and self.trust.fetches_revocation:
            policy.add(await fetched(judged.waiting, certificates_inside, self.trust))
            judged = await self._judged(Bench(policy, self.at), has_proofs=has_proofs)
        broken = self._broken_rules(policy.knowledge.known_certs, modifications)
        if not judged.signers:
            broken.append(Problem("no-signatures"))
        verdict, sub_indication = _worst(judged.signers, judged.timestamps, broken)
        return Report(
            valid=verdict is Verdict.TOTAL_PASSED,
            verdict=verdict,
            sub_indication=sub_indication,
            signers=tuple(judged.signers),
            timestamps=tuple(judged.timestamps),
            level=min((signer.level for signer in judged.signers), key=_LEVELS.index, default=""),
            modifications=modifications,
            problems=(*_reasons(judged.signers, judged.timestamps, judged.details), *broken),
        )

    def _certificates(self, policy: Policy) -> list[x509.Certificate]:
        inside = [
            item.chosen
            for signature in self.signatures
            for data in (signature.signed_data, signature_token(signature.signer_info))
            if data is not None
            for item in data["certificates"]
            if item.name == "certificate"
        ]
        return [*policy.knowledge.known_certs, *inside]

    async def _judged(self, bench: Bench, *, has_proofs: bool) -> _Judged:
        judged = _Judged()
        stamps = [found for found in self.signatures if found.sig_object_type == _STAMP]
        tokens = await _from_the_newest(stamps, bench)
        for signature in self.signatures:
            if signature in stamps:
                continue
            later = [
                token
                for stamp, token in zip(stamps, tokens, strict=True)
                if stamp.signed_revision > signature.signed_revision
            ]
            level = level_of(signature, has_proofs=has_proofs, stamped_later=bool(later))
            await _judge_one(signature, level, later, bench, judged)
        for token in tokens:
            judged.add(token)
        return judged

    def _broken_rules(
        self, stored: Sequence[x509.Certificate], changes: Sequence[Modification]
    ) -> list[Problem]:
        last = max(self.signatures, key=lambda found: int(found.byte_range[2]))
        known = [*stored, *certificates((*self.trust.roots, *self.trust.former_roots))]
        return [
            *check_read(self.reader, len(self.signatures)),
            *(
                problem
                for signature in self.signatures
                for check in (check_kind, partial(rules.check_range, self.pdf))
                for problem in check(signature)
            ),
            *rules.check_whole_file(self.pdf, self.reader, last),
            *check_last(last, known),
            *check_uncovered(self.pdf, self.reader, self.signatures),
            *check_passive(self.reader),
            *check_same_pages(self.pdf, self.reader),
            *(
                Problem("changed-after-signing", ", ".join(change.fields), change.after)
                for change in changes
                if change.kind is ModificationKind.NOT_ALLOWED
            ),
        ]


async def _from_the_newest(
    stamps: Sequence[EmbeddedPdfSignature], bench: Bench
) -> list[JudgedToken]:
    """Document timestamps, each as of the moment that the next one proves; in their own order."""
    tokens: list[JudgedToken] = []
    proven: datetime | None = None
    for stamp in reversed(stamps):
        token = await judge_document_timestamp(stamp, bench, proven)
        proven = token.proves or proven
        tokens.append(token)
    return tokens[::-1]


async def _judge_one(
    signature: EmbeddedPdfSignature,
    level: str,
    later: Sequence[JudgedToken],
    bench: Bench,
    judged: _Judged,
) -> None:
    proven = min((token.proves for token in later if token.proves), default=None)
    inner = signature_token(signature.signer_info)
    if inner is not None:
        token = await judge_signature_token(signature, inner, bench, proven)
        judged.add(token)
        proven = token.proves or proven
    judgement = await judge(signature, bench, proven)
    if judgement.sub_indication in _LACKING:
        judged.waiting.append(signature.signer_cert)
    judged.signers.append(describe(signature, level, judgement))
    judged.details[signature.field_name] = judgement.detail


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
        Problem(_code_of(part, details), details.get(part.field, ""), part.field)
        for part in signers
        if part.verdict is not Verdict.TOTAL_PASSED
    ]
    reasons += [
        Problem("timestamp-" + _code(part.sub_indication), part.tsa, part.field)
        for part in timestamps
        if part.verdict is not Verdict.TOTAL_PASSED
    ]
    return reasons


def _code_of(part: SignerReport, details: dict[str, str]) -> str:
    return WITHDRAWN if details.get(part.field) == WITHDRAWN else _code(part.sub_indication)


def _code(sub_indication: str | None) -> str:
    return (sub_indication or "generic").lower().replace("_", "-")

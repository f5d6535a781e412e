"""The one word for a verified file: what only this window can know stands above the signature alone."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from engine.errors import DocumentNotFound
from engine.queries import documents
from engine.queries.documents import PublicDocument
from signatures.verification import Report
from signatures.verification.sentences import reasons

UNTIMELY = "untimely"
WORDS = {
    "valid": gettext_noop("Auténtico y vigente"),
    "expired": gettext_noop("Auténtico, ya vencido"),
    "revoked": gettext_noop("Revocado"),
    "altered": gettext_noop("Cambiado, o con una firma que no es válida"),
    "stranger": gettext_noop("Firmado, pero no lo emitió esta ventanilla"),
    "invalid": gettext_noop("Sin una firma que se pueda comprobar"),
    UNTIMELY: gettext_noop("No se alcanzó a verificar"),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of verifying one file, as a line of a table."""

    name: str
    sha256: str
    outcome: str
    verdict: str
    sub_indication: str
    level: str
    signers: str
    signed_at: str
    title: str
    number: str
    verification_code: str
    why: str

    @property
    def words(self) -> str:
        """The outcome for people."""
        return gettext(WORDS[self.outcome])


def verdict_of(report: Report, document: PublicDocument | None, *, same_bytes: bool) -> str:
    """One of the words above."""
    if report.is_untimely:
        return UNTIMELY
    if not report.valid:
        return "altered" if report.signers or report.modifications else "invalid"
    if document is None or not same_bytes:
        return "stranger"
    return {"VIGENTE": "valid", "VENCIDO": "expired"}.get(document.state, "revoked")


def outcome_of(name: str, content: bytes, report: Report, today: date) -> Outcome:
    """What a report says of a file, with what this window knows of its bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    document = _issued(sha256, today)
    first = report.signers[0] if report.signers else None
    return Outcome(
        name=name,
        sha256=sha256,
        outcome=verdict_of(
            report, document, same_bytes=document is not None and document.sha256 == sha256
        ),
        verdict=str(report.verdict),
        sub_indication=report.sub_indication or "",
        level=report.level,
        signers="; ".join(signer.name for signer in report.signers),
        signed_at=first.signed_at.isoformat() if first and first.signed_at else "",
        title=document.title if document else "",
        number=document.number if document else "",
        verification_code=document.verification_code if document else "",
        why=" ".join(reasons(report)),
    )


def plain(outcome: Outcome) -> dict[str, Any]:
    """As JSON and CSV have it."""
    return {**outcome.__dict__, "words": outcome.words}


def _issued(sha256: str, today: date) -> PublicDocument | None:
    try:
        return documents.public_document_by_hash(sha256, today)
    except DocumentNotFound:
        return None

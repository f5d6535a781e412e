"""A document's renewed version takes the place of the one before, which is kept beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands._expediente import join_renewed
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import DocumentNotFound
from engine.models import Document, DocumentVersion, RenewalTrouble
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class RenewDocument:
    """The store holds a renewed version of a document.

    Attributes:
        before: SHA-256 of the version that was renewed, in hexadecimal.
        level: baseline level of the new version (ETSI EN 319 142-1).
        reason: what was about to end: `certificate`, `algorithm` or `proofs`.
        tsa: whose timestamp that was.
        new_tsa: whose timestamp is on it now.
        proven_until: last day on which the new version's evidence holds by itself.
    """

    document_id: UUID
    case_id: UUID
    before: str
    sha256: str
    archive_key: str
    size_bytes: int
    level: str
    reason: str
    tsa: str
    new_tsa: str
    proven_until: date


def renew_document(command: RenewDocument) -> Document:
    """Let the new version take its place, unless an earlier try did, or another one was quicker.

    Raises:
        DocumentNotFound: there is no such document.
    """
    run(
        "renew-document",
        SYSTEM,
        lambda work: _renew(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return Document.objects.get(pk=command.document_id)


def _renew(work: Work, command: RenewDocument) -> dict[str, Any]:
    document = Document.objects.select_for_update().filter(pk=command.document_id).first()
    if document is None:
        raise DocumentNotFound
    if document.sha256 != command.before:
        return {}
    old = DocumentVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        sha256=document.sha256,
        archive_key=document.archive_key,
        size_bytes=document.size_bytes,
        replaced_at=work.now,
        reason=command.reason,
        tsa=command.tsa,
    )
    document.sha256, document.archive_key = command.sha256, command.archive_key
    document.size_bytes, document.proven_until = command.size_bytes, command.proven_until
    document.level = command.level
    document.save()
    RenewalTrouble.objects.filter(document=document).delete()
    join_renewed(work.case, document, of=old.archive_key, now=work.now)
    work.record(
        "document.renewed",
        document=str(document.id),
        title=document.title,
        number=document.number,
        before=old.sha256,
        sha256=document.sha256,
        key=document.archive_key,
        reason=command.reason,
        tsa=command.new_tsa,
        proven_until=command.proven_until.isoformat(),
    )
    return {}

"""Keep a document's bytes with its case between the steps that make, sign and archive it.

Each is a transaction of its own, so that a worker killed between two steps finds what the first made
and makes nothing twice.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from engine.commands._expediente import join_archived
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.codes import code_for
from engine.errors import DocumentNotFound
from engine.models import Document, DocumentStatus
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class KeepDocument:
    """Keep a rendered, or rendered and sealed, PDF under an id that its job always gives again.

    Attributes:
        supersedes: drafts of this kind that were not signed give way to it.
    """

    document_id: UUID
    case_id: UUID
    kind: str
    title: str
    number: str
    pdf: bytes
    sha256: str
    pages: int
    issued_at: datetime
    valid_until: date | None = None
    signer: str = ""
    level: str = ""
    signed_at: datetime | None = None
    media_type: str = "application/pdf"
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MarkArchived:
    """The store holds the document's bytes until a date."""

    document_id: UUID
    case_id: UUID
    archive_key: str
    retain_until: date
    series: str


def keep_document(command: KeepDocument) -> Document:
    """Keep the document, unless an earlier try of the same job kept it already."""
    run(
        "keep-document",
        SYSTEM,
        lambda work: _keep(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return Document.objects.get(pk=command.document_id)


def mark_archived(command: MarkArchived) -> Document:
    """Note that the archive holds the document; its bytes leave the database.

    Raises:
        DocumentNotFound: there is no such document.
    """
    run(
        "archive-document",
        SYSTEM,
        lambda work: _mark_archived(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return Document.objects.get(pk=command.document_id)


def _keep(work: Work, command: KeepDocument) -> dict[str, Any]:
    if Document.objects.filter(pk=command.document_id).exists():
        return {}
    for draft in work.case.documents.filter(kind=command.kind, status=DocumentStatus.RENDERED):
        draft.supersede()
        draft.save()
    last = work.case.documents.aggregate(last=Max("position"))["last"] or 0
    document = Document(
        id=command.document_id,
        case=work.case,
        kind=command.kind,
        title=command.title,
        number=command.number,
        verification_code=code_for(command.document_id),
        sha256=command.sha256,
        size_bytes=len(command.pdf),
        pages=command.pages,
        media_type=command.media_type,
        content=command.pdf,
        issued_at=command.issued_at,
        valid_until=command.valid_until,
        signer=command.signer,
        level=command.level,
        signed_at=command.signed_at,
        position=last + 1,
        details=command.details,
    )
    if command.signed_at is not None:
        document.sign()
    document.save(force_insert=True)
    work.record(
        "document.sealed" if command.signed_at else "document.drafted",
        document=str(document.id),
        kind=document.kind,
        title=document.title,
        number=document.number,
        sha256=document.sha256,
        level=document.level,
    )
    return {}


def _mark_archived(work: Work, command: MarkArchived) -> dict[str, Any]:
    document = Document.objects.select_for_update().filter(pk=command.document_id).first()
    if document is None:
        raise DocumentNotFound
    if document.status == DocumentStatus.ARCHIVED:
        return {}
    document.archive()
    document.archive_key = command.archive_key
    document.retain_until = command.retain_until
    document.series = command.series
    document.content = None
    document.save()
    join_archived(work.case, work.now)
    work.record(
        "document.archived",
        document=str(document.id),
        key=command.archive_key,
        sha256=document.sha256,
        retain_until=command.retain_until.isoformat(),
        series=command.series,
    )
    return {}

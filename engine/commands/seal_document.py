"""Put the sealed PDF in the place of a document that waited for its seal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import DocumentNotFound
from engine.models import Document, DocumentStatus
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class SealDocument:
    """The entity's seal was put on a kept document."""

    document_id: UUID
    case_id: UUID
    pdf: bytes
    sha256: str
    pages: int
    signer: str
    level: str
    signed_at: datetime


def seal_document(command: SealDocument) -> Document:
    """Keep the sealed bytes, unless an earlier try of the same job kept some already.

    Raises:
        DocumentNotFound: the case has no such document.
    """
    run(
        "seal-document",
        SYSTEM,
        lambda work: _seal(work, command),
        case_id=command.case_id,
        submit_id=None,
    )
    return Document.objects.get(pk=command.document_id)


def _seal(work: Work, command: SealDocument) -> dict[str, Any]:
    document = (
        work.case.documents.select_for_update(of=("self",)).filter(pk=command.document_id).first()
    )
    if document is None:
        raise DocumentNotFound
    if document.status != DocumentStatus.RENDERED:
        return {}
    document.sign()
    document.content = command.pdf
    document.sha256 = command.sha256
    document.size_bytes = len(command.pdf)
    document.pages = command.pages
    document.signer = command.signer
    document.level = command.level
    document.signed_at = command.signed_at
    document.save()
    work.record(
        "document.sealed",
        document=str(document.id),
        kind=document.kind,
        title=document.title,
        number=document.number,
        sha256=document.sha256,
        level=document.level,
    )
    return {}

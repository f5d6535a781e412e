"""Reading documents: by who may, and by anyone who holds a verification code."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from archive.stores import open_store
from engine.commands.codes import normalise
from engine.errors import DocumentNotFound
from engine.models import Document, DocumentStatus, DocumentVersion
from engine.models.actor import Actor
from engine.queries.access import visible_cases, visible_documents


@dataclass(frozen=True, kw_only=True)
class DocumentFile:
    """A document's bytes, as they are downloaded."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class PublicDocument:
    """What anyone with the code may know (inventory I.5): nothing of the person."""

    id: UUID
    title: str
    number: str
    issued_at: datetime
    valid_until: date | None
    state: str
    sha256: str
    signer: str
    signed_at: datetime | None
    level: str
    verification_code: str
    procedure_name: str


def document_for(actor: Actor, document_id: UUID) -> DocumentFile:
    """A document of a case that the actor may read.

    Raises:
        DocumentNotFound: missing and forbidden are alike.
        ObjectCorrupt, ObjectMissing: the archive does not hold what it should.
    """
    document = (
        Document.objects.select_related("case")
        .filter(pk=document_id, case__in=visible_cases(actor))
        .first()
    )
    if document is None or not visible_documents(actor, document.case).filter(pk=document_id):
        raise DocumentNotFound
    return _file(document)


def public_document(code: str, today: date) -> PublicDocument:
    """The document with that verification code.

    Raises:
        DocumentNotFound: no signed document has it.
    """
    return _public(_signed().filter(verification_code=normalise(code)).first(), today)


def public_document_by_hash(sha256: str, today: date) -> PublicDocument:
    """The document with exactly those bytes, or that had them before its timestamps were renewed.

    Raises:
        DocumentNotFound: we issued no document with them.
    """
    now = _signed().filter(sha256=sha256).first()
    earlier = DocumentVersion.objects.filter(sha256=sha256).values("document")
    return _public(now or _signed().filter(pk__in=earlier).first(), today)


def public_file(code: str) -> DocumentFile:
    """The bytes of the document with that code, for whoever holds the code.

    Raises:
        DocumentNotFound: no signed document has it.
    """
    document = _signed().filter(verification_code=normalise(code)).first()
    if document is None:
        raise DocumentNotFound
    return _file(document)


def _signed() -> QuerySet[Document]:
    return (
        Document.objects.select_related("case")
        .filter(status__in=[DocumentStatus.SIGNED, DocumentStatus.ARCHIVED, DocumentStatus.REVOKED])
        .exclude(signed_at=None)
    )


def _public(document: Document | None, today: date) -> PublicDocument:
    if document is None:
        raise DocumentNotFound
    expired = document.valid_until is not None and document.valid_until < today
    state = "REVOCADO" if document.status == DocumentStatus.REVOKED else "VIGENTE"
    return PublicDocument(
        id=document.id,
        title=document.title,
        number=document.number,
        issued_at=document.issued_at,
        valid_until=document.valid_until,
        state="VENCIDO" if expired and state == "VIGENTE" else state,
        sha256=document.sha256,
        signer=document.signer_text,
        signed_at=document.signed_at,
        level=document.level,
        verification_code=document.verification_code,
        procedure_name=document.case.procedure_name,
    )


def _file(document: Document) -> DocumentFile:
    if document.archive_key:
        content = open_store(settings.ARCHIVE_URL).get(document.archive_key)
    else:
        content = bytes(document.content or b"")
    name = document.title
    if document.kind != "anexo":
        suffix = ".xml" if document.media_type == "application/xml" else ".pdf"
        name = f"{document.number or document.title}{suffix}".replace("/", "-").replace(" ", "-")
    return DocumentFile(name=name, content=content, media_type=document.media_type)

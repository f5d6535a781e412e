"""Closing the expediente: its electronic index, and retention reckoned from the closing day."""

import hashlib

from django.db.models import Q

from archive.records.index import ExpedienteHead, IndexEntry, electronic_index
from engine import commands
from engine.clock import BOGOTA
from engine.jobs.contract import Done, HandlerRefused, Task
from engine.models import Document, DocumentStatus


def close(task: Task) -> Done:
    """Write the electronic index, archive it, and let every document's retention start today.

    Source: Ley 594/2000; Decreto 1080/2015, art. 2.8.2.7; inventory Part G (retention counts from the
    closing of the expediente).

    Raises:
        HandlerRefused: a document is not in the archive yet; the job is tried again.
    """
    documents = list(
        task.case.documents.filter(status=DocumentStatus.ARCHIVED).exclude(kind="indice")
    )
    # A draft that nobody signed is no record; an attachment or a signed document on its way is.
    waiting = task.case.documents.filter(
        Q(status=DocumentStatus.SIGNED) | Q(status=DocumentStatus.RENDERED, kind="anexo")
    )
    if waiting:
        raise DocumentsNotArchived(", ".join(str(d.title) for d in waiting))
    closed_on = task.now.astimezone(BOGOTA).date()
    for document in documents:
        until = task.workshop.schedule.retain_until(document.series, closed_on)
        if document.retain_until is None or until > document.retain_until:
            task.workshop.store.extend(document.archive_key, until)
            Document.objects.filter(pk=document.pk).update(retain_until=until)
    index = _index(task, documents)
    return Done(
        variables={"recordClosedOn": closed_on},
        events=(("record.closed", {"index": str(index.id), "sha256": index.sha256}),),
    )


class DocumentsNotArchived(HandlerRefused):
    """Some document is still on its way to the archive."""

    def __init__(self, detail: str) -> None:
        super().__init__("documents-not-archived", detail)


def _index(task: Task, documents: list[Document]) -> Document:
    earlier = Document.objects.filter(pk=task.document_id).first()
    if earlier is not None and earlier.archive_key:
        return earlier
    series = task.version.sheet.series
    day = task.now.astimezone(BOGOTA).date()
    if earlier is None:
        xml = electronic_index(_head(task, series), _entries(documents))
        earlier = commands.keep_document(
            commands.KeepDocument(
                document_id=task.document_id,
                case_id=task.case.id,
                kind="indice",
                title="Índice electrónico del expediente",
                number=task.case.expediente,
                pdf=xml,
                sha256=hashlib.sha256(xml).hexdigest(),
                pages=1,
                issued_at=task.now,
                media_type="application/xml",
            )
        )
    until = task.workshop.schedule.retain_until(series, day)
    stored = task.workshop.store.put(
        bytes(earlier.content or b""), media_type="application/xml", retain_until=until
    )
    return commands.mark_archived(
        commands.MarkArchived(
            document_id=task.document_id,
            case_id=task.case.id,
            archive_key=stored.key,
            retain_until=stored.retain_until,
            series=series,
        )
    )


def _head(task: Task, series: str) -> ExpedienteHead:
    received = task.case.received_at or task.now
    return ExpedienteHead(
        expediente=task.case.expediente,
        entity=task.workshop.entity.name,
        series=series,
        opened_on=received.astimezone(BOGOTA).date(),
        closed_on=task.now.astimezone(BOGOTA).date(),
        indexed_at=task.now.astimezone(BOGOTA),
    )


def _entries(documents: list[Document]) -> list[IndexEntry]:
    entries, page = [], 1
    for order, document in enumerate(documents, 1):
        entries.append(
            IndexEntry(
                document_id=str(document.id),
                name=f"{document.title} {document.number}".strip(),
                kind=document.kind,
                created_at=document.issued_at.astimezone(BOGOTA),
                joined_at=document.issued_at.astimezone(BOGOTA),
                sha256=document.sha256,
                order=order,
                first_page=page,
                last_page=page + document.pages - 1,
                media_type=document.media_type,
                size_bytes=document.size_bytes,
            )
        )
        page += document.pages
    return entries

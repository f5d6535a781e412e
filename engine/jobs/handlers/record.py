"""Closing the expediente: its electronic index, sealed, and retention reckoned from the closing day."""

import contextlib
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from archive.models import Expediente, Holding
from archive.records.incorporation import INDEX, INDEX_KINDS, INDEX_XML, Arrival
from archive.records.index import electronic_index, entries_of, head_of
from archive.records.paper import index_paper, xml_in
from archive.render import Rendered, qr
from archive.stores.errors import RetentionCannotShrink
from engine import commands
from engine.clock import BOGOTA
from engine.jobs import preserving
from engine.jobs.contract import Done, HandlerRefused, Task
from engine.jobs.letterhead import letterhead
from engine.models import Document, DocumentStatus

_TITLE = "Índice electrónico del expediente"
_XML = "indice.xml"


class DocumentsNotArchived(HandlerRefused):
    """Some document is still on its way to the archive."""

    def __init__(self, detail: str) -> None:
        super().__init__("documents-not-archived", detail)


def close(task: Task) -> Done:
    """Seal the electronic index, archive it, and let every document's retention start today.

    Source: Ley 594/2000; Decreto 1080/2015, art. 2.8.2.7; inventory Part G (retention counts from the
    closing of the expediente).

    Raises:
        HandlerRefused: a document is not in the archive yet; the job is tried again.
    """
    _require_archived(task)
    expediente = commands.fill_expediente(task.case.id)
    preserving.join_copies(task)
    index = _kept(task, expediente)
    # A try that was broken off closes on the day that its index says.
    closed_on = index.issued_at.astimezone(BOGOTA).date()
    series = task.version.sheet.series
    until = commands.schedule_for(task.case, series, closed_on).retain_until(series, closed_on)
    xml = _xml(task, index, until)
    index = _archived(task, index, until)
    later = _kept_longer(task, closed_on, until)
    _extend(task, expediente, until, later)
    commands.close_expediente(
        commands.CloseExpediente(
            case_id=task.case.id, closed_on=closed_on, index_xml=xml, retain_until=later
        )
    )
    return Done(
        variables={"recordClosedOn": closed_on},
        events=(
            (
                "record.closed",
                {"index": str(index.id), "sha256": index.sha256, "xml_sha256": xml.sha256},
            ),
        ),
    )


def _require_archived(task: Task) -> None:
    # A draft that nobody signed is no record; an attachment, a signed request or document on its way is.
    waiting = task.case.documents.filter(
        Q(status=DocumentStatus.SIGNED)
        | Q(status=DocumentStatus.RENDERED, kind__in=("anexo", "solicitud"))
    ).exclude(kind=INDEX)
    if waiting:
        raise DocumentsNotArchived(", ".join(str(d.title) for d in waiting))


def _kept(task: Task, expediente: Expediente) -> Document:
    earlier = Document.objects.filter(pk=task.document_id).first()
    if earlier is not None:
        return earlier
    rendered = _rendered(task, expediente)
    signed = task.workshop.seal.seal(
        rendered.pdf, reason=_TITLE, location=task.workshop.entity.municipality, now=task.now
    )
    return commands.keep_document(
        commands.KeepDocument(
            document_id=task.document_id,
            case_id=task.case.id,
            kind=INDEX,
            title=_TITLE,
            number=task.case.expediente,
            pdf=signed.pdf,
            sha256=signed.sha256,
            pages=rendered.pages,
            issued_at=task.now,
            signer=signed.signer_name,
            level=signed.level,
            signed_at=signed.signed_at,
            details={"series": task.version.sheet.series},
        )
    )


def _rendered(task: Task, expediente: Expediente) -> Rendered:
    entity = task.workshop.entity
    head = head_of(
        expediente,
        entity=entity.name,
        entity_id=f"{entity.nit}-{entity.dv}",
        indexed_at=task.now,
        closed_on=task.now.astimezone(BOGOTA).date(),
    )
    entries = entries_of(expediente)
    return index_paper(
        head,
        entries,
        electronic_index(head, entries),
        entity=letterhead(entity),
        document=_document(task),
    )


def _document(task: Task) -> dict[str, Any]:
    code = commands.code_for(task.document_id)
    url = f"{task.workshop.public_url}/verificar/{code}"
    return {
        "title": _TITLE,
        "number": task.case.expediente,
        "issuedAt": task.now.astimezone(BOGOTA).isoformat(timespec="seconds"),
        "verificationCode": code,
        "url": url,
        "qrSvg": qr.svg(url),
    }


def _xml(task: Task, index: Document, until: date) -> Arrival:
    """The XML as an object of its own: read out of the document, so that there is only one."""
    pdf = bytes(index.content) if index.content else task.workshop.store.get(index.archive_key)
    xml = xml_in(pdf)
    stored = task.workshop.store.put(xml, media_type="application/xml", retain_until=until)
    return Arrival(
        document_id=uuid5(index.id, _XML),
        kind=INDEX_XML,
        title=f"{_TITLE} en XML",
        number=task.case.expediente,
        created_at=index.issued_at,
        pages=1,
        media_type="application/xml",
        size_bytes=len(xml),
        sha256=hashlib.sha256(xml).hexdigest(),
        store_key=stored.key,
        retain_until=stored.retain_until,
    )


def _archived(task: Task, index: Document, until: date) -> Document:
    if index.archive_key:
        return index
    content = bytes(index.content or b"")
    stored = task.workshop.store.put(content, media_type=index.media_type, retain_until=until)
    preserving.check_at_entry(task, index, stored, content)
    return commands.mark_archived(
        commands.MarkArchived(
            document_id=index.id,
            case_id=task.case.id,
            archive_key=stored.key,
            retain_until=stored.retain_until,
            series=task.version.sheet.series,
        )
    )


def _kept_longer(task: Task, closed_on: date, whole: date) -> dict[UUID, date]:
    """Documents whose own series keeps them longer than the whole."""
    found = {}
    for document in task.case.documents.filter(status=DocumentStatus.ARCHIVED).exclude(series=""):
        schedule = commands.schedule_for(task.case, document.series, closed_on)
        until = schedule.retain_until(document.series, closed_on)
        if until > whole:
            found[document.id] = until
    return found


def _extend(task: Task, expediente: Expediente, whole: date, later: Mapping[UUID, date]) -> None:
    holdings = Holding.objects.filter(expediente=expediente).exclude(kind__in=INDEX_KINDS)
    for holding in holdings:
        # The same bytes in another expediente may be kept longer there already.
        with contextlib.suppress(RetentionCannotShrink):
            task.workshop.store.extend(holding.store_key, later.get(holding.document_id, whole))

"""The book of preservation: how each object was at its entry, and the copies that stand beside originals.

Everything can be done again: an object is checked once, and a copy has one place in its expediente.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from archive.models import CopyState, EntryCheck, Expediente, Holding
from archive.preservation.copies import CONVERTED, CopyFailed, make_copy
from archive.preservation.findings import Inspection, Limits
from archive.preservation.isolation import inspect
from archive.preservation.reading import inspect_here
from archive.preservation.validator import validated
from archive.records import ledger
from archive.records.ledger import SYSTEM, chain_of_expediente
from archive.stores import Store, StoredObject

_PDF = "application/pdf"
_NOT_CHECKED = "ninguna"
_COPY_TITLE = "Copia de conservación: "


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An object that the store has just taken.

    Attributes:
        is_ours: made by this window, so that it needs no child process and never a copy.
        title: of the document.
        author: the entity that keeps it.
    """

    stored: StoredObject
    content: bytes
    document_id: UUID
    title: str
    author: str
    is_ours: bool


def enter(entry: Entry, store: Store, *, validator: str, now: datetime) -> EntryCheck:
    """Check an object at its entry, and put its preservation copy beside it where it needs one.

    That no copy could be made does not stop anything: the original is kept, and the row says so.

    Args:
        entry: the object.
        store: where it lies, and where its copy goes.
        validator: command of a full PDF/A validator; empty: none.
        now: moment of the entry, aware.

    Raises:
        StoreUnavailable: the copy could not be written.
    """
    known = EntryCheck.objects.filter(store_key=entry.stored.key).first()
    if known is not None:
        return known
    found = _inspected(entry, validator)
    row = EntryCheck(
        store_key=entry.stored.key,
        document_id=entry.document_id,
        checked_at=now,
        media_type=entry.stored.media_type,
        check_name=found.check_name,
        claim=found.claim,
        is_compliant=found.is_compliant,
        pages=found.pages,
        findings=[finding.to_json() for finding in found.findings],
        copy_state=CopyState.NOT_NEEDED,
    )
    if entry.is_ours:
        if entry.stored.media_type == _PDF and not found.is_archival:
            row.copy_state, row.copy_reason = CopyState.FAILED, "own-document-is-no-pdfa"
    elif not found.is_archival:
        _copy(row, entry, store, now)
    row.save(force_insert=True)
    return row


@transaction.atomic
def join_copies(number: str, *, now: datetime) -> int:
    """Give each copy that has none yet its place in the expediente; how many came in.

    Args:
        number: of the expediente; one that was not opened has no place for them.
        now: moment at which they come in, aware.
    """
    expediente = Expediente.objects.select_for_update().filter(number=number).first()
    if expediente is None:
        return 0
    checks = {
        check.store_key: check
        for check in EntryCheck.objects.filter(
            copy_state=CopyState.MADE,
            store_key__in=expediente.holdings.filter(copy_of=None).values("store_key"),
        )
    }
    lonely = expediente.holdings.filter(copy_of=None, copies=None, store_key__in=checks)
    originals = list(lonely.order_by("order"))
    for original in originals:
        _join(expediente, original, checks[original.store_key], now)
    return len(originals)


def without_copy() -> QuerySet[EntryCheck]:
    """Originals that need a preservation copy and have none: for the archivist."""
    return EntryCheck.objects.filter(copy_state=CopyState.FAILED)


def _inspected(entry: Entry, validator: str) -> Inspection:
    if entry.stored.media_type != _PDF:
        return Inspection(check_name=_NOT_CHECKED)
    found = inspect_here(entry.content, Limits()) if entry.is_ours else inspect(entry.content)
    return validated(found, entry.content, validator)


def _copy(row: EntryCheck, entry: Entry, store: Store, now: datetime) -> None:
    if entry.stored.media_type not in CONVERTED:
        row.copy_state, row.copy_reason = CopyState.FAILED, "kind-not-converted"
        return
    try:
        copy = make_copy(
            entry.content,
            entry.stored.media_type,
            title=entry.title,
            author=entry.author,
            made_at=now,
        )
    except CopyFailed as failed:
        row.copy_state, row.copy_reason = CopyState.FAILED, failed.code
        return
    kept = store.put(copy.pdf, media_type=_PDF, retain_until=entry.stored.retain_until)
    row.copy_state, row.copy_key = CopyState.MADE, kept.key
    row.copy_pages, row.copy_size_bytes = copy.pages, kept.size_bytes


def _join(expediente: Expediente, original: Holding, check: EntryCheck, now: datetime) -> None:
    last = expediente.holdings.aggregate(last=Max("order"))["last"] or 0
    copy = Holding.objects.create(
        expediente=expediente,
        order=last + 1,
        document_id=original.document_id,
        kind=original.kind,
        title=f"{_COPY_TITLE}{original.title}"[:250],
        number=original.number,
        created_at=check.checked_at,
        joined_at=now,
        first_page=original.first_page,
        last_page=original.last_page,
        media_type=_PDF,
        size_bytes=check.copy_size_bytes,
        sha256=check.copy_key.removeprefix("sha256:"),
        origin=original.origin,
        store_key=check.copy_key,
        retain_until=original.retain_until,
        copy_of=original,
    )
    ledger.append(
        chain_of_expediente(expediente.number),
        "holding.copied",
        SYSTEM,
        now,
        {"order": copy.order, "of": original.order, "sha256": copy.sha256, "key": copy.store_key},
    )

"""Opening an expediente with its case, and taking documents into it, each once and in order.

Everything here runs inside the caller's transaction: what is filed and what the archive knows of it stand
or fall together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from archive.models import EntryCheck, Expediente, Holding, RecordStage
from archive.records import ledger
from archive.records.ledger import SYSTEM, Who, chain_of_expediente
from archive.records.schedule import RetentionSchedule

# The index proves the others, so it is no document among them and outlives them.
INDEX = "indice"
INDEX_XML = "indice-xml"
INDEX_KINDS = (INDEX, INDEX_XML)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A document that the store holds, on its way into its expediente.

    Attributes:
        pages: as its maker counted them; the check at entry knows better, where there was one.
        origin: `electrónico` (born so) or `digitalizado`.
        store_key: as the store gave it.
    """

    document_id: UUID
    kind: str
    title: str
    number: str
    created_at: datetime
    pages: int
    media_type: str
    size_bytes: int
    sha256: str
    store_key: str
    retain_until: date
    origin: str = "electrónico"


def new_expediente(
    number: str, *, title: str, series: str, opened_on: date, schedule: RetentionSchedule
) -> Expediente:
    """The row of an expediente that is being opened, not yet written.

    Args:
        number: given by the entity's own series.
        title: what it is about; nobody's name, since inventories are published.
        series: code of the TRD.
        opened_on: day of opening, in Bogotá.
        schedule: the TRD in force on that day; the expediente keeps it.
    """
    line = schedule.series(series) if series in schedule else None
    return Expediente(
        number=number,
        title=title[:250],
        series=series,
        schedule_version=schedule.version,
        unit=line.unit.split()[0][:20] if line and line.unit else "",
        opened_on=opened_on,
        disposition=line.disposition[:10] if line else "",
    )


@transaction.atomic
def incorporate(number: str, arrival: Arrival, *, now: datetime, who: Who = SYSTEM) -> Holding:
    """Give a document its place and its folios in the expediente; again, it keeps them.

    Args:
        number: of the expediente.
        arrival: the document.
        now: moment of incorporation, aware.
        who: who brings it.

    Raises:
        Expediente.DoesNotExist: it was not opened.

    Source: Decreto 1080/2015, art. 2.8.2.7.8 and 2.8.2.7.9 (electronic foliation; verificar).
    """
    expediente = Expediente.objects.select_for_update().get(number=number)
    known = expediente.holdings.filter(document_id=arrival.document_id, copy_of=None).first()
    if known is not None:
        return known
    order, last = _end(expediente)
    holding = Holding.objects.create(
        expediente=expediente,
        order=order + 1,
        document_id=arrival.document_id,
        kind=arrival.kind,
        title=arrival.title,
        number=arrival.number,
        created_at=arrival.created_at,
        joined_at=now,
        first_page=last + 1,
        last_page=last + _pages(arrival),
        media_type=arrival.media_type,
        size_bytes=arrival.size_bytes,
        sha256=arrival.sha256,
        origin=arrival.origin,
        store_key=arrival.store_key,
        retain_until=arrival.retain_until,
    )
    _record(holding, expediente, who, now)
    return holding


def _end(expediente: Expediente) -> tuple[int, int]:
    """The last place, and the last folio of what is no copy."""
    place = expediente.holdings.aggregate(last=Max("order"))["last"] or 0
    folio = expediente.holdings.filter(copy_of=None).aggregate(last=Max("last_page"))["last"] or 0
    return place, folio


def _pages(arrival: Arrival) -> int:
    checked = (
        EntryCheck.objects.filter(store_key=arrival.store_key, pages__gt=0)
        .values_list("pages", flat=True)
        .first()
    )
    return max(checked or arrival.pages, 1)


def _record(holding: Holding, expediente: Expediente, who: Who, now: datetime) -> None:
    is_late = expediente.stage != RecordStage.OPEN
    ledger.append(
        chain_of_expediente(expediente.number),
        "holding.incorporated-late" if is_late else "holding.incorporated",
        who,
        now,
        {
            "order": holding.order,
            "document": str(holding.document_id),
            "kind": holding.kind,
            "sha256": holding.sha256,
            "folios": [holding.first_page, holding.last_page],
            "key": holding.store_key,
        },
    )

"""Closed expedientes with objects in a store, as the archive makes them."""

import hashlib
from datetime import UTC, date, datetime
from uuid import uuid4

from archive.models import Expediente
from archive.records.closing import close
from archive.records.incorporation import Arrival, incorporate, new_expediente
from archive.records.ledger import Who
from archive.records.schedule import RetentionSchedule, load_trd
from archive.stores import Store
from bpmn.entity import trd_source

NUBIA, ALVARO, ELENA = (
    Who(id=number, name=name) for number, name in ((1, "Nubia"), (2, "Álvaro"), (3, "Elena"))
)
# Series of Part G: one that is eliminated, one of which a tenth stays, one that is kept.
ELIMINATED, SELECTED, KEPT = "200.08.01", "110.02.01", "400.22.01"
CLOSED = date(2026, 11, 20)


def schedule() -> RetentionSchedule:
    return load_trd(trd_source("52001"))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def arrive(store: Store, number: str, content: bytes, until: date, kind: str = "anexo") -> None:
    stored = store.put(content, media_type="application/pdf", retain_until=until)
    arrival = Arrival(
        document_id=uuid4(),
        kind=kind,
        title=kind,
        number="",
        created_at=at(CLOSED),
        pages=2,
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        store_key=stored.key,
        retain_until=until,
    )
    incorporate(number, arrival, now=at(CLOSED))


def closed(
    store: Store,
    series: str = ELIMINATED,
    place: int = 1,
    *,
    contents: tuple[bytes, ...] = (),
    until: date | None = None,
) -> Expediente:
    """Opened, filled and closed on 20 November 2026, with an index."""
    rules = schedule()
    number = f"{series}-2026-{place:06d}"
    last = until or rules.retain_until(series, CLOSED)
    new_expediente(number, title="Prueba", series=series, opened_on=CLOSED, schedule=rules).save(
        force_insert=True
    )
    for content in contents or (f"{number} uno".encode(), f"{number} dos".encode()):
        arrive(store, number, content, last)
    arrive(store, number, f"índice {number}".encode(), last, "indice")
    return close(
        number,
        closed_on=CLOSED,
        schedule=rules,
        index_xml=None,
        retain_until={},
        now=at(CLOSED),
    )


def in_central(store: Store, series: str = ELIMINATED, place: int = 1, **more) -> Expediente:
    expediente = closed(store, series, place, **more)
    expediente.transfer_to_central()
    expediente.save()
    return expediente

"""The archive's side of a case: its expediente is opened with it, and each archived document enters it.

The archive knows no case; here what it keeps is told in its own words, inside the command's transaction.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from archive.models import ArchiveChain, ArchiveEvent, Expediente, Holding
from archive.records import ledger
from archive.records.adopted import for_expediente
from archive.records.incorporation import Arrival, incorporate, new_expediente
from archive.records.ledger import SYSTEM, chain_of_expediente
from archive.records.renewed import incorporate_renewed
from archive.records.schedule import RetentionSchedule, load_trd
from bpmn.entity import trd_source
from engine.clock import BOGOTA
from engine.models import Case, Document, DocumentStatus

if TYPE_CHECKING:
    from datetime import datetime

    from engine.commands._work import Work


@cache
def written_schedule(divipola: str) -> RetentionSchedule:
    """The TRD of the entity's own file, for where none was adopted in the database."""
    return load_trd(trd_source(divipola))


def schedule_of(case: Case, series: str, day: date) -> RetentionSchedule:
    """The TRD by which a series of the case is kept: that of its expediente, from its opening on."""
    version = Expediente.objects.filter(number=case.expediente).values_list(
        "schedule_version", flat=True
    )
    return for_expediente(
        version.first() or "", series, day, written=written_schedule(settings.ENTITY)
    )


def opened(case: Case, series: str, day: date) -> Expediente:
    """The row of the case's expediente, not yet written."""
    schedule = for_expediente("", series, day, written=written_schedule(settings.ENTITY))
    return new_expediente(
        case.expediente,
        title=f"{case.procedure_name} · {case.radicado or case.expediente}",
        series=series,
        opened_on=day,
        schedule=schedule,
    )


def open_with_case(work: Work, series: str) -> None:
    """Open the expediente of the command's case; its rows go with the others of the command."""
    row = opened(work.case, series, work.today)
    work.batch.insert([row])
    for first in opening(row, work.now):
        work.batch.insert([first])


def opening(row: Expediente, now: datetime) -> tuple[ArchiveChain, ArchiveEvent]:
    """The beginning of its chain, not yet written."""
    told = {"series": row.series, "schedule": row.schedule_version}
    return ledger.begin(chain_of_expediente(row.number), "expediente.opened", SYSTEM, now, told)


def join_archived(case: Case, now: datetime) -> None:
    """Take every archived document of the case that is not there yet into its expediente.

    One that was archived before the expediente was opened enters with the next.
    """
    if not Expediente.objects.filter(number=case.expediente).exists():
        return
    there = Holding.objects.filter(expediente__number=case.expediente).values("document_id")
    archived = case.documents.filter(status=DocumentStatus.ARCHIVED).exclude(pk__in=there)
    for document in archived.order_by("position", "issued_at"):
        incorporate(case.expediente, _arrival(document), now=now)


def join_renewed(case: Case, document: Document, *, of: str, now: datetime) -> None:
    """Take a document's renewed version into the expediente, beside the one that it renews."""
    incorporate_renewed(case.expediente, _arrival(document), of=of, now=now)


def _arrival(document: Document) -> Arrival:
    return Arrival(
        document_id=document.id,
        kind=document.kind,
        title=document.title,
        number=document.number,
        created_at=document.issued_at.astimezone(BOGOTA),
        pages=document.pages,
        media_type=document.media_type,
        size_bytes=document.size_bytes,
        sha256=document.sha256,
        store_key=document.archive_key,
        # A document that was archived has its date; the column allows none for those that were not.
        retain_until=document.retain_until or document.issued_at.astimezone(BOGOTA).date(),
        origin=str(document.details.get("origin") or "electrónico"),
    )

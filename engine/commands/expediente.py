"""Close a case's expediente once its index is sealed, and open those of cases that had none.

Retention counts from the closing, by the TRD that was in force when the expediente was opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from archive.models import Expediente, Holding
from archive.records.closing import close as close_record
from archive.records.incorporation import Arrival
from archive.records.schedule import RetentionSchedule
from engine.clock import BOGOTA
from engine.commands._expediente import join_archived, opened, opening, schedule_of
from engine.commands._run import run
from engine.commands._work import Work, version_of
from engine.models import Case, Document
from engine.models.actor import SYSTEM


@dataclass(frozen=True, kw_only=True)
class CloseExpediente:
    """The index is sealed and archived; retention starts.

    Attributes:
        index_xml: the XML of the index, which the store holds beside the sealed document.
        retain_until: of each document by its id, where it is kept longer than its expediente.
    """

    case_id: UUID
    closed_on: date
    index_xml: Arrival
    retain_until: Mapping[UUID, date]


def fill_expediente(case_id: UUID) -> Expediente:
    """Open the case's expediente if it has none, and take in what is archived.

    Cases that were filed before the archive kept its own book get it here.
    """
    run("fill-expediente", SYSTEM, _fill, case_id=case_id, submit_id=None)
    number = Case.objects.values_list("expediente", flat=True).get(pk=case_id)
    return Expediente.objects.get(number=number)


def close_expediente(command: CloseExpediente) -> None:
    """Close the expediente of a case; one that is closed stays as it is."""
    run(
        "close-expediente",
        SYSTEM,
        lambda work: _close(work, command),
        case_id=command.case_id,
        submit_id=None,
    )


def schedule_for(case: Case, series: str, day: date) -> RetentionSchedule:
    """The TRD by which a series of the case is kept."""
    return schedule_of(case, series, day)


def open_missing() -> int:
    """Give every numbered case its expediente in the archive's book; how many it gave."""
    known = Expediente.objects.values("number")
    missing = Case.objects.exclude(expediente="").exclude(expediente__in=known)
    ids = list(missing.order_by("created_at").values_list("pk", flat=True))
    for case_id in ids:
        fill_expediente(case_id)
        _close_old(Case.objects.get(pk=case_id))
    return len(ids)


def _fill(work: Work) -> dict[str, Any]:
    case = work.case
    if not Expediente.objects.filter(number=case.expediente).exists():
        begun = (case.received_at or case.created_at).astimezone(BOGOTA).date()
        row = opened(case, version_of(case.version_digest).sheet.series, begun)
        for made in (row, *opening(row, work.now)):
            made.save(force_insert=True)
    join_archived(case, work.now)
    return {}


def _close(work: Work, command: CloseExpediente) -> dict[str, Any]:
    schedule = schedule_of(work.case, work.version.sheet.series, command.closed_on)
    close_record(
        work.case.expediente,
        closed_on=command.closed_on,
        schedule=schedule,
        index_xml=command.index_xml,
        retain_until=command.retain_until,
        now=work.now,
    )
    for holding in Holding.objects.filter(expediente__number=work.case.expediente):
        later = Document.objects.filter(pk=holding.document_id)
        later.exclude(retain_until__gte=holding.retain_until).update(
            retain_until=holding.retain_until
        )
    return {}


def _close_old(case: Case) -> None:
    """A case whose index was archived before is closed with the day of that index."""
    index = case.documents.filter(kind="indice").exclude(archive_key="").first()
    if index is None:
        return

    def body(work: Work) -> dict[str, Any]:
        closed_on = index.issued_at.astimezone(BOGOTA).date()
        schedule = schedule_of(case, index.series, closed_on)
        close_record(
            case.expediente,
            closed_on=closed_on,
            schedule=schedule,
            index_xml=None,
            retain_until={},
            now=work.now,
        )
        return {}

    run("close-expediente", SYSTEM, body, case_id=case.pk, submit_id=None)

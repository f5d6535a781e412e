"""Closing an expediente: from that day its retention counts.

Source: Ley 594/2000; Decreto 1080/2015, art. 2.8.2.7; inventory Part G.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from archive.models import Expediente, RecordStage
from archive.records import ledger
from archive.records.incorporation import Arrival, incorporate
from archive.records.ledger import SYSTEM, Who, chain_of_expediente
from archive.records.schedule import RetentionSchedule


@transaction.atomic
def close(  # noqa: PLR0913  options by name only
    number: str,
    *,
    closed_on: date,
    schedule: RetentionSchedule,
    index_xml: Arrival | None,
    retain_until: Mapping[UUID, date],
    now: datetime,
    who: Who = SYSTEM,
) -> Expediente:
    """Close it by the schedule that it keeps; one that is closed stays as it is.

    Args:
        number: of the expediente.
        closed_on: day from which retention counts.
        schedule: the TRD of its opening.
        index_xml: the index as an object of its own, in the store.
        retain_until: of documents by their id, where their own series keeps them longer.
        now: moment, aware.
        who: who closes it.

    Raises:
        SeriesUnknown: the schedule lacks the expediente's series.
    """
    expediente = Expediente.objects.select_for_update().get(number=number)
    if expediente.stage != RecordStage.OPEN:
        return expediente
    if index_xml is not None:
        incorporate(number, index_xml, now=now, who=who)
    line = schedule.series(expediente.series)
    expediente.closed_on = closed_on
    expediente.management_until = schedule.management_until(expediente.series, closed_on)
    expediente.central_until = schedule.retain_until(expediente.series, closed_on)
    expediente.disposition = line.disposition[:10]
    expediente.schedule_version = schedule.version
    expediente.close()
    expediente.save()
    _hold_until(expediente, retain_until)
    _record(expediente, who, now)
    return expediente


def _hold_until(expediente: Expediente, later: Mapping[UUID, date]) -> None:
    """Nothing of an expediente goes before the whole may."""
    whole = expediente.central_until or expediente.opened_on
    for holding in expediente.holdings.all():
        until = max(whole, later.get(holding.document_id, whole), holding.retain_until)
        if until != holding.retain_until:
            holding.retain_until = until
            holding.save(update_fields=["retain_until"])


def _record(expediente: Expediente, who: Who, now: datetime) -> None:
    ledger.append(
        chain_of_expediente(expediente.number),
        "expediente.closed",
        who,
        now,
        {
            "on": str(expediente.closed_on),
            "schedule": expediente.schedule_version,
            "management_until": str(expediente.management_until),
            "central_until": str(expediente.central_until),
            "disposition": expediente.disposition,
        },
    )

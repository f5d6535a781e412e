"""Reading the TRD's adopted versions: which one is in force on a day, and any of them by its name.

An expediente keeps the version that was in force when it was opened, to its end: it was classified by that
version's codes, and a later TRD rules what is produced while it is in force (verificar: AGN, Acuerdo 001 de
2024). A later, longer period is given to older expedientes by an act, never by rewriting their version.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from archive.models import ScheduleLine, ScheduleStatus, ScheduleVersion
from archive.records.schedule import RetentionSchedule, Series


def version_in_force(day: date) -> ScheduleVersion | None:
    """The adopted version that holds on that day: of those that began, the last one."""
    begun = ScheduleVersion.objects.filter(status=ScheduleStatus.ADOPTED, valid_from__lte=day)
    return begun.order_by("-valid_from", "-approved_at").first()


def in_force(day: date) -> RetentionSchedule | None:
    """The schedule that holds on that day; None when none was adopted by then."""
    version = version_in_force(day)
    return _schedule(version.id) if version else None


def named(name: str) -> RetentionSchedule | None:
    """The adopted version of that name."""
    version = ScheduleVersion.objects.filter(status=ScheduleStatus.ADOPTED, name=name).first()
    return _schedule(version.id) if version else None


def for_expediente(
    version: str, series: str, day: date, *, written: RetentionSchedule
) -> RetentionSchedule:
    """The schedule by which a series of an expediente is kept.

    Args:
        version: the version that the expediente keeps; empty while there is no expediente.
        series: code that has to be in it; a version that lacks it gives way to the one in force.
        day: today, for the one in force.
        written: the entity's own file, where the database has none.
    """
    for found in (named(version) if version else None, in_force(day)):
        if found is not None and series in found:
            return found
    return written


# An adopted version never changes, so what was read of it stays true.
@lru_cache(maxsize=64)
def _schedule(version_id: UUID) -> RetentionSchedule:
    version = ScheduleVersion.objects.get(pk=version_id)
    return RetentionSchedule(
        version.name,
        {line.code: as_series(line) for line in version.lines.all()},
        valid_from=version.valid_from,
        act=version.act,
        notice_days=version.notice_days,
        notice_source=version.notice_source,
    )


def as_series(line: ScheduleLine) -> Series:
    """A line as the value that the rest of the house reads."""
    return Series(
        code=line.code,
        unit=line.unit,
        series=line.series,
        subseries=line.subseries,
        management_years=line.management_years,
        central_years=line.central_years,
        disposition=line.disposition_text,
        procedure=line.procedure,
        legal_basis=line.legal_basis,
    )

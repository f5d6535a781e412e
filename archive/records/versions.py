"""Writing the TRD: a draft, its lines, its review and its adoption by another person."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from archive.errors import (
    AdoptionActMissing,
    ScheduleDatesRefused,
    ScheduleEmpty,
    ScheduleSamePerson,
    ScheduleVersionName,
    ScheduleVersionSettled,
    ScheduleVersionUnknown,
    SeriesRepeated,
)
from archive.models import ArchiveEvent, Disposition, ScheduleLine, ScheduleStatus, ScheduleVersion
from archive.records import ledger
from archive.records.ledger import SYSTEM, Who, chain_of_version
from archive.records.schedule import RetentionSchedule, Series

_SAMPLE = re.compile(r"\((\d{1,3})\s*%\)")
_LINE_FIELDS = (
    "code",
    "unit",
    "series",
    "subseries",
    "management_years",
    "central_years",
    "disposition",
    "sample_percent",
    "is_digitised",
    "procedure",
    "legal_basis",
)


@transaction.atomic
def load(schedule: RetentionSchedule, *, today: date, now: datetime) -> ScheduleVersion | None:
    """Put the entity's written TRD into the database as its first version; None if there is one already.

    The file came with the installation, so no two people stand behind it: its act says what does.
    """
    if ScheduleVersion.objects.filter(status=ScheduleStatus.ADOPTED).exists():
        return None
    version = ScheduleVersion.objects.create(
        name=schedule.version,
        author_name="Instalación",
        notice_days=schedule.notice_days,
        notice_source=schedule.notice_source,
        created_at=now,
    )
    for series in schedule.lines.values():
        _line(version, series).save()
    version.act = schedule.act
    version.adopted_on = version.valid_from = schedule.valid_from or today
    version.approved_at = now
    version.adopt()
    version.save()
    _record("schedule.loaded", SYSTEM, now, version, lines=len(schedule.lines))
    return version


@transaction.atomic
def draft(
    name: str, who: Who, *, based_on: ScheduleVersion | None, now: datetime
) -> ScheduleVersion:
    """Begin a version with the lines of another one.

    Raises:
        ScheduleVersionName: there is one of that name.
    """
    if ScheduleVersion.objects.filter(name=name).exists():
        raise ScheduleVersionName(name=name)
    version = ScheduleVersion.objects.create(
        name=name,
        based_on=based_on,
        author_id=who.id,
        author_name=who.name,
        notice_days=based_on.notice_days if based_on else 60,
        notice_source=based_on.notice_source if based_on else "",
        created_at=now,
    )
    for line in based_on.lines.all() if based_on else ():
        copied = {field: getattr(line, field) for field in _LINE_FIELDS}
        ScheduleLine(version=version, **copied).save()
    _record("schedule.drafted", who, now, version)
    return version


@transaction.atomic
def write_line(
    version_id: UUID, values: Mapping[str, Any], who: Who, *, line_id: int | None, now: datetime
) -> ScheduleLine:
    """Add a line to a draft, or change one.

    Args:
        version_id: the draft.
        values: by the names of the columns.
        who: who writes it.
        line_id: the line to change; None adds one.
        now: moment, aware.

    Raises:
        ScheduleVersionUnknown: there is no such version or line.
        ScheduleVersionSettled: it is no draft.
        SeriesRepeated: another line has the code.
    """
    version = _locked_draft(version_id)
    line = ScheduleLine(version=version)
    if line_id is not None:
        found = version.lines.filter(pk=line_id).first()
        if found is None:
            raise ScheduleVersionUnknown
        line = found
        line.version = version
    for field in _LINE_FIELDS:
        setattr(line, field, values[field])
    if version.lines.filter(code=line.code).exclude(pk=line.pk).exists():
        raise SeriesRepeated(series=line.code)
    line.save()
    _record("schedule.line-written", who, now, version, series=line.code)
    return line


@transaction.atomic
def remove_line(version_id: UUID, line_id: int, who: Who, *, now: datetime) -> None:
    """Take a line out of a draft.

    Raises:
        ScheduleVersionUnknown: there is no such version or line.
        ScheduleVersionSettled: it is no draft.
    """
    version = _locked_draft(version_id)
    line = version.lines.filter(pk=line_id).first()
    if line is None:
        raise ScheduleVersionUnknown
    line.version = version
    code = line.code
    line.delete()
    _record("schedule.line-removed", who, now, version, series=code)


@transaction.atomic
def submit(version_id: UUID, who: Who, *, now: datetime) -> ScheduleVersion:
    """Hand a draft in; from here on it does not change.

    Raises:
        ScheduleVersionUnknown, ScheduleVersionSettled, ScheduleEmpty: it cannot be handed in.
    """
    version = _locked_draft(version_id)
    if not version.lines.exists():
        raise ScheduleEmpty
    version.submit()
    version.submitted_at = now
    version.save()
    _record("schedule.submitted", who, now, version)
    return version


@transaction.atomic
def send_back(version_id: UUID, who: Who, *, now: datetime) -> ScheduleVersion:
    """Make a draft again of what waits for approval.

    Raises:
        ScheduleVersionUnknown: there is no such version.
        ScheduleVersionSettled: it is not in review.
    """
    version = _locked(version_id)
    if version.status != ScheduleStatus.IN_REVIEW:
        raise ScheduleVersionSettled(name=version.name)
    version.send_back()
    version.submitted_at = None
    version.save()
    _record("schedule.sent-back", who, now, version)
    return version


@transaction.atomic
def adopt(
    version_id: UUID, who: Who, *, act: str, adopted_on: date, valid_from: date, now: datetime
) -> ScheduleVersion:
    """Approve a version by the act that adopted it.

    Raises:
        ScheduleVersionUnknown: there is no such version.
        ScheduleVersionSettled: it is not in review.
        ScheduleSamePerson: who wrote any of it does not approve.
        AdoptionActMissing: the act has no number.
        ScheduleDatesRefused: it would begin before the newest adopted version, and so rewrite the past.
    """
    version = _locked(version_id)
    if version.status != ScheduleStatus.IN_REVIEW:
        raise ScheduleVersionSettled(name=version.name)
    if _has_written(version, who):
        raise ScheduleSamePerson
    if not act.strip():
        raise AdoptionActMissing
    _require_later(valid_from)
    version.act, version.adopted_on, version.valid_from = act.strip(), adopted_on, valid_from
    version.approver_id, version.approver_name, version.approved_at = who.id, who.name, now
    version.adopt()
    version.save()
    _record("schedule.adopted", who, now, version, act=version.act, since=valid_from.isoformat())
    return version


def _has_written(version: ScheduleVersion, who: Who) -> bool:
    done = ArchiveEvent.objects.filter(chain=chain_of_version(version.name), actor_id=who.id)
    return who.id is not None and done.exclude(kind="schedule.sent-back").exists()


def _require_later(valid_from: date) -> None:
    # Locked, so that of two approvals at the same moment the second sees the first.
    adopted = ScheduleVersion.objects.select_for_update().filter(status=ScheduleStatus.ADOPTED)
    newest = max((v.valid_from for v in adopted if v.valid_from), default=None)
    if newest is not None and valid_from < newest:
        raise ScheduleDatesRefused(after=newest)


def _locked(version_id: UUID) -> ScheduleVersion:
    version = ScheduleVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None:
        raise ScheduleVersionUnknown
    return version


def _locked_draft(version_id: UUID) -> ScheduleVersion:
    version = _locked(version_id)
    if version.status != ScheduleStatus.DRAFT:
        raise ScheduleVersionSettled(name=version.name)
    return version


def _line(version: ScheduleVersion, series: Series) -> ScheduleLine:
    kind = series.disposition.split("+")[0].split("(")[0].strip()
    sample = _SAMPLE.search(series.disposition)
    return ScheduleLine(
        version=version,
        code=series.code,
        unit=series.unit,
        series=series.series,
        subseries=series.subseries,
        management_years=series.management_years,
        central_years=series.central_years,
        disposition=Disposition(kind),
        sample_percent=int(sample[1]) if sample else None,
        is_digitised="+D" in series.disposition,
        procedure=series.procedure,
        legal_basis=series.legal_basis,
    )


def _record(kind: str, who: Who, now: datetime, version: ScheduleVersion, **data: Any) -> None:
    ledger.append(chain_of_version(version.name), kind, who, now, {"version": version.name, **data})

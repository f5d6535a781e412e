"""A term explained: every day from its start to its last, and what moved that last day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from engine.clock.calendar import Calendar, holiday_name
from engine.clock.extension import Extension
from engine.clock.reckoning import length
from engine.clock.running import RunningTerm
from engine.clock.suspension import Suspension
from engine.clock.term import TermUnit

_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is to a term."""

    START = "start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    SUSPENDED = "suspended"
    MOVED = "moved"


@dataclass(frozen=True)
class ExplainedDay:
    """One day of a term.

    Attributes:
        kind: why it counts or not; `MOVED` is one past the end of a term in months that ends on no
            business day, or at which a suspension on the last day left nothing.
        number: which of the term's days it is; 0 for one that does not count.
        holiday: its name, in Spanish.
        suspension: what it stands still for.
        is_last: whether the term ends with it.
    """

    day: date
    kind: DayKind
    number: int = 0
    holiday: str = ""
    suspension: Suspension | None = None
    is_last: bool = False


@dataclass(frozen=True)
class TermChange:
    """A suspension or an extension, and where it put the last day.

    Attributes:
        on: day on which it happened.
        before: last day until then; None while the term stood still.
        after: last day since; None while it stands still.
    """

    on: date
    before: date | None
    after: date | None
    suspension: Suspension | None = None
    extension: Extension | None = None


def explained_days(
    running: RunningTerm, calendar: Calendar, until: date
) -> tuple[ExplainedDay, ...]:
    """Every calendar day from the start of a term to its last.

    Args:
        running: the term, with what happened to it.
        calendar: business days of the entity.
        until: where to end while the term stands still, for it has no last day then.

    Raises:
        CalendarTooShort: the calendar has no year that the term reaches.

    Source: inventory B.2 and B.3.
    """
    last = running.due(calendar)
    return tuple(
        _days(running, calendar, last, max(until, running.start) if last is None else last)
    )


def term_changes(running: RunningTerm, calendar: Calendar) -> tuple[TermChange, ...]:
    """What moved the last day of a term, in order of time.

    Raises:
        CalendarTooShort: the calendar has no year that the term reaches.
    """
    happened: list[tuple[date, Suspension | Extension]] = [
        *((one.eve, one) for one in running.suspensions),
        *((one.told_on, one) for one in running.extensions),
    ]
    term = replace(running, suspensions=(), extensions=())
    changes = []
    for on, what in sorted(happened, key=lambda one: one[0]):
        before = term.due(calendar)
        if isinstance(what, Suspension):
            term = replace(term, suspensions=(*term.suspensions, what))
            changes.append(TermChange(on, before, term.due(calendar), suspension=what))
        else:
            term = replace(term, extensions=(*term.extensions, what))
            changes.append(TermChange(on, before, term.due(calendar), extension=what))
    return tuple(changes)


def _days(
    running: RunningTerm, calendar: Calendar, last: date | None, end: date
) -> Iterator[ExplainedDay]:
    whole, used = length(running.start, running.total), 0
    yield ExplainedDay(running.start, DayKind.START, is_last=running.start == last)
    for place in range(1, (end - running.start).days + 1):
        day = running.start + place * _DAY
        kind, suspension = _kind(running, calendar, day)
        if kind is DayKind.COUNTED:
            used += 1
            if used > whole:
                kind = DayKind.MOVED
        number = min(used, whole) if kind is DayKind.COUNTED else 0
        name = holiday_name(day) if kind is DayKind.HOLIDAY else ""
        yield ExplainedDay(day, kind, number, name, suspension, is_last=day == last)


def _kind(running: RunningTerm, calendar: Calendar, day: date) -> tuple[DayKind, Suspension | None]:
    for one in running.suspensions:
        if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
            return DayKind.SUSPENDED, one
    if running.term.unit is not TermUnit.BUSINESS_DAYS or calendar.is_business_day(day):
        return DayKind.COUNTED, None
    if day.weekday() >= _SATURDAY:
        return DayKind.WEEKEND, None
    return (DayKind.HOLIDAY if holiday_name(day) else DayKind.CLOSURE), None

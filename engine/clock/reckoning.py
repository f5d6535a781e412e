"""Walks a term through its suspensions, in business days or in calendar days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from engine.clock.calendar import Calendar
from engine.clock.suspension import Suspension
from engine.clock.term import Term, TermUnit, add_term


class Measure(Protocol):
    """A way to count days."""

    def between(self, start: date, end: date) -> int:
        """Days that count after `start`, up to and with `end`."""

    def after(self, day: date, count: int) -> date:
        """The last day of so many that count after `day`."""


@dataclass(frozen=True)
class BusinessDays:
    """Counts the business days of an entity."""

    calendar: Calendar

    def between(self, start: date, end: date) -> int:
        """Business days after `start`, up to and with `end`."""
        return self.calendar.business_days_between(start, end)

    def after(self, day: date, count: int) -> date:
        """The day on which so many business days are over."""
        return self.calendar.add_business_days(day, count)


@dataclass(frozen=True)
class CalendarDays:
    """Counts every day.

    Attributes:
        moves_to: whose next business day the last day becomes; None where it does not move.
    """

    moves_to: Calendar | None

    def between(self, start: date, end: date) -> int:
        """Days after `start`, up to and with `end`."""
        return max((end - start).days, 0)

    def after(self, day: date, count: int) -> date:
        """The day so many days later, or the business day it moves to."""
        last = day + timedelta(days=count)
        return last if self.moves_to is None else self.moves_to.next_business_day(last)


def measure_of(unit: TermUnit, calendar: Calendar) -> Measure:
    """How a term in that unit is counted; only months and years move to a business day."""
    if unit is TermUnit.BUSINESS_DAYS:
        return BusinessDays(calendar)
    return CalendarDays(None if unit is TermUnit.CALENDAR_DAYS else calendar)


def length(start: date, term: Term) -> int:
    """How many days of its measure a term from `start` has; months and years run date to date."""
    if term.unit in {TermUnit.BUSINESS_DAYS, TermUnit.CALENDAR_DAYS}:
        return term.amount
    return (add_term(start, term) - start).days


def last_day(
    start: date,
    count: int,
    suspensions: Sequence[Suspension],
    measure: Measure,
    *,
    spare_day: bool = True,
) -> date | None:
    """Last day of a count that stands still during suspensions; None while one lasts.

    What was over before a suspension began stays where it was. A term that was suspended on its very
    last day has nothing left; it ends on the first day that counts again, so that whoever has to act
    has a day to do it.

    Args:
        start: the day that does not count.
        count: days of the measure.
        suspensions: in order of time; those over by `start` do nothing.
        measure: how days are counted.
        spare_day: whether a suspension on the last day moves it; alerts have gone off by then.
    """
    cursor = start
    for suspension in suspensions:
        if suspension.ends_on is not None and suspension.ends_on <= cursor:
            continue
        end = measure.after(cursor, count)
        if end < suspension.eve or (end == suspension.eve and not spare_day):
            return end
        if suspension.ends_on is None:
            return None
        count = max(count - measure.between(cursor, suspension.eve), 1)
        cursor = suspension.ends_on
    return measure.after(cursor, count)

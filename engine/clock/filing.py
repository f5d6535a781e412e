"""On which legal day something was filed, whether in time, and what a failure of the sede changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.clock.calendar import Calendar, legal_day
from engine.clock.errors import MomentWithoutZone
from engine.clock.rules import NATIONAL, RuleBook
from engine.clock.term import due


def legal_filed_on(received_at: datetime, calendar: Calendar) -> date:
    """The day of receipt in legal time, or the next business day.

    Args:
        received_at: aware moment of receipt.
        calendar: business days of the entity.

    Raises:
        MomentWithoutZone: the moment has no time zone.

    Source: CPACA (Ley 1437 de 2011), art. 54; legal time of the INM.
    """
    return calendar.next_business_day(legal_day(received_at))


def is_in_time(received_at: datetime, last_day: date) -> bool:
    """Whether what came in was in time: until before 24:00 of the last day, business day or not.

    Args:
        received_at: aware moment of receipt, not the legal day of filing, which may be later.
        last_day: of the term.

    Raises:
        MomentWithoutZone: the moment has no time zone.

    Source: CPACA, art. 54; inventory B.2 (5).
    """
    return legal_day(received_at) <= last_day


@dataclass(frozen=True)
class Outage:
    """Time in which the sede electrónica could not receive, as its certificate says.

    Attributes:
        began_at: aware moment.
        ended_at: aware moment, not earlier.

    Raises:
        MomentWithoutZone: a moment has no time zone.
        ValueError: it ends before it begins.

    Source: CPACA, art. 62; inventory B.2 (6).
    """

    began_at: datetime
    ended_at: datetime

    def __post_init__(self) -> None:
        for moment in (self.began_at, self.ended_at):
            if moment.tzinfo is None:
                raise MomentWithoutZone(moment.isoformat())
        if self.ended_at < self.began_at:
            raise ValueError("an outage ends before it begins")


def due_after_outages(
    start: date,
    last_day: date,
    outages: Iterable[Outage],
    calendar: Calendar,
    book: RuleBook = NATIONAL,
) -> date:
    """Until when a person may still file, if the sede failed during their term.

    Whoever could not file may insist within the business days that follow the failure; the term never
    gets shorter, and a failure in the days that were added adds again.

    Args:
        start: day of notice; it does not count.
        last_day: of the person's term; terms of the entity are not extended.
        outages: certified failures, in any order.
        calendar: business days of the entity.
        book: rules, for TRM-FAL.

    Raises:
        CalendarTooShort: the calendar has no such year.
        RuleUnknown: no rule was in force at a failure.

    Source: CPACA, art. 62, num. 3; inventory B.2 (6).
    """
    for outage in sorted(outages, key=lambda one: one.began_at):
        ended_on = legal_day(outage.ended_at)
        if ended_on > start and legal_day(outage.began_at) <= last_day:
            insist = due(ended_on, book.term("TRM-FAL", ended_on), calendar)
            last_day = max(last_day, insist)
    return last_day

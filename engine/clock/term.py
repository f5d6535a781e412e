"""Legal terms: so many business days, calendar days, months or years, and when they are over."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from enum import StrEnum

from engine.clock.calendar import BOGOTA, Calendar
from engine.clock.errors import CalendarTooShort, TermUnreadable

_TERM = re.compile(r"(\d{1,4})\s*(DH|D|M|A)", re.IGNORECASE)


class TermUnit(StrEnum):
    """In what a term is counted.

    Source: Ley 4 de 1913, arts. 59 and 62; inventory B.2.
    """

    BUSINESS_DAYS = "DH"
    CALENDAR_DAYS = "D"
    MONTHS = "M"
    YEARS = "A"


_WORDS = {
    TermUnit.BUSINESS_DAYS: ("día hábil", "días hábiles"),
    TermUnit.CALENDAR_DAYS: ("día calendario", "días calendario"),
    TermUnit.MONTHS: ("mes", "meses"),
    TermUnit.YEARS: ("año", "años"),
}


@dataclass(frozen=True)
class Term:
    """A length of legal time.

    Raises:
        TermUnreadable: the amount is negative.
    """

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise TermUnreadable(self.code)

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read `15 DH` (business days), `10 D`, `1 M` or `2 A`.

        Raises:
            TermUnreadable: the text is none of these.
        """
        match = _TERM.fullmatch(text.strip())
        if match is None:
            raise TermUnreadable(text)
        return cls(int(match[1]), TermUnit(match[2].upper()))

    @property
    def code(self) -> str:
        """The term as `parse` reads it, for example `15 DH`."""
        return f"{self.amount} {self.unit.value}"

    @property
    def text(self) -> str:
        """The term in words, in Spanish."""
        one, many = _WORDS[self.unit]
        return f"{self.amount} {one if self.amount == 1 else many}"


def add_term(day: date, term: Term) -> date:
    """The same day of a later month or year, or so many calendar days later; no business days here.

    A month without that day gives its last day.

    Raises:
        CalendarTooShort: there is no such year.
        TermUnreadable: the term is in business days, which need a calendar.

    Source: Ley 4 de 1913, art. 59; inventory B.2 (2).
    """
    if term.unit is TermUnit.CALENDAR_DAYS:
        return day + timedelta(days=term.amount)
    if term.unit is TermUnit.BUSINESS_DAYS:
        raise TermUnreadable(term.text)
    months = term.amount * (12 if term.unit is TermUnit.YEARS else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        raise CalendarTooShort(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(start: date, term: Term, calendar: Calendar) -> date:
    """Last day of a term that starts the day after `start`.

    Terms in days are business days unless the norm says calendar days; months and years run from date
    to date, and a last day that is no business day moves to the next one. Calendar days do not move,
    since the law moves only months and years.

    Args:
        start: day of notice or filing, in the entity's time zone.
        term: how long.
        calendar: business days of the entity.

    Raises:
        CalendarTooShort: the calendar has no year that the term reaches.

    Source: Ley 4 de 1913, arts. 59 and 62; Ley 1564 de 2012, art. 118.
    """
    if term.unit is TermUnit.BUSINESS_DAYS:
        return calendar.add_business_days(start, term.amount)
    if term.unit is TermUnit.CALENDAR_DAYS:
        return add_term(start, term)
    return calendar.next_business_day(add_term(start, term))


def fires_at(last_day: date) -> datetime:
    """The first moment after a day is over in Bogotá: 00:00 of the next day, aware.

    A term ends at midnight of its last day, so a timer that waits for it fires then.

    Source: Ley 4 de 1913, art. 60; inventory B.2 (5) and (7).
    """
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=BOGOTA)

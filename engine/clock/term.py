"""Legal terms: so many business days, calendar days, months or years, and when they are over."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.clock.calendar import Calendar

_TERM = re.compile(r"(\d{1,4})\s*(DH|D|M|A)", re.IGNORECASE)


class TermUnreadable(ValueError):
    """The text is no term.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "term-unreadable"


class TermUnit(StrEnum):
    """In what a term is counted."""

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
    """A length of legal time."""

    amount: int
    unit: TermUnit

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
    def text(self) -> str:
        """The term in words, in Spanish."""
        one, many = _WORDS[self.unit]
        return f"{self.amount} {one if self.amount == 1 else many}"


def add_term(day: date, term: Term) -> date:
    """The same day of a later month or year, or so many calendar days later; no business days here.

    A month without that day gives its last day.

    Raises:
        TermUnreadable: the term is in business days, which need a calendar.
    """
    if term.unit is TermUnit.CALENDAR_DAYS:
        return day + timedelta(days=term.amount)
    if term.unit is TermUnit.BUSINESS_DAYS:
        raise TermUnreadable(term.text)
    months = term.amount * (12 if term.unit is TermUnit.YEARS else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(start: date, term: Term, calendar: Calendar) -> date:
    """Last day of a term that starts the day after `start`.

    Terms in days are business days unless the norm says calendar days; months and years run from date
    to date, and a last day that is no business day moves to the next one.

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

"""Which days are business days: weekdays that are no national holiday and no local closure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BOGOTA = ZoneInfo("America/Bogota")
_FIRST_YEAR, _LAST_YEAR = 1984, 2100
_DAY = timedelta(days=1)
_SATURDAY = 5
# The library lists this day since 2026; inventory B.4 does not, and the law that would create it is
# unverified. An entity that keeps it adds the day to its closures.
_UNCONFIRMED = "Chiquinquirá"


class CalendarTooShort(Exception):
    """The calendar does not reach the year that is asked.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "calendar-too-short"


@cache
def national_holidays(year: int) -> frozenset[date]:
    """Colombia's holidays of a year.

    Raises:
        CalendarTooShort: the rule is not known for that year.

    Source: Ley 51 de 1983; Código Sustantivo del Trabajo, art. 177.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarTooShort(year)
    listed = holidays.country_holidays("CO", years=year, language="es")
    return frozenset(day for day, name in listed.items() if _UNCONFIRMED not in name)


@dataclass(frozen=True)
class Calendar:
    """Business days of one entity.

    Attributes:
        closures: days on which the entity does not work, besides the nation's.
    """

    closures: frozenset[date] = field(default_factory=frozenset)

    def is_business_day(self, day: date) -> bool:
        """Whether the entity works on that day.

        Source: Ley 4 de 1913, art. 62.
        """
        weekend = day.weekday() >= _SATURDAY
        return not weekend and day not in self.closures and day not in national_holidays(day.year)

    def next_business_day(self, day: date) -> date:
        """The day itself if it is a business day, or the first one after it."""
        while not self.is_business_day(day):
            day += _DAY
        return day

    def add_business_days(self, day: date, count: int) -> date:
        """The day on which `count` business days after `day` are over; `day` does not count."""
        for _ in range(count):
            day = self.next_business_day(day + _DAY)
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """Business days after `start`, up to and with `end`."""
        count, day = 0, start
        while day < end:
            day += _DAY
            count += self.is_business_day(day)
        return count

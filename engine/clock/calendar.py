"""Which days are business days: weekdays that are no national holiday and no local closure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

from engine.clock.errors import CalendarTooShort, MomentWithoutZone

BOGOTA = ZoneInfo("America/Bogota")
_FIRST_YEAR, _LAST_YEAR = 1984, 2100
_DAY = timedelta(days=1)
_SATURDAY = 5
# The library lists this day since 2026 (it is said to come from Ley 2578 de 2026, art. 6); inventory
# B.4 does not. Until the inventory takes it in, an entity that keeps it adds
# `unconfirmed_holidays(year)` to its closures.
_UNCONFIRMED = "Chiquinquirá"


def legal_day(moment: datetime) -> date:
    """The day of a moment in the legal time of Colombia (UTC−5, no summer time).

    Raises:
        MomentWithoutZone: the moment is not aware.

    Source: inventory B.2 (7); legal time of the INM.
    """
    if moment.tzinfo is None:
        raise MomentWithoutZone(moment.isoformat())
    return moment.astimezone(BOGOTA).date()


@cache
def _listed(year: int, language: str = "es") -> tuple[tuple[date, str], ...]:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarTooShort(year)
    return tuple(holidays.country_holidays("CO", years=year, language=language).items())


@cache
def national_holidays(year: int) -> frozenset[date]:
    """Colombia's holidays of a year.

    Raises:
        CalendarTooShort: the rule is not known for that year.

    Source: Ley 51 de 1983; Código Sustantivo del Trabajo, art. 177; inventory B.4.
    """
    return frozenset(day for day, name in _listed(year) if _UNCONFIRMED not in name)


def holiday_name(day: date, language: str = "es") -> str:
    """Name of a national holiday, in a language of the library (`es`, `en_US`); empty for any other day.

    Raises:
        CalendarTooShort: the rule is not known for that year.
    """
    return dict(_listed(day.year, language))[day] if day in national_holidays(day.year) else ""


@cache
def unconfirmed_holidays(year: int) -> frozenset[date]:
    """Holidays that the library lists and inventory B.4 does not; no calendar has them by itself.

    Raises:
        CalendarTooShort: the rule is not known for that year.
    """
    return frozenset(day for day, _ in _listed(year)) - national_holidays(year)


# A tuple of one year has some 245 days, about 10 kB; bulk reckoning of timers lives on it.
@lru_cache(maxsize=1024)
def _business_days(year: int, closures: frozenset[date]) -> tuple[date, ...]:
    free = national_holidays(year) | closures
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if day.weekday() < _SATURDAY and day not in free)


@dataclass(frozen=True)
class Calendar:
    """Business days of one entity.

    Attributes:
        closures: days on which the entity does not work, besides the nation's.
    """

    closures: frozenset[date] = field(default_factory=frozenset)

    def is_business_day(self, day: date) -> bool:
        """Whether the entity works on that day.

        Raises:
            CalendarTooShort: the calendar has no such year.

        Source: Ley 4 de 1913, art. 62.
        """
        weekend = day.weekday() >= _SATURDAY
        return not weekend and day not in self.closures and day not in national_holidays(day.year)

    def next_business_day(self, day: date) -> date:
        """The day itself if it is a business day, or the first one after it.

        Raises:
            CalendarTooShort: the calendar has no such year.
        """
        while not self.is_business_day(day):
            day += _DAY
        return day

    def add_business_days(self, day: date, count: int) -> date:
        """The day on which `count` business days after `day` are over; `day` does not count.

        Args:
            day: where counting starts; with a count of 0 it is the answer.
            count: business days, not negative.

        Raises:
            CalendarTooShort: the count goes past the last year.
            ValueError: the count is negative.
        """
        _not_negative(count)
        if count == 0:
            return day
        year, days = day.year, self._year(day.year)
        place = bisect_right(days, day) + count - 1
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._year(year)
        return days[place]

    def subtract_business_days(self, day: date, count: int) -> date:
        """The last day from which `count` business days remain up to `day`.

        Args:
            day: where counting back starts; with a count of 0 it is the answer.
            count: business days, not negative.

        Raises:
            CalendarTooShort: the count goes before the first year.
            ValueError: the count is negative.
        """
        _not_negative(count)
        if count == 0:
            return day
        year, days = day.year, self._year(day.year)
        place = bisect_left(days, day) - count
        while place < 0:
            year -= 1
            days = self._year(year)
            place += len(days)
        return days[place]

    def business_days_between(self, start: date, end: date) -> int:
        """Business days after `start`, up to and with `end`; 0 if `end` is not later.

        Raises:
            CalendarTooShort: the calendar has no such year.
        """
        if end <= start:
            return 0
        before = bisect_right(self._year(start.year), start)
        whole = sum(len(self._year(year)) for year in range(start.year, end.year))
        return whole + bisect_right(self._year(end.year), end) - before

    def _year(self, year: int) -> tuple[date, ...]:
        return _business_days(year, self.closures)


def _not_negative(count: int) -> None:
    if count < 0:
        raise ValueError(f"a count of business days is not negative: {count}")

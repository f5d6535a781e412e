"""Temporal values and how they are made. Source: DMN 1.5, 10.3.2.3.

Python's `date`, `time` and `datetime` hold what they can; years outside 1 to 9999 and fractions below a
microsecond are held by `FarDate`, `FineTime` and `FarDateTime`. A value has only one of the two forms.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
MAX_YEAR = 999_999_999
# Offsets reach 18 hours, as in java.time, which the test kit follows; XML Schema stops at 14.
MAX_OFFSET = timedelta(hours=18)
_EPOCH = date(1970, 1, 1).toordinal()
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, order=True, slots=True)
class DayTimeDuration:
    """A days and time duration, in nanoseconds."""

    nanoseconds: int

    @property
    def span(self) -> timedelta:
        """The same as Python's timedelta, cut to microseconds."""
        return timedelta(microseconds=self.nanoseconds // 1000)


@dataclass(frozen=True, order=True, slots=True)
class YearMonthDuration:
    """A years and months duration, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class FarDate:
    """A date whose year Python's `date` cannot hold."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FineTime:
    """A time of day with a fraction below the microsecond."""

    nanoseconds: int
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class FarDateTime:
    """A date and time of which one part is far or fine."""

    day: date | FarDate
    clock: time | FineTime


Day = date | FarDate
Clock = time | FineTime
Moment = datetime | FarDateTime


def make_date(year: int, month: int, day: int) -> Day:
    """A date of the proleptic Gregorian calendar.

    Raises:
        ValueError: there is no such day.
    """
    if 1 <= year <= 9999:
        return date(year, month, day)
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):
        raise ValueError
    return FarDate(year, month, day)


def month_days(year: int, month: int) -> int:
    """How many days a month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else _MONTH_DAYS[month - 1]


def make_time(nanoseconds: int, zone: tzinfo | None) -> Clock:
    """A time of day, from nanoseconds since midnight.

    Raises:
        ValueError: more than a day.
    """
    if not 0 <= nanoseconds < DAY:
        raise ValueError
    micro, fine = divmod(nanoseconds, 1000)
    if fine:
        return FineTime(nanoseconds, zone)
    seconds, micro = divmod(micro, 1_000_000)
    minutes, second = divmod(seconds, 60)
    return time(minutes // 60, minutes % 60, second, micro, tzinfo=zone)


def combine(day: Day, clock: Clock) -> Moment:
    """A date and time of its two parts."""
    if isinstance(day, date) and isinstance(clock, time):
        return datetime.combine(day, clock)
    return FarDateTime(day, clock)


def day_of(moment: Moment) -> Day:
    """The date of a date and time."""
    return moment.date() if isinstance(moment, datetime) else moment.day


def clock_of(moment: Moment) -> Clock:
    """The time of a date and time, with its zone."""
    return moment.timetz() if isinstance(moment, datetime) else moment.clock


def nanoseconds_of(clock: Clock) -> int:
    """Nanoseconds since midnight."""
    if isinstance(clock, FineTime):
        return clock.nanoseconds
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * SECOND + clock.microsecond * 1000


def zone_of(value: Clock | Moment) -> tzinfo | None:
    """The zone of a time or of a date and time."""
    if isinstance(value, FineTime):
        return value.zone
    return zone_of(value.clock) if isinstance(value, FarDateTime) else value.tzinfo


def midnight(zone: tzinfo | None = None) -> time:
    """The first moment of a day."""
    return time(tzinfo=zone)


def fixed_zone(offset: timedelta) -> tzinfo:
    """A zone of a fixed offset.

    Raises:
        ValueError: the offset is too large.
    """
    if abs(offset) > MAX_OFFSET:
        raise ValueError
    return timezone(offset)


def offset_of(value: Clock | Moment) -> int | None:
    """Nanoseconds ahead of UTC; None for a local value.

    The offset of a time with a named zone is that of 1 January 2000: the zone alone has none.
    """
    zone = zone_of(value)
    if zone is None:
        return None
    if isinstance(value, time | FineTime):
        moment = datetime(2000, 1, 1, tzinfo=zone)
    elif isinstance(value, datetime):
        moment = value
    else:
        day, seconds = value.day, nanoseconds_of(value.clock) // SECOND
        year = day.year if isinstance(day, date) else (1 if day.year < 1 else 9996)
        moment = datetime(year, day.month, min(day.day, 28), seconds // 3600, tzinfo=zone)
    return _nanoseconds(moment.utcoffset() or timedelta())


def _nanoseconds(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds * 1000


def is_named(zone: tzinfo | None) -> bool:
    """Whether a zone is one of the tz database."""
    return isinstance(zone, ZoneInfo)


def day_number(day: Day) -> int:
    """Days since 1970-01-01."""
    if isinstance(day, date):
        return day.toordinal() - _EPOCH
    # The calendar repeats every 400 years, which have 146,097 days.
    cycles, year = divmod(day.year - 1, 400)
    return cycles * 146_097 + date(year + 1, day.month, day.day).toordinal() - _EPOCH


def day_numbered(number: int) -> Day:
    """The inverse of `day_number`.

    Raises:
        ValueError: the year has more than nine digits.
    """
    cycles, rest = divmod(number + _EPOCH - 1, 146_097)
    near = date.fromordinal(rest + 1)
    return make_date(near.year + cycles * 400, near.month, near.day)

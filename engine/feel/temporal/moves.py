"""Order, difference and movement of temporal values. Source: DMN 1.5, 10.3.2.3.

Times are compared by whole seconds, as the specification's value functions do; differences keep fractions.
"""

from datetime import date, datetime, time, timedelta

from engine.feel.temporal.text import MIDNIGHT_UTC
from engine.feel.temporal.values import (
    DAY,
    SECOND,
    Clock,
    Day,
    DayTimeDuration,
    FarDate,
    FarDateTime,
    FineTime,
    Moment,
    YearMonthDuration,
    clock_of,
    combine,
    day_number,
    day_numbered,
    day_of,
    is_named,
    make_date,
    make_time,
    month_days,
    nanoseconds_of,
    offset_of,
    zone_of,
)

_FAR_MONTHS = 12 * 2_000_000_000


def instant(value: Clock | Moment) -> int:
    """Nanoseconds since the epoch (or midnight), in UTC when the value has a zone."""
    offset = offset_of(value) or 0
    if isinstance(value, time | FineTime):
        return nanoseconds_of(value) - offset
    return day_number(day_of(value)) * DAY + nanoseconds_of(clock_of(value)) - offset


def difference_in_seconds(left: Clock | Moment, right: Clock | Moment) -> int | None:
    """Whole seconds from right to left; None when only one of them is local."""
    if (zone_of(left) is None) != (zone_of(right) is None):
        return None
    return instant(left) // SECOND - instant(right) // SECOND


def subtract(left: Day | Clock | Moment, right: Day | Clock | Moment) -> DayTimeDuration | None:
    """The duration between two values of one kind; a date counts as its midnight in UTC."""
    if isinstance(left, time | FineTime) or isinstance(right, time | FineTime):
        if not (isinstance(left, time | FineTime) and isinstance(right, time | FineTime)):
            return None
        a: Clock | Moment = left
        b: Clock | Moment = right
    else:
        both_days = is_day(left) and is_day(right)
        a = as_moment(left, utc=not both_days)
        b = as_moment(right, utc=not both_days)
    if (zone_of(a) is None) != (zone_of(b) is None):
        return None
    return DayTimeDuration(instant(a) - instant(b))


def is_day(value: object) -> bool:
    """Whether a value is a date without a time."""
    return isinstance(value, date | FarDate) and not isinstance(value, datetime)


def as_moment(value: Day | Moment, *, utc: bool) -> Moment:
    """A date as its midnight; a date and time as it is."""
    if isinstance(value, datetime | FarDateTime):
        return value
    return combine(value, MIDNIGHT_UTC if utc else time())


def add_months(value: Day | Moment, span: YearMonthDuration) -> Day | Moment:
    """The same day of another month, or its last day.

    Raises:
        ValueError: the year has more than nine digits.
    """
    if isinstance(value, datetime | FarDateTime):
        return combine(_shifted(day_of(value), span.months), clock_of(value))
    return _shifted(value, span.months)


def _shifted(day: Day, months: int) -> Day:
    if abs(months) > _FAR_MONTHS:
        raise ValueError
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_date(year, month + 1, min(day.day, month_days(year, month + 1)))


def add_time(value: Day | Clock | Moment, span: DayTimeDuration) -> Day | Clock | Moment:
    """A value moved by a duration: a date from its midnight, a time round the clock.

    Raises:
        ValueError: the year has more than nine digits.
    """
    if isinstance(value, time | FineTime):
        return make_time((nanoseconds_of(value) + span.nanoseconds) % DAY, zone_of(value))
    if isinstance(value, datetime | FarDateTime):
        return _add_to_moment(value, span.nanoseconds)
    return day_numbered(day_number(value) + span.nanoseconds // DAY)


def _add_to_moment(value: Moment, nanoseconds: int) -> Moment:
    zone = zone_of(value)
    if isinstance(value, datetime) and is_named(zone):
        # Along the line of time, not along the wall clock, which jumps twice a year.
        try:
            utc = value.astimezone(MIDNIGHT_UTC.tzinfo) + timedelta(
                microseconds=nanoseconds // 1000
            )
            return utc.astimezone(zone)
        except OverflowError as error:
            raise ValueError from error
    number, clock = divmod(
        day_number(day_of(value)) * DAY + nanoseconds_of(clock_of(value)) + nanoseconds, DAY
    )
    return combine(day_numbered(number), make_time(clock, zone))


def months_between(start: Day | Moment, end: Day | Moment) -> YearMonthDuration:
    """Whole months from start to end. Source: DMN 1.5, 10.3.4 (years and months duration)."""
    left, right = _parts(start), _parts(end)
    months = (right[0] - left[0]) * 12 + right[1] - left[1]
    if months > 0 and right[2:] < left[2:]:
        months -= 1
    if months < 0 and right[2:] > left[2:]:
        months += 1
    return YearMonthDuration(months)


def _parts(value: Day | Moment) -> tuple[int, int, int, int]:
    if isinstance(value, datetime | FarDateTime):
        day, clock = day_of(value), nanoseconds_of(clock_of(value))
    else:
        day, clock = value, 0
    return day.year, day.month, day.day, clock

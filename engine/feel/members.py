"""Properties of values, after a dot. Nothing of Python is reachable.

Source: DMN 1.5, 10.3.2 (properties of dates, times, durations and ranges).
"""

from datetime import date, datetime, time
from decimal import Decimal

from engine.feel.frame import Run
from engine.feel.temporal.values import (
    SECOND,
    Clock,
    Day,
    FarDate,
    FarDateTime,
    FineTime,
    Moment,
    clock_of,
    day_number,
    day_of,
    is_named,
    nanoseconds_of,
    offset_of,
    zone_of,
)
from engine.feel.types import (
    ANY,
    BOOLEAN,
    DAY_TIME,
    NUMBER,
    STRING,
    Type,
)
from engine.feel.values import DayTimeDuration, Range, Value, YearMonthDuration, kind_of

_DAY = {"year": NUMBER, "month": NUMBER, "day": NUMBER, "weekday": NUMBER}
_CLOCK = {
    "hour": NUMBER, "minute": NUMBER, "second": NUMBER, "time offset": DAY_TIME, "timezone": STRING,
}  # fmt: skip
PROPERTIES: dict[str, dict[str, Type]] = {
    "date": _DAY,
    "time": _CLOCK,
    "date and time": {**_DAY, **_CLOCK},
    "days and time duration": dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    "years and months duration": {"years": NUMBER, "months": NUMBER},
    "range": {"start": ANY, "end": ANY, "start included": BOOLEAN, "end included": BOOLEAN},
}


def member(run: Run, value: Value, name: str) -> Value:
    """The named property; null, with the problem, when there is none."""
    if value is None:
        return None
    if isinstance(value, dict):
        if name not in value:
            run.problem("unknown-entry", name)
        return value.get(name)
    if name not in PROPERTIES.get(kind_of(value), ()):
        run.problem("unknown-property", f"{kind_of(value)}.{name}")
        return None
    return _property(value, name)


def _property(value: Value, name: str) -> Value:
    if isinstance(value, datetime | FarDateTime):
        return _of_day(day_of(value), name) if name in _DAY else _of_clock(value, name)
    if isinstance(value, date | FarDate):
        return _of_day(value, name)
    if isinstance(value, time | FineTime):
        return _of_clock(value, name)
    if isinstance(value, DayTimeDuration):
        return _of_span(value.nanoseconds, name)
    if isinstance(value, YearMonthDuration):
        whole, rest = divmod(abs(value.months), 12)
        return _signed(value.months, whole if name == "years" else rest)
    return _of_range(value, name)


def _of_day(day: Day, name: str) -> Decimal:
    if name == "weekday":
        return Decimal((day_number(day) + 3) % 7 + 1)
    return Decimal({"year": day.year, "month": day.month, "day": day.day}[name])


def _of_clock(value: Clock | Moment, name: str) -> Value:
    if name == "time offset":
        offset = offset_of(value)
        return None if offset is None else DayTimeDuration(offset)
    if name == "timezone":
        zone = zone_of(value)
        return str(zone) if is_named(zone) else None
    clock = clock_of(value) if isinstance(value, datetime | FarDateTime) else value
    seconds = nanoseconds_of(clock) // SECOND
    parts = {"hour": seconds // 3600, "minute": seconds // 60 % 60, "second": seconds % 60}
    return Decimal(parts[name])


def _of_span(nanoseconds: int, name: str) -> Decimal:
    seconds = abs(nanoseconds) // SECOND
    parts = {
        "days": seconds // 86400,
        "hours": seconds % 86400 // 3600,
        "minutes": seconds % 3600 // 60,
        "seconds": seconds % 60,
    }
    return _signed(nanoseconds, parts[name])


def _signed(whole: int, part: int) -> Decimal:
    return Decimal(-part if whole < 0 else part)


def _of_range(value: Range, name: str) -> Value:
    return {
        "start": value.start,
        "end": value.end,
        "start included": value.start_included,
        "end included": value.end_included,
    }[name]

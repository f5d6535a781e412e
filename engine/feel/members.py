"""Properties of values, after a dot. Source: DMN 1.5, table 53. Nothing of Python is reachable."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel.frame import Run
from engine.feel.operators import kind_of
from engine.feel.values import DayTimeDuration, Range, Value, YearMonthDuration


def member(run: Run, value: Value, name: str) -> Value:
    """The named property; null, with the problem, when there is none."""
    if value is None:
        return None
    if isinstance(value, dict):
        if name not in value:
            run.problem("unknown-entry", name)
        return value.get(name)
    found = _property(value, name)
    if found is NotImplemented:
        run.problem("unknown-property", f"{kind_of(value)}.{name}")
        return None
    return found


def _property(value: Value, name: str) -> Value:
    if isinstance(value, date):
        day = {
            "year": value.year,
            "month": value.month,
            "day": value.day,
            "weekday": value.isoweekday(),
        }
        if name in day:
            return Decimal(day[name])
    if isinstance(value, datetime | time):
        return _clock(value, name)
    if isinstance(value, DayTimeDuration):
        return _span(value, name)
    if isinstance(value, YearMonthDuration):
        return _months(value.months, name)
    if isinstance(value, Range):
        ends = {
            "start": value.start,
            "end": value.end,
            "start included": value.start_included,
            "end included": value.end_included,
        }
        return ends.get(name, NotImplemented)
    return NotImplemented


def _clock(value: datetime | time, name: str) -> Value:
    parts = {"hour": value.hour, "minute": value.minute, "second": value.second}
    if name in parts:
        return Decimal(parts[name])
    offset = value.utcoffset()
    if name == "time offset":
        return None if offset is None else DayTimeDuration(offset // timedelta(microseconds=1))
    if name == "timezone":
        return getattr(value.tzinfo, "key", None)
    return NotImplemented


def _span(value: DayTimeDuration, name: str) -> Value:
    sign = -1 if value.microseconds < 0 else 1
    seconds = abs(value.microseconds) // 1_000_000
    parts = {
        "days": seconds // 86400,
        "hours": seconds % 86400 // 3600,
        "minutes": seconds % 3600 // 60,
        "seconds": seconds % 60,
    }
    return Decimal(sign * parts[name]) if name in parts else NotImplemented


def _months(months: int, name: str) -> Value:
    sign = -1 if months < 0 else 1
    parts = {"years": abs(months) // 12, "months": abs(months) % 12}
    return Decimal(sign * parts[name]) if name in parts else NotImplemented

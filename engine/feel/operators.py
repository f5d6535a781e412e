"""Comparison and arithmetic with null for what does not fit. Source: DMN 1.5, 10.3.2.4 to 10.3.2.13."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.frame import Run
from engine.feel.values import (
    NUMBERS,
    DayTimeDuration,
    FeelFunction,
    Range,
    Value,
    YearMonthDuration,
)

_DAY = timedelta(days=1)


def kind_of(value: Value) -> str:
    """FEEL's name of the value's type."""
    for kind, python in _KINDS:
        if isinstance(value, python):
            return kind
    return "Null"


_KINDS: tuple[tuple[str, Any], ...] = (
    ("boolean", bool),
    ("number", Decimal),
    ("string", str),
    ("date and time", datetime),
    ("date", date),
    ("time", time),
    ("days and time duration", DayTimeDuration),
    ("years and months duration", YearMonthDuration),
    ("list", list),
    ("context", dict),
    ("range", Range),
    ("function", FeelFunction),
)


def equal(left: Value, right: Value) -> bool | None:
    """Equality; None when the types differ."""
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return None
    if isinstance(left, list):
        return len(left) == len(right) and all(
            equal(a, b) is True for a, b in zip(left, right, strict=True)
        )
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(
            equal(value, right[key]) is True for key, value in left.items()
        )
    if isinstance(left, datetime | time) and _mixed(left, right):
        return False
    return bool(left == right)


def _mixed(left: Any, right: Any) -> bool:
    return (left.tzinfo is None) != (right.tzinfo is None)


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1; None when the values have no order."""
    if left is None or right is None or kind_of(left) != kind_of(right):
        return None
    if isinstance(left, bool | list | dict | Range | FeelFunction):
        return None
    if isinstance(left, datetime | time) and _mixed(left, right):
        return None
    if isinstance(left, Decimal) and not (left.is_finite() and right.is_finite()):
        return None
    return int(left > right) - int(left < right)


def compare(sign: str, left: Value, right: Value) -> bool | None:
    """A comparison with one of FEEL's six signs."""
    if sign in ("=", "!="):
        same = equal(left, right)
        return same if sign == "=" or same is None else not same
    place = order(left, right)
    if place is None:
        return None
    return {"<": place < 0, "<=": place <= 0, ">": place > 0, ">=": place >= 0}[sign]


def within(value: Value, interval: Range) -> bool | None:
    """Whether the value lies in the range."""
    low = (
        True
        if interval.start is None
        else compare(">=" if interval.start_included else ">", value, interval.start)
    )
    high = (
        True
        if interval.end is None
        else compare("<=" if interval.end_included else "<", value, interval.end)
    )
    return None if low is None or high is None else low and high


def arithmetic(run: Run, sign: str, left: Value, right: Value) -> Value:
    """One of + - * / **; null, with the problem, for what does not fit."""
    if left is None or right is None:
        return None
    try:
        result = _arithmetic(run, sign, left, right)
    except (DecimalException, OverflowError, ValueError, ZeroDivisionError):
        run.problem("arithmetic", f"{kind_of(left)} {sign} {kind_of(right)}")
        return None
    if result is NotImplemented:
        run.problem("operand-types", f"{kind_of(left)} {sign} {kind_of(right)}")
        return None
    if isinstance(result, Decimal) and not result.is_finite():
        run.problem("arithmetic", f"{sign}")
        return None
    return run.bounded(result)


def _arithmetic(run: Run, sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numbers(sign, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return run.bounded(left + right) if sign == "+" else NotImplemented
    durations = _durations(sign, left, right)
    if durations is not NotImplemented:
        return durations
    if sign == "+":
        moved = shift(left, right)
        return moved if moved is not NotImplemented else shift(right, left)
    if sign == "-":
        back = _negative(right)
        return shift(left, back) if back is not None else _difference(left, right)
    return NotImplemented


def _numbers(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return NUMBERS.add(left, right)
    if sign == "-":
        return NUMBERS.subtract(left, right)
    if sign == "*":
        return NUMBERS.multiply(left, right)
    if sign == "/":
        return NUMBERS.divide(left, right)
    if abs(right) > 10_000:
        raise OverflowError
    return NUMBERS.power(left, right)


def _durations(sign: str, left: Value, right: Value) -> Value:
    for kind, field in ((DayTimeDuration, "microseconds"), (YearMonthDuration, "months")):
        if isinstance(left, kind) and isinstance(right, kind):
            a, b = getattr(left, field), getattr(right, field)
            if sign in "+-":
                return kind(a + b if sign == "+" else a - b)
            return NUMBERS.divide(Decimal(a), Decimal(b)) if sign == "/" else NotImplemented
        if isinstance(left, kind) and isinstance(right, Decimal) and sign in "*/":
            amount = Decimal(getattr(left, field))
            scaled = amount * right if sign == "*" else amount / right
            return kind(int(scaled))
        if isinstance(right, kind) and isinstance(left, Decimal) and sign == "*":
            return kind(int(Decimal(getattr(right, field)) * left))
    return NotImplemented


def _negative(value: Value) -> Value:
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(-value.microseconds)
    return YearMonthDuration(-value.months) if isinstance(value, YearMonthDuration) else None


def shift(moment: Value, span: Value) -> Value:
    """A temporal value moved by a duration, or NotImplemented."""
    if isinstance(span, YearMonthDuration) and isinstance(moment, date):
        count = moment.year * 12 + moment.month - 1 + span.months
        year, month = divmod(count, 12)
        last = monthrange(year, month + 1)[1]
        return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    if isinstance(span, DayTimeDuration):
        if isinstance(moment, datetime):
            return moment + span.span
        if isinstance(moment, date):
            midnight = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
            return (midnight + span.span).date()
        if isinstance(moment, time):
            day = datetime(2000, 1, 2, tzinfo=None)  # noqa: DTZ001
            moved = datetime.combine(day, moment.replace(tzinfo=None)) + span.span
            return moved.time().replace(tzinfo=moment.tzinfo)
    return NotImplemented


def _difference(left: Value, right: Value) -> Value:
    if isinstance(left, date) and isinstance(right, date):
        a, b = _as_moment(left), _as_moment(right)
        if _mixed(a, b):
            return NotImplemented
        return DayTimeDuration((a - b) // timedelta(microseconds=1))
    if isinstance(left, time) and isinstance(right, time) and not _mixed(left, right):
        day = date(2000, 1, 1)
        span = datetime.combine(day, left) - datetime.combine(day, right)
        return DayTimeDuration(span // timedelta(microseconds=1))
    return NotImplemented


def _as_moment(value: date) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001


def conjunction(values: list[Value]) -> bool | None:
    """Three-valued and (DMN 1.5, table 50): false wins, then null."""
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


def disjunction(values: list[Value]) -> bool | None:
    """Three-valued or (DMN 1.5, table 50): true wins, then null."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None

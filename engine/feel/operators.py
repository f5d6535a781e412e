"""Comparison, arithmetic and logic, with null for what does not fit. Source: DMN 1.5, 10.3.2."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Run
from engine.feel.temporal import moves
from engine.feel.temporal.values import FarDate, FarDateTime, FineTime, day_number
from engine.feel.values import (
    NUMBERS,
    DayTimeDuration,
    FeelFunction,
    Range,
    Value,
    YearMonthDuration,
    kind_of,
)

_ORDERED = (bool, list, dict, Range, FeelFunction)
_DAYS = (date, FarDate)
_MOMENTS = (datetime, FarDateTime)
_CLOCKS = (time, FineTime)
_MOST_COMPARISONS = 200_000


def equal(left: Value, right: Value, run: Run | None = None) -> bool | None:
    """Equality; None when the types differ.

    Raises:
        FeelLimitExceeded: the values are too large to compare.
    """
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    if kind in ("number", "string", "boolean"):
        return bool(left == right)
    return _deeply_equal(left, right, run or Run())


def _deeply_equal(left: Value, right: Value, run: Run) -> bool | None:
    waiting = [(left, right)]
    done = 0
    while waiting:
        a, b = waiting.pop()
        if a is b:
            continue
        done += 1
        if done % 16 == 0:
            run.spend()
        if done > _MOST_COMPARISONS:
            raise FeelLimitExceeded("steps")
        if isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                return False
            waiting.extend(zip(a, b, strict=True))
        elif isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                return False
            waiting.extend((value, b[key]) for key, value in a.items())
        elif not _plainly_equal(a, b):
            return False
    return True


def _plainly_equal(left: Value, right: Value) -> bool:
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, Range):
        return (left.sign, left.start_included, left.end_included) == (
            right.sign, right.start_included, right.end_included,
        ) and _plainly_equal(left.start, right.start) and _plainly_equal(left.end, right.end)  # fmt: skip
    if isinstance(left, _MOMENTS + _CLOCKS):
        return moves.difference_in_seconds(left, right) == 0
    return bool(left == right)


def is_same(left: Value, right: Value, run: Run) -> bool:
    """Whether two values are of one kind and the same in every property. Source: DMN 1.5, 10.3.4 (`is`)."""
    if isinstance(left, _MOMENTS + _CLOCKS):
        return kind_of(left) == kind_of(right) and _same_clock(left, right)
    return left is right if left is None or right is None else equal(left, right, run) is True


def _same_clock(left: Any, right: Any) -> bool:
    # Python's own equality compares instants; "23:00Z" and "00:00+01:00" are one instant, not one value.
    return str(left.tzinfo if isinstance(left, datetime | time) else left) == str(
        right.tzinfo if isinstance(right, datetime | time) else right
    ) and bool(_naive(left) == _naive(right))


def _naive(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime | time) else value


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1; None when the values have no order."""
    if type(left) is Decimal and type(right) is Decimal:
        return (left > right) - (left < right)
    if left is None or right is None or kind_of(left) != kind_of(right):
        return None
    if isinstance(left, _ORDERED):
        return None
    if isinstance(left, _MOMENTS + _CLOCKS):
        seconds = moves.difference_in_seconds(left, right)
        return None if seconds is None else (seconds > 0) - (seconds < 0)
    if isinstance(left, _DAYS):
        left, right = day_number(left), day_number(right)
    return int(left > right) - int(left < right)


def compare(sign: str, left: Value, right: Value, run: Run | None = None) -> bool | None:
    """A comparison with one of FEEL's six signs."""
    if sign in ("=", "!="):
        same = equal(left, right, run)
        return same if sign == "=" or same is None else not same
    place = order(left, right)
    if place is None:
        return None
    return {"<": place < 0, "<=": place <= 0, ">": place > 0, ">=": place >= 0}[sign]


def within(value: Value, interval: Range) -> bool | None:
    """Whether the value lies in the range."""
    if interval.sign:
        return compare(interval.sign, value, interval_point(interval))
    low = compare(">=" if interval.start_included else ">", value, interval.start)
    high = compare("<=" if interval.end_included else "<", value, interval.end)
    return conjunction((low, high))


def interval_point(interval: Range) -> Value:
    """The one value of a range that was written as a comparison."""
    return interval.start if interval.start is not None else interval.end


def arithmetic(run: Run, sign: str, left: Value, right: Value) -> Value:
    """One of + - * / **; null, with the problem, for what does not fit.

    Raises:
        FeelLimitExceeded: the text that is made is too long.
    """
    if left is None or right is None:
        run.problem("null-operand", sign)
        return None
    try:
        result = _arithmetic(run, sign, left, right)
    except (DecimalException, OverflowError, ValueError, ZeroDivisionError):
        run.problem("arithmetic", f"{kind_of(left)} {sign} {kind_of(right)}")
        return None
    if result is None or (isinstance(result, Decimal) and not result.is_finite()):
        run.problem("operand-types", f"{kind_of(left)} {sign} {kind_of(right)}")
        return None
    return result


def _arithmetic(run: Run, sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        if sign == "**" and right != right.to_integral_value():
            run.spend(16)  # A root takes as long as so many steps.
        return _numbers(sign, left, right)
    if isinstance(left, str) and isinstance(right, str):
        if sign != "+":
            return None
        run.room(text=len(left) + len(right))
        return left + right
    if sign in ("*", "/"):
        return _scaled(sign, left, right)
    if isinstance(right, DayTimeDuration | YearMonthDuration) and sign in ("+", "-"):
        return _moved(left, right if sign == "+" else _negative(right))
    if isinstance(left, DayTimeDuration | YearMonthDuration) and sign == "+":
        return _moved(right, left)
    if sign == "-" and isinstance(left, _DAYS + _MOMENTS + _CLOCKS):
        is_temporal = isinstance(right, _DAYS + _MOMENTS + _CLOCKS)
        return moves.subtract(left, right) if is_temporal else None
    return None


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
    return NUMBERS.power(left, right) if left or right else Decimal(1)  # As in IEEE 754: 0 ** 0.


def _scaled(sign: str, left: Value, right: Value) -> Value:
    if isinstance(right, DayTimeDuration | YearMonthDuration):
        if type(left) is type(right) and sign == "/":
            return NUMBERS.divide(Decimal(_amount(left)), Decimal(_amount(right)))
        if isinstance(left, Decimal) and sign == "*":
            left, right = right, left
    if isinstance(left, DayTimeDuration | YearMonthDuration) and isinstance(right, Decimal):
        scaled = _numbers(sign, Decimal(_amount(left)), right)
        return _duration(type(left), scaled)
    return None


def _amount(value: DayTimeDuration | YearMonthDuration) -> int:
    return value.months if isinstance(value, YearMonthDuration) else value.nanoseconds


def _duration(
    kind: type[DayTimeDuration] | type[YearMonthDuration], amount: Decimal
) -> DayTimeDuration | YearMonthDuration:
    if abs(amount) > Decimal(10) ** 30:
        raise OverflowError
    return kind(int(amount))


def _negative(value: DayTimeDuration | YearMonthDuration) -> DayTimeDuration | YearMonthDuration:
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(-value.months)
    return DayTimeDuration(-value.nanoseconds)


def _moved(value: Value, span: DayTimeDuration | YearMonthDuration) -> Value:
    if isinstance(span, YearMonthDuration):
        if isinstance(value, YearMonthDuration):
            return YearMonthDuration(value.months + span.months)
        return moves.add_months(value, span) if isinstance(value, _DAYS + _MOMENTS) else None
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(value.nanoseconds + span.nanoseconds)
    if isinstance(value, _DAYS + _MOMENTS + _CLOCKS):
        return moves.add_time(value, span)
    return None


def negate(run: Run, value: Value) -> Value:
    """The number or duration with the other sign; null, with the problem, for anything else."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, DayTimeDuration | YearMonthDuration):
        return _negative(value)
    run.problem("null-operand" if value is None else "operand-types", f"- {kind_of(value)}")
    return None


def conjunction(values: Iterable[Value]) -> bool | None:
    """Three-valued and (DMN 1.5, 10.3.2): false wins, then null."""
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            found = None
    return found


def disjunction(values: Iterable[Value]) -> bool | None:
    """Three-valued or (DMN 1.5, 10.3.2): true wins, then null."""
    found: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            found = None
    return found

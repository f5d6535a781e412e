"""Numbers. Source: DMN 1.5, 10.3.4 (numeric functions)."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.builtins.table import entry
from engine.feel.frame import Run
from engine.feel.values import NUMBERS, DayTimeDuration, Value, YearMonthDuration

# IEEE 754 decimal128: the scale that the specification allows.
_LEAST_SCALE, _MOST_SCALE = -6111, 6176


def _rounder(mode: str) -> Callable[..., Value]:
    def rounded(_run: Run, number: Decimal, scale: Decimal | None = None) -> Value:
        places = int(scale or 0)
        if not _LEAST_SCALE <= places <= _MOST_SCALE:
            raise ValueError
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= places:
            return number  # It has no digit that could be cut off.
        return NUMBERS.plus(number.quantize(Decimal((0, (1,), -places)), mode, _WIDE))

    return rounded


_WIDE = NUMBERS.copy()
_WIDE.prec = 7000


def _modulo(_run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    if abs(dividend.adjusted() - divisor.adjusted()) > 6000:
        raise ValueError
    rest = _WIDE.remainder(dividend, divisor)
    # The specification's sign is that of the divisor, Python's that of the dividend.
    if rest and (rest < 0) != (divisor < 0):
        rest = _WIDE.add(rest, divisor)
    return NUMBERS.plus(rest)


def _abs(_run: Run, value: Value) -> Value:
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(abs(value.nanoseconds))
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(abs(value.months))
    return NUMBERS.abs(value)


def _finite(value: Decimal) -> Value:
    if not value.is_finite():
        raise ValueError
    return value


def _exp(_run: Run, number: Decimal) -> Value:
    return _finite(number.exp(NUMBERS))


def _ln(_run: Run, number: Decimal) -> Value:
    return _finite(number.ln(NUMBERS))


def _sqrt(_run: Run, number: Decimal) -> Value:
    return number.sqrt(NUMBERS)


def _odd(_run: Run, number: Decimal) -> Value:
    return _whole(number) and not _is_even(number)


def _even(_run: Run, number: Decimal) -> Value:
    return _whole(number) and _is_even(number)


def _whole(number: Decimal) -> bool:
    return bool(number == number.to_integral_value())


def _is_even(number: Decimal) -> bool:
    return number.adjusted() > 40 or int(number) % 2 == 0


_SCALED = "n: number, scale: number"
_MAYBE_SCALED = "n: number; n: number, scale: number"

FUNCTIONS = dict(
    (
        entry("decimal", _SCALED, "number", _rounder(ROUND_HALF_EVEN)),
        entry("floor", _MAYBE_SCALED, "number", _rounder(ROUND_FLOOR)),
        entry("ceiling", _MAYBE_SCALED, "number", _rounder(ROUND_CEILING)),
        entry("round up", _SCALED, "number", _rounder(ROUND_UP)),
        entry("round down", _SCALED, "number", _rounder(ROUND_DOWN)),
        entry("round half up", _SCALED, "number", _rounder(ROUND_HALF_UP)),
        entry("round half down", _SCALED, "number", _rounder(ROUND_HALF_DOWN)),
        entry("abs", "n: number; n: days; n: months", "Any", _abs),
        entry("modulo", "dividend: number, divisor: number", "number", _modulo),
        entry("sqrt", "number: number", "number", _sqrt),
        entry("log", "number: number", "number", _ln),
        entry("exp", "number: number", "number", _exp),
        entry("odd", "number: number", "boolean", _odd),
        entry("even", "number: number", "boolean", _even),
    )
)

"""Numbers. Source: DMN 1.5, 10.3.4.5."""

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
from engine.feel.values import NUMBERS, DayTimeDuration, Value, YearMonthDuration


def _rounder(mode: str) -> Callable[..., Value]:
    def rounded(number: Decimal, scale: Decimal | None = None) -> Value:
        places = int(scale or 0)
        if abs(places) > 6000:
            raise ValueError
        return number.quantize(Decimal(1).scaleb(-places), rounding=mode, context=NUMBERS)

    return rounded


def _modulo(dividend: Decimal, divisor: Decimal) -> Value:
    quotient = (dividend / divisor).to_integral_value(rounding=ROUND_FLOOR)
    return NUMBERS.subtract(dividend, divisor * quotient)


def _abs(value: Value) -> Value:
    if isinstance(value, DayTimeDuration):
        return DayTimeDuration(abs(value.microseconds))
    return (
        YearMonthDuration(abs(value.months)) if isinstance(value, YearMonthDuration) else abs(value)
    )


FUNCTIONS = dict(
    (
        entry("decimal", "n, scale", _rounder(ROUND_HALF_EVEN)),
        entry("floor", "n, scale", _rounder(ROUND_FLOOR), optional=1),
        entry("ceiling", "n, scale", _rounder(ROUND_CEILING), optional=1),
        entry("round up", "n, scale", _rounder(ROUND_UP)),
        entry("round down", "n, scale", _rounder(ROUND_DOWN)),
        entry("round half up", "n, scale", _rounder(ROUND_HALF_UP)),
        entry("round half down", "n, scale", _rounder(ROUND_HALF_DOWN)),
        entry("abs", "n", _abs),
        entry("modulo", "dividend, divisor", _modulo),
        entry("sqrt", "number", lambda n: n.sqrt(NUMBERS)),
        entry("exp", "number", lambda n: n.exp(NUMBERS)),
        entry("log", "number", lambda n: n.ln(NUMBERS)),
        entry("odd", "number", lambda n: n % 2 != 0),
        entry("even", "number", lambda n: n % 2 == 0),
    )
)

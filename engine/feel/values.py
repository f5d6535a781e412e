"""The values of FEEL in Python: None, bool, Decimal, str, temporal values, list, dict, Range, functions.

Source: DMN 1.5, 10.3.2 (semantic domain).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DecimalException
from typing import TYPE_CHECKING, Any

from engine.feel.temporal.values import (
    DayTimeDuration,
    FarDate,
    FarDateTime,
    FineTime,
    YearMonthDuration,
)

if TYPE_CHECKING:
    from engine.feel.types import Type

__all__ = [
    "NUMBERS",
    "DayTimeDuration",
    "FeelFunction",
    "Parameter",
    "Range",
    "Value",
    "YearMonthDuration",
    "kind_of",
    "normalise",
]

Value = Any
# DMN 1.5, 10.3.2.3.1: numbers are IEEE 754-2008 decimals of 34 digits.
NUMBERS = Context(prec=34, Emin=-6143, Emax=6144)


@dataclass(frozen=True, slots=True)
class Range:
    """An interval.

    Attributes:
        sign: how it was written when as a comparison, for example `(< 10)`; such a range has one end and
            is not equal to one that was written with two (DMN 1.5, 10.3.2.7).
    """

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        optional: it may be left out.
        variadic: the last one, and it takes any number of values.
        nullable: null is a value for it.
    """

    name: str
    type: "Type"
    optional: bool = False
    variadic: bool = False
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class FeelFunction:
    """A function value.

    Attributes:
        signatures: lists of parameters, one for each way to call it.
        call: takes the run and positional values that fit a signature.
        result: type of what it gives.
        built_in: it belongs to the language.
    """

    name: str
    signatures: tuple[tuple[Parameter, ...], ...]
    call: Callable[..., Value] = field(compare=False)
    result: "Type"
    built_in: bool = False


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    FarDateTime: "date and time",
    date: "date",
    FarDate: "date",
    time: "time",
    FineTime: "time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    FeelFunction: "function",
}


def kind_of(value: Value) -> str:
    """FEEL's name of the value's type.

    Raises:
        TypeError: it is no FEEL value.
    """
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    for python, name in _KINDS.items():
        if isinstance(value, python):
            return name
    raise TypeError(type(value).__name__)


def types_of(kind: str) -> frozenset[type]:
    """The types of Python that hold values of a kind."""
    return frozenset(python for python, name in _KINDS.items() if name == kind)


def number_of(source: str | int) -> Decimal | None:
    """The number, to 34 digits; None when it is none, or too large for the format."""
    try:
        number = NUMBERS.create_decimal(source)
    except DecimalException:
        return None
    return number if number.is_finite() else None


_AS_THEY_ARE = frozenset(_KINDS) - {Decimal, list, dict}
# Values that hold no others; a number from outside may still be none (NaN), so it is looked at.
SCALARS = _AS_THEY_ARE


def normalise(obj: object) -> Value:
    """Plain Python or JSON as FEEL values; what is no number (NaN, infinity) is null.

    Raises:
        TypeError: FEEL has no such value.
    """
    kind = type(obj)
    if kind in _AS_THEY_ARE:
        return obj
    if isinstance(obj, Decimal):
        return obj if obj.is_finite() else None
    if isinstance(obj, int | float):
        return number_of(obj if isinstance(obj, int) else repr(obj))
    if isinstance(obj, Mapping):
        return {str(key): normalise(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple | set | frozenset):
        if kind is list and _AS_THEY_ARE.issuperset(map(type, obj)):
            return obj  # Nothing in it has to change; values are never changed in place.
        return [normalise(value) for value in obj]
    return _plain(obj)


def _plain(obj: object) -> Value:
    """A duration of Python, or a subclass of a type (a lazy or marked string) as the plain one."""
    if isinstance(obj, timedelta):
        return DayTimeDuration(round(obj.total_seconds() * 1_000_000) * 1000)
    if isinstance(obj, str):
        return str(obj)
    kind_of(obj)
    return obj

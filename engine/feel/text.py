"""Values as text, as `string()` gives them. Source: DMN 1.5, 10.3.4 (conversion)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from engine.feel.errors import FeelLimitExceeded
from engine.feel.temporal.text import (
    date_text,
    date_time_text,
    day_time_text,
    time_text,
    year_month_text,
)
from engine.feel.temporal.values import (
    DayTimeDuration,
    FarDate,
    FarDateTime,
    FineTime,
    YearMonthDuration,
)
from engine.feel.values import FeelFunction, Range, Value

_LONGEST = 200_000


def text_of(value: Value, longest: int = _LONGEST) -> str:
    """The value as text.

    Raises:
        FeelLimitExceeded: the text is longer than `longest` characters.
    """
    if isinstance(value, str):
        return value
    made: list[str] = []
    length = 0
    for piece in _pieces(value):
        made.append(piece)
        length += len(piece)
        if length > longest:
            raise FeelLimitExceeded("text")
    return "".join(made)


def _pieces(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif isinstance(value, list):
        yield "["
        for at, item in enumerate(value):
            yield ", " if at else ""
            yield from _pieces(item)
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for at, (key, item) in enumerate(value.items()):
            yield f"{', ' if at else ''}{_key(key)}: "
            yield from _pieces(item)
        yield "}"
    elif isinstance(value, Range):
        yield from _range(value)
    else:
        yield scalar_text(value)


def _key(key: str) -> str:
    plain = key.replace(" ", "").replace("_", "").isalnum()
    return key if plain else '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _range(value: Range) -> Iterator[str]:
    if value.sign:
        yield f"({value.sign} "
        yield from _pieces(value.start if value.end is None else value.end)
        yield ")"
        return
    yield "[" if value.start_included else "("
    yield from _pieces(value.start)
    yield ".."
    yield from _pieces(value.end)
    yield "]" if value.end_included else ")"


def scalar_text(value: Value) -> str:  # noqa: PLR0911 — one line for each kind
    """The text of a value that holds no other values."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, datetime | FarDateTime):
        return date_time_text(value)
    if isinstance(value, date | FarDate):
        return date_text(value)
    if isinstance(value, time | FineTime):
        return time_text(value)
    if isinstance(value, DayTimeDuration):
        return day_time_text(value)
    if isinstance(value, YearMonthDuration):
        return year_month_text(value)
    return _function(value)


def _function(value: FeelFunction) -> str:
    names = ", ".join(parameter.name for parameter in value.signatures[0])
    return f"function {value.name}({names})".replace(" (", "(")


def number_text(value: Decimal) -> str:
    """A number without exponent and without useless zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text

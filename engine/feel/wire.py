"""FEEL values as JSON and back, exactly: what a case stores.

Whole numbers of up to 53 bits stay JSON numbers; other numbers are `{"#": "1.50"}`; temporal values are
`{"@": "…"}` with the text of FEEL's at-literal. A context that would look like one of these is escaped.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.temporal.text import parse_temporal
from engine.feel.text import scalar_text
from engine.feel.values import FeelFunction, Range, Value, normalise

_SAFE = 2**53
_MARKS = ("@", "#", "%", "..")


class CannotBeStored(TypeError):
    """A function has no form in JSON."""

    code = "cannot-be-stored"


def to_wire(value: Value) -> Any:
    """A JSON-safe form of the value.

    Raises:
        CannotBeStored: a function is part of it.
        TypeError: something is no FEEL value.
    """
    value = normalise(value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        whole = value.is_finite() and value == value.to_integral_value() and abs(value) < _SAFE
        plain = whole and value.as_tuple().exponent == 0 and not value.is_signed()
        negative = whole and value.as_tuple().exponent == 0 and value < 0
        return int(value) if plain or negative else {"#": str(value)}
    if isinstance(value, list):
        return [to_wire(item) for item in value]
    if isinstance(value, Range):
        return {
            "..": [
                to_wire(value.start),
                to_wire(value.end),
                value.start_included,
                value.end_included,
                *([value.sign] if value.sign else []),
            ]
        }
    if isinstance(value, Mapping):
        plain_form = {key: to_wire(item) for key, item in value.items()}
        return {"%": plain_form} if len(value) == 1 and next(iter(value)) in _MARKS else plain_form
    if isinstance(value, FeelFunction):
        raise CannotBeStored(value.name)
    return {"@": scalar_text(value)}


def from_wire(obj: Any) -> Value:
    """The value of a JSON form made by `to_wire`."""
    if isinstance(obj, list):
        return [from_wire(item) for item in obj]
    if not isinstance(obj, Mapping):
        return normalise(obj)
    if len(obj) == 1:
        mark, inner = next(iter(obj.items()))
        if mark == "#":
            return Decimal(inner)
        if mark == "@":
            return parse_temporal(inner)
        if mark == "%":
            return {key: from_wire(item) for key, item in inner.items()}
        if mark == "..":
            return Range(from_wire(inner[0]), from_wire(inner[1]), *inner[2:])
    return {str(key): from_wire(item) for key, item in obj.items()}

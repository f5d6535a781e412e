"""Conversion and booleans. Source: DMN 1.5, 10.3.4.1, 10.3.4.2."""

import re
from decimal import Decimal

from engine.feel.builtins.table import entry
from engine.feel.values import NUMBERS, Value, text_of

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def _string(value: Value) -> Value:
    return None if value is None else text_of(value)


def _number(value: Value, grouping: Value = None, point: Value = None) -> Value:
    if isinstance(value, Decimal):
        return value
    text: str = value.replace(grouping, "") if grouping else value
    text = text.replace(point, ".") if point else text
    return NUMBERS.create_decimal(text) if _NUMBER.fullmatch(text.strip()) else None


def _not(value: Value) -> Value:
    return (not value) if isinstance(value, bool) else None


FUNCTIONS = dict(
    (
        entry("string", "from", _string),
        entry("number", "from, grouping separator, decimal separator", _number, optional=2),
        entry("not", "negand", _not),
    )
)

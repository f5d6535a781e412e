"""Conversion and booleans. Source: DMN 1.5, 10.3.4 (conversion and boolean functions)."""

import re
from decimal import Decimal

from engine.feel.builtins.table import entry
from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.frame import Run
from engine.feel.operators import order
from engine.feel.syntax import Node, Parser, Scope
from engine.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_temporal
from engine.feel.temporal.text import parse_time as parse_time_text
from engine.feel.text import text_of
from engine.feel.values import NUMBERS, Range, Value, number_of

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SEPARATORS = (" ", ",", ".", None)
_CONSTRUCTORS = {
    "date": parse_date,
    "time": parse_time_text,
    "date and time": parse_date_time,
    "duration": parse_duration,
}


def _string(run: Run, value: Value) -> Value:
    if value is None:
        return None
    text: str = run.bounded(text_of(value, run.limits.text))
    if not isinstance(value, str):
        run.look(len(text))
    return text


def _number(run: Run, text: str, grouping: Value = None, point: Value = None) -> Value:
    if grouping not in _SEPARATORS or point not in (".", ",", None):
        raise ValueError
    if grouping is not None and grouping == point:
        raise ValueError
    run.look(len(text))
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise ValueError
    number = number_of(plain)
    if number is None:
        raise OverflowError
    return number


def _same_number(_run: Run, value: Decimal) -> Decimal:
    return value


def _not(_run: Run, value: Value) -> Value:
    if value is not None and not isinstance(value, bool):
        raise TypeError
    return None if value is None else not value


def _range(run: Run, text: str) -> Value:
    """A range from text; its ends are literals, and both must be there (DMN 1.5, 10.3.4)."""
    run.spend(len(text))
    try:
        node = Parser(text, Scope(functions=frozenset({"date and time"})), run.limits)
        found = node.whole_expression()
    except FeelSyntaxError as error:
        raise ValueError from error
    except FeelError:
        raise
    if found.kind != "range":
        raise ValueError
    start, end = _endpoint(found.parts[0]), _endpoint(found.parts[1])
    if order(start, end) in (None, 1):
        raise ValueError
    return Range(start, end, found.parts[2], found.parts[3])


def _endpoint(node: Node) -> Value:
    if node.kind == "negate":
        return NUMBERS.minus(_endpoint(node.parts[0]))
    if node.kind == "number":
        return number_of(node.parts[0])
    if node.kind == "string":
        return node.parts[0]
    if node.kind == "at":
        return parse_temporal(node.parts[0])
    if node.kind == "call" and node.parts[0].kind == "name" and len(node.parts[1]) == 1:
        maker, argument = _CONSTRUCTORS.get(node.parts[0].parts[0]), node.parts[1][0]
        if maker is not None and argument.kind == "string":
            return maker(argument.parts[0])
    raise ValueError


FUNCTIONS = dict(
    (
        entry("string", "from: Any", "string", _string),
        entry(
            "number",
            "from: string, grouping separator: string = null, decimal separator: string = null",
            "number",
            _number,
        ),
        entry("not", "negand: Any", "boolean", _not),
        entry("range", "from: string", "range", _range),
    )
)

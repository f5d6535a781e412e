"""Finds two rows of a table that some input fires together. Source: DMN 1.5, 8.2.8 (hit policy UNIQUE).

Only cells of literals are understood; a row with another cell is taken to overlap with none.
"""

from dataclasses import dataclass
from decimal import Decimal

from engine.feel.compiler.expressions import constant_value
from engine.feel.operators import order
from engine.feel.syntax.tree import Node
from engine.feel.temporal.text import parse_temporal
from engine.feel.text import text_of
from engine.feel.values import Value, kind_of

_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values between two ends; an end that is None is open to infinity."""

    low: Value = None
    high: Value = None
    low_included: bool = False
    high_included: bool = False


@dataclass(frozen=True, slots=True)
class Others:
    """All values but some."""

    without: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Only:
    """One value, null too."""

    value: Value


Part = Stretch | Others | Only
Overlap = tuple[int, int, list[str]]


def first_overlap(rows: list[tuple[int, list[Node | None]]]) -> Overlap | None:
    """The numbers of the first two rows that overlap, with a value for each column that they limit."""
    read = [
        (number, cells)
        for number, nodes in rows[:_MOST_ROWS]
        if (cells := [_parts(node) for node in nodes]) and None not in cells
    ]
    for at, (first, left) in enumerate(read):
        for second, right in read[at + 1 :]:
            values = [
                _common(a, b) for a, b in zip(left, right, strict=True) if a and b is not None
            ]
            if all(value is not None for value in values):
                return first, second, [value or "" for value in values]
    return None


def _parts(node: Node | None) -> list[Part] | None:
    """The values that a cell takes; None when it cannot be told."""
    if node is None or node.kind == "any":
        return [Others()]
    if node.kind == "not-tests":
        inner = _parts(node.parts[0])
        if inner is None or not all(isinstance(part, Only) for part in inner):
            return None
        return [Others(tuple(part.value for part in inner if isinstance(part, Only)))]
    found = [_part(test) for test in node.parts[0]]
    return [part for part in found if part is not None] if None not in found else None


def _part(test: Node) -> Part | None:
    sign, inner = test.parts
    if inner.kind == "range" and not sign:
        low, high = _literal(inner.parts[0]), _literal(inner.parts[1])
        if order(low, high) is None:
            return None
        return Stretch(low, high, inner.parts[2], inner.parts[3])
    if inner.kind == "constant" and sign in ("", "="):
        return Only(inner.parts[0])
    value = _literal(inner)
    if value is None:
        return None
    if sign in ("", "="):
        return Only(value)
    if sign == "!=":
        return Others((value,))
    if sign in ("<", "<="):
        return Stretch(None, value, high_included=sign == "<=")
    return Stretch(value, None, low_included=sign == ">=")


def _literal(node: Node) -> Value:
    if node.kind == "negate":
        inner = _literal(node.parts[0])
        return -inner if isinstance(inner, Decimal) else None
    if node.kind in ("number", "string"):
        return constant_value(node)
    return parse_temporal(node.parts[0]) if node.kind == "at" else None


def _common(left: list[Part], right: list[Part]) -> str | None:
    """A value that both take, as text; empty for any value, None for none."""
    for a in left:
        for b in right:
            value = _both(a, b)
            if value is not None:
                return value
    return None


def _both(left: Part, right: Part) -> str | None:
    if isinstance(right, Only):
        return text_of(right.value) if _takes(left, right.value) else None
    if isinstance(left, Only):
        return _both(right, left)
    if isinstance(left, Others) and isinstance(right, Others):
        return ""
    if isinstance(left, Others):
        return _both(right, left)
    if isinstance(right, Others):
        # A stretch of ordered values holds more than any list of exceptions.
        return _inside(left, right.without) if left.low != left.high else None
    return _crossing(left, right)


def _takes(part: Part, value: Value) -> bool:
    if isinstance(part, Only):
        return part.value is value or (
            kind_of(part.value) == kind_of(value) and bool(part.value == value)
        )
    if isinstance(part, Others):
        return not any(_takes(Only(other), value) for other in part.without)
    return _above(part, value) and _below(part, value)


def _above(part: Stretch, value: Value) -> bool:
    if part.low is None:
        return order(value, part.high) is not None
    place = order(value, part.low)
    return place is not None and (place > 0 or (place == 0 and part.low_included))


def _below(part: Stretch, value: Value) -> bool:
    if part.high is None:
        return order(value, part.low) is not None
    place = order(value, part.high)
    return place is not None and (place < 0 or (place == 0 and part.high_included))


def _inside(part: Stretch, without: tuple[Value, ...]) -> str:
    for value, is_in in ((part.low, part.low_included), (part.high, part.high_included)):
        if is_in and value not in without:
            return text_of(value)
    return _between(part)


def _crossing(left: Stretch, right: Stretch) -> str | None:
    low, low_in = _later_start(left, right)
    high, high_in = _earlier_end(left, right)
    common = Stretch(low, high, low_in, high_in)
    if low is not None and high is not None:
        place = order(low, high)
        if place is None or place > 0 or (place == 0 and not (low_in and high_in)):
            return None
    elif not _same_kind(left, right):
        return None
    return _inside(common, ())


def _same_kind(left: Stretch, right: Stretch) -> bool:
    a = left.low if left.low is not None else left.high
    b = right.low if right.low is not None else right.high
    return order(a, b) is not None


def _later_start(left: Stretch, right: Stretch) -> tuple[Value, bool]:
    if left.low is None:
        return right.low, right.low_included
    if right.low is None:
        return left.low, left.low_included
    place = order(left.low, right.low) or 0
    if place == 0:
        return left.low, left.low_included and right.low_included
    later = left if place > 0 else right
    return later.low, later.low_included


def _earlier_end(left: Stretch, right: Stretch) -> tuple[Value, bool]:
    if left.high is None:
        return right.high, right.high_included
    if right.high is None:
        return left.high, left.high_included
    place = order(left.high, right.high) or 0
    if place == 0:
        return left.high, left.high_included and right.high_included
    earlier = left if place < 0 else right
    return earlier.high, earlier.high_included


def _between(part: Stretch) -> str:
    low, high = part.low, part.high
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return text_of((low + high) / 2)
    if isinstance(low, Decimal) or isinstance(high, Decimal):
        return text_of(low + 1 if high is None else high - 1)
    side = f"> {text_of(low)}" if low is not None else ""
    return side or f"< {text_of(high)}"

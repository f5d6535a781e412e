"""How points and ranges lie to one another. Source: DMN 1.5, 10.3.4 (range functions)."""

from collections.abc import Callable

from engine.feel.builtins.table import entry
from engine.feel.frame import Run
from engine.feel.operators import equal, order
from engine.feel.values import Range, Value


def _less(left: Value, right: Value) -> bool:
    return _order(left, right) < 0


def _same(left: Value, right: Value) -> bool:
    return _order(left, right) == 0


def _order(left: Value, right: Value) -> int:
    place = order(left, right)
    if place is None:
        raise TypeError
    return place


def _as_range(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _before(_run: Run, left: Value, right: Value) -> bool:
    a, b = _as_range(left), _as_range(right)
    touching = a.end_included and b.start_included
    return _less(a.end, b.start) or (not touching and _same(a.end, b.start))


def _meets(_run: Run, left: Range, right: Range) -> bool:
    return left.end_included and right.start_included and _same(left.end, right.start)


def _reaches(left: Range, right: Range) -> bool:
    """The left one's end lies in the right one or after its start."""
    both = left.end_included and right.start_included
    return _less(right.start, left.end) or (both and _same(left.end, right.start))


def _overlaps(_run: Run, left: Range, right: Range) -> bool:
    return _reaches(left, right) and _reaches(right, left)


def _overlaps_before(_run: Run, left: Range, right: Range) -> bool:
    earlier = _less(left.start, right.start) or (
        _same(left.start, right.start) and left.start_included and not right.start_included
    )
    return earlier and _reaches(left, right) and _ends_within(left, right)


def _ends_within(left: Range, right: Range) -> bool:
    return _less(left.end, right.end) or (
        _same(left.end, right.end) and (not left.end_included or right.end_included)
    )


def _starts_within(left: Range, right: Range) -> bool:
    return _less(right.start, left.start) or (
        _same(left.start, right.start) and (not left.start_included or right.start_included)
    )


def _finishes(_run: Run, left: Value, right: Range) -> bool:
    if not isinstance(left, Range):
        return right.end_included and _same(left, right.end)
    same = left.end_included == right.end_included and _same(left.end, right.end)
    return same and _starts_within(left, right)


def _starts(_run: Run, left: Value, right: Range) -> bool:
    if not isinstance(left, Range):
        return right.start_included and _same(left, right.start)
    same = left.start_included == right.start_included and _same(left.start, right.start)
    return same and _ends_within(left, right)


def _during(_run: Run, left: Value, right: Range) -> bool:
    inner = _as_range(left)
    return _starts_within(inner, right) and _ends_within(inner, right)


def _coincides(run: Run, left: Value, right: Value) -> Value:
    if isinstance(left, Range) != isinstance(right, Range):
        raise TypeError
    if not isinstance(left, Range):
        return equal(left, right, run) if left is not None and right is not None else None
    return (
        (left.start_included, left.end_included) == (right.start_included, right.end_included)
        and _same(left.start, right.start)
        and _same(left.end, right.end)
    )


def _swapped(call: Callable[..., Value]) -> Callable[..., Value]:
    return lambda run, left, right: call(run, right, left)


_RANGES = "range1: range, range2: range"
_POINT_IN = f"{_RANGES}; point: Any, range: range"
_RANGE_OF = f"{_RANGES}; range: range, point: Any"
_ANY = f"{_RANGE_OF}; point: Any, range: range; point1: Any, point2: Any"

FUNCTIONS = dict(
    (
        entry("before", _ANY, "boolean", _before),
        entry("after", _ANY, "boolean", _swapped(_before)),
        entry("meets", _RANGES, "boolean", _meets),
        entry("met by", _RANGES, "boolean", _swapped(_meets)),
        entry("overlaps", _RANGES, "boolean", _overlaps),
        entry("overlaps before", _RANGES, "boolean", _overlaps_before),
        entry("overlaps after", _RANGES, "boolean", _swapped(_overlaps_before)),
        entry("finishes", _POINT_IN, "boolean", _finishes),
        entry("finished by", _RANGE_OF, "boolean", _swapped(_finishes)),
        entry("starts", _POINT_IN, "boolean", _starts),
        entry("started by", _RANGE_OF, "boolean", _swapped(_starts)),
        entry("during", _POINT_IN, "boolean", _during),
        entry("includes", _RANGE_OF, "boolean", _swapped(_during)),
        entry("coincides", f"{_RANGES}; point1: Any, point2: Any", "boolean", _coincides),
    )
)

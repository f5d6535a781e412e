"""Lists. Source: DMN 1.5, 10.3.4.4."""

from decimal import Decimal
from functools import cmp_to_key, reduce

from engine.feel.builtins.table import entry, flat_arguments
from engine.feel.frame import Frame
from engine.feel.operators import arithmetic, conjunction, disjunction, equal, order
from engine.feel.values import NUMBERS, FeelFunction, Value


def _as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _extreme(sign: int, values: tuple[Value, ...]) -> Value:
    items = flat_arguments(values)
    if not items:
        return None
    best = items[0]
    for item in items[1:]:
        place = order(item, best)
        if place is None:
            raise TypeError
        if place == sign:
            best = item
    return best


def _sum(frame: Frame, *values: Value) -> Value:
    items = flat_arguments(values)
    if not items:
        return None
    return reduce(lambda a, b: arithmetic(frame.run, "+", a, b), items)


def _mean(frame: Frame, *values: Value) -> Value:
    items = flat_arguments(values)
    total = _sum(frame, items)
    return None if total is None else NUMBERS.divide(total, Decimal(len(items)))


def _contains(items: Value, wanted: Value) -> bool:
    return any(equal(item, wanted) is True for item in _as_list(items))


def _distinct(items: list[Value]) -> list[Value]:
    kept: list[Value] = []
    for item in items:
        if not _contains(kept, item):
            kept.append(item)
    return kept


def _flatten(items: list[Value]) -> list[Value]:
    made: list[Value] = []
    for item in items:
        made += _flatten(item) if isinstance(item, list) else [item]
    return made


def _sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = int(start)
    begin = begin - 1 if begin > 0 else len(items) + begin
    if begin < 0 or begin > len(items):
        return None
    return items[begin:] if length is None else items[begin : begin + int(length)]


def _insert(items: list[Value], position: Decimal, item: Value) -> list[Value]:
    place = int(position)
    place = place - 1 if place > 0 else len(items) + place
    return [*items[:place], item, *items[place:]]


def _remove(items: list[Value], position: Decimal) -> list[Value]:
    place = int(position)
    place = place - 1 if place > 0 else len(items) + place
    return [*items[:place], *items[place + 1 :]]


def _sort(frame: Frame, items: list[Value], precedes: FeelFunction | None = None) -> list[Value]:
    def comparison(left: Value, right: Value) -> int:
        frame.run.step()
        if precedes is None:
            place = order(left, right)
            if place is None:
                raise TypeError
            return place
        return -1 if precedes.call(frame, left, right) is True else 1

    return sorted(items, key=cmp_to_key(comparison))


FUNCTIONS = dict(
    (
        entry("list contains", "list, element", _contains),
        entry("count", "list", lambda items: Decimal(len(_as_list(items)))),
        entry("min", "list", lambda *values: _extreme(-1, values), variadic=True),
        entry("max", "list", lambda *values: _extreme(1, values), variadic=True),
        entry("sum", "list", _sum, variadic=True, with_frame=True),
        entry("mean", "list", _mean, variadic=True, with_frame=True),
        entry("all", "list", lambda *v: conjunction(flat_arguments(v)), variadic=True),
        entry("any", "list", lambda *v: disjunction(flat_arguments(v)), variadic=True),
        entry("sublist", "list, start position, length", _sublist, optional=1),
        entry(
            "append", "list, item", lambda items, *more: [*_as_list(items), *more], variadic=True
        ),
        entry(
            "concatenate",
            "list",
            lambda *v: [i for part in v for i in _as_list(part)],
            variadic=True,
        ),
        entry("insert before", "list, position, newItem", _insert),
        entry("remove", "list, position", _remove),
        entry("reverse", "list", lambda items: list(reversed(_as_list(items)))),
        entry(
            "index of",
            "list, match",
            lambda items, wanted: [
                Decimal(at) for at, item in enumerate(items, 1) if equal(item, wanted) is True
            ],
        ),
        entry(
            "union", "list", lambda *v: _distinct([i for part in v for i in part]), variadic=True
        ),
        entry("distinct values", "list", _distinct),
        entry("flatten", "list", _flatten),
        entry("sort", "list, precedes", _sort, optional=1, with_frame=True),
    )
)

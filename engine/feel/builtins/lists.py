"""Lists. Source: DMN 1.5, 10.3.4 (list functions)."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cmp_to_key

from engine.feel.builtins.seen import Seen
from engine.feel.builtins.table import entry
from engine.feel.calling import call_function
from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Run
from engine.feel.operators import arithmetic, conjunction, disjunction, equal, order
from engine.feel.values import NUMBERS, FeelFunction, Value


def _given(run: Run, values: tuple[Value, ...]) -> list[Value]:
    """Values given one by one, or as one list."""
    items = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    run.look(len(items))
    return list(items)


def _extreme(run: Run, sign: int, values: tuple[Value, ...]) -> Value:
    items = _given(run, values)
    if not items:
        return None
    best = items[0]
    for item in items:
        place = order(item, best)
        if place is None:
            raise TypeError
        if place == sign:
            best = item
    return best


def _min(run: Run, *values: Value) -> Value:
    return _extreme(run, -1, values)


def _max(run: Run, *values: Value) -> Value:
    return _extreme(run, 1, values)


def _numbers(run: Run, values: tuple[Value, ...]) -> list[Decimal]:
    items = _given(run, values)
    if not all(isinstance(item, Decimal) for item in items):
        raise TypeError
    return items


def _sum(run: Run, *values: Value) -> Value:
    items = _given(run, values)
    if not items:
        return None
    total, *rest = items
    if isinstance(total, str) or total is None:
        raise TypeError
    for item in rest:
        total = arithmetic(run, "+", total, item)
    return arithmetic(run, "+", total, Decimal(0)) if isinstance(total, Decimal) else total


def _total(numbers: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = NUMBERS.add(total, number)
    return total


def _mean(run: Run, *values: Value) -> Value:
    items = _numbers(run, values)
    return NUMBERS.divide(_total(items), Decimal(len(items))) if items else None


def _median(run: Run, *values: Value) -> Value:
    items = sorted(_numbers(run, values))
    if not items:
        return None
    low, high = items[(len(items) - 1) // 2], items[len(items) // 2]
    return low if low is high else NUMBERS.divide(NUMBERS.add(low, high), Decimal(2))


def _stddev(run: Run, *values: Value) -> Value:
    """Of a sample: divided by one less than there are."""
    items = _numbers(run, values)
    if len(items) < 2:
        raise ValueError
    run.look(len(items))
    mean = NUMBERS.divide(_total(items), Decimal(len(items)))
    squares = (NUMBERS.power(NUMBERS.subtract(item, mean), 2) for item in items)
    return NUMBERS.divide(_total(squares), Decimal(len(items) - 1)).sqrt(NUMBERS)


def _mode(run: Run, *values: Value) -> Value:
    counts: dict[Decimal, int] = {}
    for item in _numbers(run, values):
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


def _product(run: Run, *values: Value) -> Value:
    items = _numbers(run, values)
    if not items:
        raise ValueError
    product = Decimal(1)
    for item in items:
        product = NUMBERS.multiply(product, item)
    return product


def _all(run: Run, *values: Value) -> Value:
    return _verdict(run, conjunction, values)


def _any(run: Run, *values: Value) -> Value:
    return _verdict(run, disjunction, values)


def _verdict(run: Run, join: Callable[[list[Value]], Value], values: tuple[Value, ...]) -> Value:
    if values == (None,):
        raise ValueError
    items = _given(run, values)
    verdict = join(items)
    if verdict is None and any(item is not None and not isinstance(item, bool) for item in items):
        raise TypeError
    return verdict


def _count(_run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


def _same(run: Run, left: Value, right: Value) -> bool:
    return equal(left, right, run) is True


def _contains(run: Run, items: list[Value], wanted: Value) -> bool:
    run.spend(1 + len(items) // 8)
    return any(_same(run, item, wanted) for item in items)


def _distinct(run: Run, items: list[Value]) -> list[Value]:
    run.look(len(items))
    seen = Seen(run)
    return [item for item in items if seen.add(item)]


def _union(run: Run, *lists: list[Value]) -> list[Value]:
    return _distinct(run, _concatenate(run, *lists))


def _flatten(run: Run, items: list[Value]) -> list[Value]:
    made: list[Value] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list):
                waiting.append(iter(item))
                run.spend()
                break
            made.append(item)
            if len(made) > run.limits.items:
                raise FeelLimitExceeded("items")
        else:
            waiting.pop()
    return run.bounded(made)


def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = _place(items, start)
    if length is not None and length < 1:
        raise ValueError
    end = len(items) if length is None else begin + int(length)
    if end > len(items):
        raise IndexError
    return run.bounded(items[begin:end])


def _place(items: list[Value], position: Decimal) -> int:
    """From a position (1 is the first, -1 the last) to Python's.

    Raises:
        IndexError: there is no item.
    """
    place = int(position)
    if not (0 < place <= len(items) or -len(items) <= place < 0):
        raise IndexError
    return place - 1 if place > 0 else len(items) + place


def _append(run: Run, items: list[Value], *more: Value) -> list[Value]:
    return run.bounded([*items, *more])


def _concatenate(run: Run, *lists: list[Value]) -> list[Value]:
    run.room(items=sum(map(len, lists)))
    return [item for part in lists for item in part]


def _insert(run: Run, items: list[Value], position: Decimal, item: Value) -> list[Value]:
    end = int(position) == len(items) + 1
    place = len(items) if end else _place(items, position)
    return run.bounded([*items[:place], item, *items[place:]])


def _remove(run: Run, items: list[Value], position: Decimal) -> list[Value]:
    place = _place(items, position)
    return run.bounded([*items[:place], *items[place + 1 :]])


def _replace(
    run: Run, items: list[Value], where: Decimal | FeelFunction, new: Value
) -> list[Value]:
    if isinstance(where, Decimal):
        place = _place(items, where)
        return run.bounded([*items[:place], new, *items[place + 1 :]])
    if all(len(signature) != 2 for signature in where.signatures):
        raise TypeError
    return run.bounded([new if _is_match(run, where, item, new) else item for item in items])


def _is_match(run: Run, match: FeelFunction, item: Value, new: Value) -> bool:
    verdict = call_function(run, match, [item, new])
    if not isinstance(verdict, bool):
        raise TypeError
    return verdict


def _reverse(run: Run, items: list[Value]) -> list[Value]:
    return run.bounded(items[::-1])


def _index_of(run: Run, items: list[Value], wanted: Value) -> list[Value]:
    run.room(items=len(items))
    return [Decimal(at) for at, item in enumerate(items, 1) if _same(run, item, wanted)]


def _sort(run: Run, items: list[Value], precedes: FeelFunction | None = None) -> list[Value]:
    def comparison(left: Value, right: Value) -> int:
        run.spend()
        if precedes is not None:
            return -1 if call_function(run, precedes, [left, right]) is True else 1
        place = order(left, right)
        if place is None:
            raise TypeError
        return place

    return sorted(items, key=cmp_to_key(comparison))


_AGGREGATED = "list: list; *c: Any"

FUNCTIONS = dict(
    (
        entry("list contains", "list: list, element: Any", "boolean", _contains),
        entry("count", "list: list", "number", _count),
        entry("min", _AGGREGATED, "Any", _min),
        entry("max", _AGGREGATED, "Any", _max),
        entry("sum", _AGGREGATED, "Any", _sum),
        entry("mean", _AGGREGATED, "number", _mean),
        entry("median", _AGGREGATED, "number", _median),
        entry("stddev", _AGGREGATED, "number", _stddev),
        entry("mode", _AGGREGATED, "list<number>", _mode),
        entry("product", _AGGREGATED, "number", _product),
        entry("all", _AGGREGATED, "boolean", _all),
        entry("any", _AGGREGATED, "boolean", _any),
        entry(
            "sublist",
            "list: list, start position: number; "
            "list: list, start position: number, length: number",
            "list",
            _sublist,
        ),
        entry("append", "list: list, *item: Any", "list", _append),
        entry("concatenate", "*list: list", "list", _concatenate),
        entry("insert before", "list: list, position: number, newItem: Any", "list", _insert),
        entry("remove", "list: list, position: number", "list", _remove),
        entry(
            "list replace",
            "list: list, position: number, newItem: Any; list: list, match: function, newItem: Any",
            "list",
            _replace,
        ),
        entry("reverse", "list: list", "list", _reverse),
        entry("index of", "list: list, match: Any", "list<number>", _index_of),
        entry("union", "*list: list", "list", _union),
        entry("distinct values", "list: list", "list", _distinct),
        entry("flatten", "list: list", "list", _flatten),
        entry("sort", "list: list; list: list, precedes: function", "list", _sort),
    )
)

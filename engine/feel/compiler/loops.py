"""Closures of filters, `for`, `some` and `every`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from engine.feel.compiler.builder import Builder, Closure, makes, weight
from engine.feel.compiler.free import mentioned
from engine.feel.frame import Frame
from engine.feel.syntax.tree import Node
from engine.feel.temporal.values import FarDate, FarDateTime, day_number, day_numbered
from engine.feel.values import Range, Value, kind_of


@makes("filter")
def _filter(builder: Builder, node: Node) -> Closure:
    inner, test = builder.node(node.parts[0]), builder.inside(None).node(node.parts[1])
    return filtering(inner, test, node, weight(node.parts[1]))


def filtering(inner: Closure, test: Closure, node: Node, cost: int) -> Closure:
    """The items that pass the test, or the one at the place that the test gives.

    Source: DMN 1.5, 10.3.2.5.
    """

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        items = value if isinstance(value, list) else ([] if value is None else [value])
        if not items:
            return _of_nothing(frame, test)
        kept = []
        for item in items:
            frame.run.spend(cost)
            verdict = test(_item_frame(frame, item))
            if verdict is True:
                kept.append(item)
            elif isinstance(verdict, Decimal):
                return item_at(items, verdict)
            elif verdict is not None and not isinstance(verdict, bool):
                frame.run.problem("filter-type", kind_of(verdict), node.line, node.column)
                return None
        return kept

    return evaluate


def _of_nothing(frame: Frame, test: Closure) -> Value:
    """A list without items gives null for a place, and no items for a condition."""
    problems = len(frame.run.problems)
    verdict = test(frame.inside({"item": None}))
    del frame.run.problems[problems:]
    return None if isinstance(verdict, Decimal) else []


def _item_frame(frame: Frame, item: Value) -> Frame:
    inner = frame.inside({"item": item})
    return inner.inside(item) if isinstance(item, dict) else inner


def item_at(items: list[Value], number: Decimal) -> Value:
    """The item at a place from 1, or from -1 at the end; null outside."""
    place = int(number)
    if 0 < place <= len(items):
        return items[place - 1]
    return items[place] if -len(items) <= place < 0 else None


@dataclass(frozen=True, slots=True)
class Iteration:
    """One variable of a loop and what it runs over."""

    name: str
    low: Closure
    high: Closure | None = None


def _iterations(builder: Builder, node: Node) -> tuple[list[Iteration], Builder]:
    plan = []
    for name, low, high in node.parts[0]:
        closures = builder.node(low), builder.node(high) if high is not None else None
        plan.append(Iteration(name, *closures))
        builder = builder.inside((name,))
    return plan, builder


def _items(frame: Frame, iteration: Iteration) -> list[Value] | None:
    first = iteration.low(frame)
    if iteration.high is not None:
        return _span(frame, first, iteration.high(frame))
    if isinstance(first, Range):
        return _range_items(frame, first)
    return first if isinstance(first, list) or first is None else [first]


def _range_items(frame: Frame, interval: Range) -> list[Value] | None:
    if interval.start is None or interval.end is None:
        return None
    items = _span(frame, interval.start, interval.end)
    if items is None or _backwards(interval):
        return None
    return items[(not interval.start_included) : len(items) - (not interval.end_included)]


def _backwards(interval: Range) -> bool:
    if isinstance(interval.start, Decimal):
        return bool(interval.start > interval.end)
    return day_number(interval.start) > day_number(interval.end)


def _span(frame: Frame, start: Value, end: Value) -> list[Value] | None:
    """Whole numbers or days from one to the other, either way."""
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        frame.run.room(items=int(min(abs(end - start), Decimal(10) ** 9)))
        return [Decimal(number) for number in _steps(int(start), int(end))]
    if _is_day(start) and _is_day(end):
        first, last = day_number(start), day_number(end)
        frame.run.room(items=abs(last - first))
        return [day_numbered(number) for number in _steps(first, last)]
    return None


def _steps(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _is_day(value: Value) -> bool:
    return isinstance(value, date | FarDate) and not isinstance(value, datetime | FarDateTime)


class NotIterable(Exception):
    """What a loop runs over is no list."""


def frames(frame: Frame, plan: list[Iteration], cost: int, at: int = 0) -> Iterator[Frame]:
    """A frame for each round of a loop.

    Raises:
        NotIterable: with the name of the variable whose values are no list.
    """
    if at == len(plan):
        yield frame
        return
    iteration = plan[at]
    items = _items(frame, iteration)
    if items is None:
        raise NotIterable(iteration.name)
    for item in items:
        frame.run.spend(cost)
        yield from frames(frame.inside({iteration.name: item}), plan, cost, at + 1)


@makes("for")
def _for(builder: Builder, node: Node) -> Closure:
    plan, inside = _iterations(builder, node)
    uses_partial = "partial" in mentioned(node.parts[1])
    body = (inside.inside(("partial",)) if uses_partial else inside).node(node.parts[1])
    return looping(plan, body, node, weight(node.parts[1]), uses_partial=uses_partial)


def looping(
    plan: list[Iteration], body: Closure, node: Node, cost: int, *, uses_partial: bool
) -> Closure:
    """The list of the body's values; `partial` holds those so far. Source: DMN 1.5, 10.3.2.14."""

    def evaluate(frame: Frame) -> Value:
        made: list[Value] = []
        try:
            for inner in frames(frame, plan, cost):
                if uses_partial:
                    frame.run.room(items=len(made))
                    made.append(body(inner.inside({"partial": list(made)})))
                else:
                    made.append(body(inner))
        except NotIterable as fault:
            frame.run.problem("not-a-list", str(fault), node.line, node.column)
            return None
        return frame.run.bounded(made)

    return evaluate


@makes("some", "every")
def _quantified(builder: Builder, node: Node) -> Closure:
    plan, inside = _iterations(builder, node)
    return quantifying(plan, inside.node(node.parts[1]), node, weight(node.parts[1]))


def quantifying(plan: list[Iteration], body: Closure, node: Node, cost: int) -> Closure:
    """Whether some, or every, round is true. Source: DMN 1.5, 10.3.2 (quantified expressions)."""
    final = node.kind == "some"

    def evaluate(frame: Frame) -> Value:
        found: bool | None = not final
        try:
            for inner in frames(frame, plan, cost):
                verdict = body(inner)
                if verdict is final:
                    return final
                if verdict is None:
                    found = None
                elif not isinstance(verdict, bool):
                    frame.run.problem("condition-type", kind_of(verdict), node.line, node.column)
                    return None
        except NotIterable as fault:
            frame.run.problem("not-a-list", str(fault), node.line, node.column)
            return None
        return found

    return evaluate

"""Closures of literals, names, logic, comparison, arithmetic, lists, contexts, ranges and paths."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from typing import Any

from engine.feel.builtins import FUNCTIONS
from engine.feel.compiler.builder import Builder, Closure, makes
from engine.feel.compiler.free import INPUT
from engine.feel.frame import Frame
from engine.feel.members import member
from engine.feel.operators import (
    arithmetic,
    compare,
    conjunction,
    disjunction,
    negate,
    order,
)
from engine.feel.syntax.tree import Node
from engine.feel.temporal.text import parse_temporal
from engine.feel.types import is_instance
from engine.feel.values import NUMBERS, SCALARS, Range, Value, kind_of, number_of


@makes("number", "string", "constant", "any")
def _literal(_builder: Builder, node: Node) -> Closure:
    value = constant_value(node)
    if node.kind == "number" and value is None:
        return _too_large(node)
    return lambda _frame: value


def _too_large(node: Node) -> Closure:
    def fail(frame: Frame) -> Value:
        frame.run.problem("arithmetic", node.parts[0], node.line, node.column)

    return fail


def constant_value(node: Node) -> Value:
    """The value of a literal."""
    if node.kind == "number":
        return number_of(node.parts[0])
    return True if node.kind == "any" else node.parts[0]


@makes("at")
def _at(_builder: Builder, node: Node) -> Closure:
    value = parse_temporal(node.parts[0])
    if value is not None:
        return lambda _frame: value

    def fail(frame: Frame) -> Value:
        frame.run.problem("at-literal", node.parts[0], node.line, node.column)

    return fail


@makes("name")
def _name(builder: Builder, node: Node) -> Closure:
    name = node.parts[0]
    if name == INPUT:
        return lambda frame: frame.given
    built_in = FUNCTIONS.get(name)

    def missing(frame: Frame) -> Value:
        if built_in is not None:
            return built_in
        frame.run.problem("unknown-name", name, node.line, node.column)
        return None

    if builder.may_bind(name):

        def search(frame: Frame) -> Value:
            known, value = frame.find(name)
            return value if known else missing(frame)

        return search

    def read(frame: Frame) -> Value:
        try:
            value = frame.variables[name]
            if type(value) in SCALARS:
                return value
            if type(value) is Decimal and value.is_finite():
                return value
            return frame.variable(name)
        except KeyError:
            return missing(frame)

    return read


@makes("if")
def _if(builder: Builder, node: Node) -> Closure:
    condition, then, otherwise = (builder.node(part) for part in node.parts)

    def evaluate(frame: Frame) -> Value:
        verdict = condition(frame)
        if verdict is not None and not isinstance(verdict, bool):
            frame.run.problem("condition-type", kind_of(verdict), node.line, node.column)
        return then(frame) if verdict is True else otherwise(frame)

    return evaluate


@makes("and", "or")
def _logic(builder: Builder, node: Node) -> Closure:
    left, right = builder.node(node.parts[0]), builder.node(node.parts[1])
    join, final = (conjunction, False) if node.kind == "and" else (disjunction, True)

    def evaluate(frame: Frame) -> Value:
        first = left(frame)
        if first is final:
            return final
        second = right(frame)
        if second is final:
            return final
        if not (isinstance(first, bool | None) and isinstance(second, bool | None)):
            text = f"{kind_of(first)} {node.kind} {kind_of(second)}"
            frame.run.problem("operand-types", text, node.line, node.column)
        return join((first, second))

    return evaluate


_QUICK: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def quick_comparison(sign: str) -> Callable[[Any, Any], bool]:
    """The comparison of two numbers, or of two texts."""
    return _QUICK[sign]


@makes("compare")
def _compare(builder: Builder, node: Node) -> Closure:
    sign, quick = node.parts[0], _QUICK[node.parts[0]]
    left, right = builder.node(node.parts[1]), builder.node(node.parts[2])

    def slowly(frame: Frame, a: Value, b: Value) -> bool | None:
        result = compare(sign, a, b, frame.run)
        if result is None:
            code = "null-operand" if a is None or b is None else "operand-types"
            frame.run.problem(code, f"{kind_of(a)} {sign} {kind_of(b)}", node.line, node.column)
        return result

    if node.parts[2].kind in ("number", "string"):
        known = constant_value(node.parts[2])
        return _compare_to(left, quick, known, slowly)

    def evaluate(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return quick(a, b)
        return slowly(frame, a, b)

    return evaluate


def _compare_to(
    left: Closure,
    quick: Callable[[Any, Any], bool],
    known: Value,
    slowly: Callable[[Frame, Value, Value], bool | None],
) -> Closure:
    """The common case, something and a literal, without the long way round."""
    kind = type(known)

    def evaluate(frame: Frame) -> Value:
        value = left(frame)
        return quick(value, known) if type(value) is kind else slowly(frame, value, known)

    return evaluate


@makes("between")
def _between(builder: Builder, node: Node) -> Closure:
    value, low, high = (builder.node(part) for part in node.parts)

    def evaluate(frame: Frame) -> Value:
        found, least, most = value(frame), low(frame), high(frame)
        result = conjunction((compare(">=", found, least), compare("<=", found, most)))
        if result is None:
            text = f"{kind_of(found)} between {kind_of(least)} and {kind_of(most)}"
            frame.run.problem("operand-types", text, node.line, node.column)
        return result

    return evaluate


@makes("arithmetic")
def _arithmetic(builder: Builder, node: Node) -> Closure:
    sign = node.parts[0]
    left, right = builder.node(node.parts[1]), builder.node(node.parts[2])
    quick = {"+": NUMBERS.add, "-": NUMBERS.subtract, "*": NUMBERS.multiply}.get(sign)
    if quick is None:
        return lambda frame: arithmetic(frame.run, sign, left(frame), right(frame))

    def evaluate(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return quick(a, b)
            except DecimalException:
                pass  # Too large for the format: the long way says so.
        return arithmetic(frame.run, sign, a, b)

    return evaluate


@makes("negate")
def _negate(builder: Builder, node: Node) -> Closure:
    inner = builder.node(node.parts[0])
    return lambda frame: negate(frame.run, inner(frame))


@makes("list")
def _list(builder: Builder, node: Node) -> Closure:
    items = [builder.node(part) for part in node.parts[0]]
    return lambda frame: frame.run.bounded([item(frame) for item in items])


@makes("context")
def _context(builder: Builder, node: Node) -> Closure:
    # Later entries see earlier ones, and a function sees itself (DMN 1.5, 10.3.2.11).
    inside = builder.inside(key for key, _ in node.parts[0])
    entries = [(key, inside.node(value)) for key, value in node.parts[0]]

    def evaluate(frame: Frame) -> Value:
        made: dict[str, Value] = {}
        inner = frame.inside(made)
        for key, value in entries:
            made[key] = value(inner)
        frame.run.spend(len(made) // 8)
        return made

    return evaluate


@makes("range")
def _range(builder: Builder, node: Node) -> Closure:
    low, high = builder.node(node.parts[0]), builder.node(node.parts[1])
    low_in, high_in = node.parts[2], node.parts[3]

    def evaluate(frame: Frame) -> Value:
        start, end = low(frame), high(frame)
        if not _are_ends(start, end):
            text = f"{kind_of(start)}..{kind_of(end)}"
            frame.run.problem("range-ends", text, node.line, node.column)
            return None
        return Range(start, end, low_in, high_in)

    return evaluate


def _are_ends(start: Value, end: Value) -> bool:
    low, high = (end if start is None else start), (start if end is None else end)
    return low is None or order(low, high) is not None


@makes("comparison-range")
def _comparison_range(builder: Builder, node: Node) -> Closure:
    sign, inner = node.parts[0], builder.node(node.parts[1])

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if not _are_ends(value, value):
            frame.run.problem("range-ends", f"{sign} {kind_of(value)}", node.line, node.column)
            return None
        return comparison_range(sign, value)

    return evaluate


def comparison_range(sign: str, value: Value) -> Range:
    """The range of all that stands in this relation to the value."""
    if sign in ("<", "<="):
        return Range(None, value, start_included=False, end_included=sign == "<=", sign=sign)
    if sign in (">", ">="):
        return Range(value, None, start_included=sign == ">=", end_included=False, sign=sign)
    included = sign == "="
    return Range(value, value, start_included=included, end_included=included, sign=sign)


@makes("path")
def _path(builder: Builder, node: Node) -> Closure:
    whole = _step(builder, node)
    names = _names_down(node)
    if not names or builder.may_bind(names[0]):
        return whole
    return _entry(names, whole)


def _names_down(node: Node) -> tuple[str, ...]:
    """The names of `a.b.c`; none where the path begins with something else than a name."""
    if node.kind == "name" and node.parts[0] != INPUT:
        return (node.parts[0],)
    names = _names_down(node.parts[0]) if node.kind == "path" else ()
    return (*names, node.parts[1]) if names else ()


def _entry(names: tuple[str, ...], whole: Closure) -> Closure:
    """An entry of a variable from outside, without making all of the variable a FEEL value."""
    first, *rest = names

    def evaluate(frame: Frame) -> Value:
        value = frame.variables.get(first)
        for name in rest:
            if type(value) is not dict or name not in value:
                return whole(frame)
            value = value[name]
        return value if type(value) in SCALARS else frame.entry(names, value)

    return evaluate


def _step(builder: Builder, node: Node) -> Closure:
    inner, name = builder.node(node.parts[0]), node.parts[1]

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if type(value) is dict and name in value:
            return value[name]
        if isinstance(value, list):
            return frame.run.bounded([member(frame.run, item, name) for item in value])
        return member(frame.run, value, name)

    return evaluate


@makes("instance")
def _instance(builder: Builder, node: Node) -> Closure:
    inner, wanted = builder.node(node.parts[0]), builder.type(node.parts[1])

    def evaluate(frame: Frame) -> Value:
        value = inner(frame)
        if wanted is None:
            name = node.parts[1].name
            frame.run.problem("unknown-type", name, node.line, node.column)
            return None
        return is_instance(value, wanted, frame.run)

    return evaluate

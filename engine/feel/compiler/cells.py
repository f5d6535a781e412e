"""Closures of unary tests: cells of decision tables, and what follows `in`.

Source: DMN 1.5, 10.3.2 (semantics of unary tests and of `in`).
"""

from decimal import Decimal

from engine.feel.compiler.builder import Builder, Closure, TestClosure, makes, makes_tests
from engine.feel.compiler.expressions import constant_value, quick_comparison
from engine.feel.compiler.free import INPUT, mentioned
from engine.feel.frame import Frame, Run
from engine.feel.operators import compare, disjunction, equal, within
from engine.feel.syntax.tree import Node
from engine.feel.values import Range, Value

_LITERALS = ("number", "string")


@makes("in")
def _in(builder: Builder, node: Node) -> Closure:
    value, tests = builder.node(node.parts[0]), builder.tests(node.parts[1])
    return lambda frame: tests(frame, value(frame))


@makes_tests("any")
def _anything(_builder: Builder, _node: Node) -> TestClosure:
    return lambda _frame, _value: True


@makes_tests("tests")
def _tests(builder: Builder, node: Node) -> TestClosure:
    tests = [builder.tests(part) for part in node.parts[0]]
    if len(tests) == 1:
        return tests[0]
    literals = _literals(node)
    if literals is None:
        return lambda frame, value: disjunction(test(frame, value) for test in tests)
    kind, known = type(literals[0]), frozenset(literals)

    def evaluate(frame: Frame, value: Value) -> Value:
        if type(value) is kind:
            return value in known
        return disjunction(test(frame, value) for test in tests)

    return evaluate


def _literals(node: Node) -> list[Value] | None:
    """The values of tests that are literals of one kind; None when others are among them."""
    inner = [part.parts[1] for part in node.parts[0] if not part.parts[0]]
    kinds = {part.kind for part in inner}
    if len(inner) < len(node.parts[0]) or len(kinds) != 1 or not kinds <= set(_LITERALS):
        return None
    values = [constant_value(part) for part in inner]
    return None if None in values else values


@makes_tests("not-tests")
def _not_tests(builder: Builder, node: Node) -> TestClosure:
    tests = builder.tests(node.parts[0])

    def evaluate(frame: Frame, value: Value) -> Value:
        verdict = tests(frame, value)
        return None if verdict is None else not verdict

    return evaluate


@makes_tests("test", "member")
def _test(builder: Builder, node: Node) -> TestClosure:
    sign, tested = node.parts
    inner = builder.node(tested)
    if sign:
        return _comparing(sign, tested, inner)
    if tested.kind in _LITERALS:
        return _is_literal(constant_value(tested))
    if tested.kind == "range" and all(part.kind == "number" for part in tested.parts[:2]):
        return _is_between(tested)
    if INPUT in mentioned(tested):

        def ask(frame: Frame, value: Value) -> Value:
            expected = inner(frame.testing(value))
            if expected is None or isinstance(expected, bool):
                return expected
            return belongs(value, expected, frame.run)

        return ask
    if node.kind == "member":
        return lambda frame, value: belongs(value, inner(frame), frame.run)

    def fits(frame: Frame, value: Value) -> Value:
        expected = inner(frame)
        # A condition of other data, in the column of a value that is none itself.
        if isinstance(expected, bool) and not isinstance(value, bool | None):
            return expected
        return belongs(value, expected, frame.run)

    return fits


def _comparing(sign: str, tested: Node, inner: Closure) -> TestClosure:
    if tested.kind == "number":
        known, quick = constant_value(tested), quick_comparison(sign)

        def evaluate(frame: Frame, value: Value) -> Value:
            if type(value) is Decimal:
                return quick(value, known)
            return compare(sign, value, known, frame.run)

        return evaluate
    return lambda frame, value: compare(sign, value, inner(frame), frame.run)


def _is_literal(known: Value) -> TestClosure:
    kind = type(known)

    def evaluate(frame: Frame, value: Value) -> Value:
        if type(value) is kind:
            return value == known
        return belongs(value, known, frame.run)

    return evaluate


def _is_between(node: Node) -> TestClosure:
    low, high = constant_value(node.parts[0]), constant_value(node.parts[1])
    from_low = quick_comparison(">=" if node.parts[2] else ">")
    to_high = quick_comparison("<=" if node.parts[3] else "<")
    interval = Range(low, high, node.parts[2], node.parts[3])

    def evaluate(frame: Frame, value: Value) -> Value:
        if type(value) is Decimal:
            return from_low(value, low) and to_high(value, high)
        return belongs(value, interval, frame.run)

    return evaluate


def belongs(value: Value, expected: Value, run: Run) -> bool | None:
    """Whether a value is what is expected, or one of it, or lies in it."""
    if isinstance(expected, Range) and not isinstance(value, Range):
        return within(value, expected)
    if isinstance(expected, list):
        run.spend(1 + len(expected) // 8)
        if isinstance(value, list) and equal(value, expected, run) is True:
            return True
        return any(_is_item(value, item, run) for item in expected)
    return equal(value, expected, run)


def _is_item(value: Value, item: Value, run: Run) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return within(value, item) is True
    return equal(value, item, run) is True

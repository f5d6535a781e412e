"""Closures of unary tests: cells of decision tables, and what follows `in`. Source: DMN 1.5, 10.3.2.8, table 54."""

from engine.feel.compiler.builder import Builder, Closure, makes
from engine.feel.compiler.expressions import constant_value
from engine.feel.compiler.free import INPUT, mentioned
from engine.feel.frame import Frame, Run
from engine.feel.operators import compare, disjunction, equal, within
from engine.feel.syntax.tree import Node
from engine.feel.values import Range, Value


@makes("in")
def _in(builder: Builder, node: Node) -> Closure:
    value, tests = builder.node(node.parts[0]), builder.node(node.parts[1])
    return lambda frame: tests(frame.testing(value(frame)))


@makes("tests")
def _tests(builder: Builder, node: Node) -> Closure:
    tests = [builder.node(part) for part in node.parts[0]]
    if len(tests) == 1:
        return tests[0]
    return lambda frame: disjunction(test(frame) for test in tests)


@makes("not-tests")
def _not_tests(builder: Builder, node: Node) -> Closure:
    tests = builder.node(node.parts[0])

    def evaluate(frame: Frame) -> Value:
        verdict = tests(frame)
        return None if verdict is None else not verdict

    return evaluate


@makes("test")
def _test(builder: Builder, node: Node) -> Closure:
    sign, inner = node.parts[0], builder.node(node.parts[1])
    if sign:
        return lambda frame: compare(sign, frame.given, inner(frame), frame.run)
    if node.parts[1].kind in ("number", "string"):
        return _is_literal(constant_value(node.parts[1]))
    if INPUT in mentioned(node.parts[1]):

        def ask(frame: Frame) -> Value:
            expected = inner(frame)
            if expected is None or isinstance(expected, bool):
                return expected
            return belongs(frame.given, expected, frame.run)

        return ask
    return lambda frame: belongs(frame.given, inner(frame), frame.run)


def _is_literal(known: Value) -> Closure:
    kind = type(known)

    def evaluate(frame: Frame) -> Value:
        value = frame.given
        if type(value) is kind:
            return value == known
        return belongs(value, known, frame.run)

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

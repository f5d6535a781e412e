"""Closures of function definitions and calls."""

from collections.abc import Container

from engine.feel.builtins import FUNCTIONS
from engine.feel.calling import FAULTS, call_by_name, call_function, exact_takers
from engine.feel.compiler.builder import Builder, Closure, makes, weight
from engine.feel.frame import Frame, Run
from engine.feel.syntax.tree import Node
from engine.feel.types import ANY
from engine.feel.values import FeelFunction, Parameter, Value


@makes("function")
def _function(builder: Builder, node: Node) -> Closure:
    names = [name for name, _ in node.parts[0]]
    parameters = tuple(Parameter(name, builder.type(kind) or ANY) for name, kind in node.parts[0])
    body, cost = builder.inside(names).node(node.parts[1]), weight(node.parts[1])

    def make(frame: Frame) -> Value:
        def call(run: Run, *values: Value) -> Value:
            run.spend(cost)
            return body(frame.inside(dict(zip(names, values, strict=True))))

        return FeelFunction("", (parameters,), call, ANY)

    return make


@makes("call")
def _call(builder: Builder, node: Node) -> Closure:
    target = _target(builder, node.parts[0])
    positional = [builder.node(part) for part in node.parts[1]]
    named = [(name, builder.node(part)) for name, part in node.parts[2]]

    built_in = _built_in(builder, node.parts[0])
    if built_in is not None and not named:
        return _direct(built_in, positional, node)

    def evaluate(frame: Frame) -> Value:
        function = target(frame)
        if not isinstance(function, FeelFunction):
            name = str(node.parts[0].parts[0]) if node.parts[0].kind == "name" else ""
            frame.run.problem("not-a-function", name, node.line, node.column)
            return None
        if named:
            given = {name: part(frame) for name, part in named}
            return call_by_name(frame.run, function, given, node)
        return call_function(frame.run, function, [part(frame) for part in positional], node)

    return evaluate


def _built_in(builder: Builder, node: Node) -> FeelFunction | None:
    """The built-in function that is surely meant."""
    if node.kind != "name" or builder.is_declared(node.parts[0]):
        return None
    return FUNCTIONS.get(node.parts[0])


def _direct(function: FeelFunction, positional: list[Closure], node: Node) -> Closure:
    """A call of a built-in, without the long way round where the arguments are what it takes."""
    call, takers = function.call, exact_takers(function, len(positional))
    if len(positional) == 1:
        return _of_one(function, positional[0], [taker[0] for taker in takers], node)

    def evaluate(frame: Frame) -> Value:
        values = [part(frame) for part in positional]
        run = frame.run
        for taker in takers:
            for value, kinds in zip(values, taker, strict=True):
                if type(value) not in kinds:
                    break
            else:
                try:
                    return call(run, *values)
                except FAULTS:
                    run.problem("argument-values", function.name, node.line, node.column)
                    return None
        return call_function(run, function, values, node)

    return evaluate


def _of_one(
    function: FeelFunction, argument: Closure, takers: list[Container[type]], node: Node
) -> Closure:
    """The same for one argument, which most calls have."""
    call = function.call

    def evaluate(frame: Frame) -> Value:
        value = argument(frame)
        for kinds in takers:
            if type(value) in kinds:
                try:
                    return call(frame.run, value)
                except FAULTS:
                    frame.run.problem("argument-values", function.name, node.line, node.column)
                    return None
        return call_function(frame.run, function, [value], node)

    return evaluate


def _target(builder: Builder, node: Node) -> Closure:
    read = builder.node(node)
    built_in = FUNCTIONS.get(node.parts[0]) if node.kind == "name" else None
    if built_in is None:
        return read
    if not builder.is_declared(node.parts[0]):
        return lambda _frame: built_in

    # A variable may carry the name of a built-in function, and be no function itself.

    def find(frame: Frame) -> Value:
        value = read(frame)
        return value if isinstance(value, FeelFunction) else built_in

    return find

"""Calls of function values: arguments to parameters, bounds, and null for what does not fit."""

from collections.abc import Container, Mapping

from engine.feel.errors import FeelLimitExceeded
from engine.feel.frame import Run
from engine.feel.syntax.tree import Node
from engine.feel.types import NotConforming, coerce, conforms
from engine.feel.values import FeelFunction, Parameter, Value, types_of

NOWHERE = Node("call", ())
# What a built-in raises when it has no answer for its arguments.
FAULTS = (ArithmeticError, ValueError, TypeError, LookupError)
_Fit = tuple[tuple[Parameter, ...], list[Value]]


def call_function(
    run: Run, function: FeelFunction, values: list[Value], node: Node = NOWHERE
) -> Value:
    """Call with positional arguments; null, with the problem, when they do not fit.

    Raises:
        FeelLimitExceeded: a bound was reached.
    """
    fits = [
        (_spread(signature, len(values)), values)
        for signature in function.signatures
        if _takes(signature, len(values))
    ]
    return _first_that_fits(run, function, fits, node)


def call_by_name(
    run: Run, function: FeelFunction, given: Mapping[str, Value], node: Node = NOWHERE
) -> Value:
    """Call with named arguments; null and errors as `call_function`."""
    fits: list[_Fit] = []
    for signature in function.signatures:
        names = [parameter.name for parameter in signature]
        required = {parameter.name for parameter in signature if not parameter.optional}
        if required <= given.keys() <= set(names):
            last = max((at for at, name in enumerate(names) if name in given), default=-1)
            values = [given.get(name) for name in names[: last + 1]]
            if values and signature[-1].variadic and isinstance(values[-1], list):
                values = [*values[:-1], *values[-1]]
            fits.append((_spread(signature, len(values)), values))
    return _first_that_fits(run, function, fits, node)


def _first_that_fits(run: Run, function: FeelFunction, fits: list[_Fit], node: Node) -> Value:
    for parameters, values in fits:
        if all(
            _accepts(run, parameter, value)
            for parameter, value in zip(parameters, values, strict=True)
        ):
            return _called(run, function, values, node)
    for parameters, values in fits:
        try:
            converted = [_converted(run, *pair) for pair in zip(parameters, values, strict=True)]
        except NotConforming:
            continue
        return _called(run, function, converted, node)
    code = "arguments"
    if fits:
        code = "null-argument" if None in fits[0][1] else "argument-types"
    run.problem(code, function.name, node.line, node.column)
    return None


def _takes(signature: tuple[Parameter, ...], count: int) -> bool:
    if signature and signature[-1].variadic:
        return count >= len(signature) - signature[-1].optional
    return sum(not parameter.optional for parameter in signature) <= count <= len(signature)


def _spread(signature: tuple[Parameter, ...], count: int) -> tuple[Parameter, ...]:
    return signature[:count] + signature[-1:] * (count - len(signature))


def _accepts(run: Run, parameter: Parameter, value: Value) -> bool:
    if value is None:
        return parameter.nullable
    return parameter.type.kind == "Any" or conforms(value, parameter.type, run)


def _converted(run: Run, parameter: Parameter, value: Value) -> Value:
    if _accepts(run, parameter, value):
        return value
    if value is None:
        raise NotConforming
    return coerce(value, parameter.type, run)


class _Everything:
    """Holds every type."""

    def __contains__(self, kind: object) -> bool:
        return True


def exact_takers(function: FeelFunction, count: int) -> list[tuple[Container[type], ...]]:
    """For each way to give so many arguments, the types of Python that surely fit each parameter."""
    return [
        tuple(map(_surely, _spread(signature, count)))
        for signature in function.signatures
        if _takes(signature, count)
    ]


def _surely(parameter: Parameter) -> Container[type]:
    kind = parameter.type
    if kind.kind == "Any":
        return _Everything()
    if kind.item is not None or kind.fields is not None or kind.parameters is not None:
        return ()
    return types_of(kind.kind)


def _called(run: Run, function: FeelFunction, values: list[Value], node: Node) -> Value:
    run.depth += 1
    if run.depth > run.limits.depth:
        raise FeelLimitExceeded("depth")
    try:
        run.spend()
        return function.call(run, *values)
    except FAULTS:
        if not function.built_in:
            raise
        # A built-in met a value that it has no answer for: FEEL gives null and says so
        # (DMN 1.5, 10.3.2.13).
        run.problem("argument-values", function.name, node.line, node.column)
        return None
    finally:
        run.depth -= 1

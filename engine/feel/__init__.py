"""FEEL, the expression language of DMN 1.5 (chapter 10): safe, bounded, compiled once to closures.

Pure Python: no clock but the one that is lent, no file, no network, no attribute of Python.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.feel.builtins import FUNCTIONS
from engine.feel.checking import Diagnostic, check, check_unary_tests
from engine.feel.compiler import Builder, Closure, TestClosure, free_names
from engine.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError, Problem
from engine.feel.frame import Frame, Run
from engine.feel.limits import Limits, default_limits, set_default_limits
from engine.feel.syntax import Parser, Scope
from engine.feel.types import Type
from engine.feel.values import Value, normalise

__all__ = [
    "Diagnostic",
    "Evaluation",
    "Expression",
    "FeelError",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Limits",
    "Problem",
    "Scope",
    "UnaryTests",
    "Value",
    "check",
    "check_unary_tests",
    "compile_expression",
    "compile_unary_tests",
    "default_limits",
    "from_attribute",
    "scope_of",
    "set_default_limits",
]


class Evaluation:
    """A value, and why parts of it are null."""

    __slots__ = ("problems", "value")

    def __init__(self, value: Value, problems: tuple[Problem, ...] = ()) -> None:
        self.value = value
        self.problems = problems

    def __repr__(self) -> str:
        return f"Evaluation({self.value!r}, {self.problems!r})"


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    Attributes:
        names: variables that it reads.
    """

    text: str
    names: frozenset[str]
    closure: Closure = field(repr=False, compare=False)

    def evaluate(
        self,
        context: Mapping[str, Any],
        *,
        now: datetime | None = None,
        limits: Limits | None = None,
    ) -> Evaluation:
        """The value over the context; null where something went wrong, with the problem.

        Args:
            context: variables by name, plain Python or FEEL values.
            limits: bounds of this evaluation.
            now: what `now()` and `today()` use, aware.

        Raises:
            FeelLimitExceeded: a bound was reached.
        """
        run = Run(now, limits)
        try:
            value = self.closure(Frame(run, context))
        except RecursionError as error:
            raise FeelLimitExceeded("depth") from error
        if type(value) in _LARGE:
            run.weigh(value)
        return Evaluation(value, tuple(run.problems) if run.problems else ())


@dataclass(frozen=True)
class UnaryTests:
    """The compiled tests of one cell of a decision table."""

    text: str
    closure: TestClosure = field(repr=False, compare=False)

    def evaluate(
        self,
        value: Any,
        context: Mapping[str, Any] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits | None = None,
    ) -> Evaluation:
        """Whether the value passes: true, false, or null with the problem.

        Raises:
            FeelLimitExceeded: a bound was reached.
        """
        run = Run(now, limits)
        frame = Frame(run, context or {})
        try:
            verdict = self.closure(frame, normalise(value))
        except RecursionError as error:
            raise FeelLimitExceeded("depth") from error
        return Evaluation(verdict, tuple(run.problems))

    def matches(
        self,
        value: Any,
        context: Mapping[str, Any] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits | None = None,
    ) -> bool:
        """Whether the value surely passes the tests; raises as `evaluate`."""
        return self.evaluate(value, context, now=now, limits=limits).value is True


_LARGE = frozenset({list, dict})
_BUILT_IN = frozenset(FUNCTIONS)


def scope_of(
    names: Collection[str] | Mapping[str, Type | None] = (),
    types: Mapping[str, Type] | None = None,
) -> Scope:
    """What is in sight around an expression: variables with their types, named types, built-ins."""
    variables = names if isinstance(names, Mapping) else dict.fromkeys(names)
    return Scope(variables, types or {}, _BUILT_IN)


def compile_expression(
    text: str,
    *,
    names: Collection[str] | Mapping[str, Type | None] = (),
    types: Mapping[str, Type] | None = None,
    limits: Limits | None = None,
) -> Expression:
    """Compile a text of FEEL.

    Args:
        text: the expression.
        limits: bounds of its length and depth.
        names: known variables, if one likes with their types; needed for those with spaces or signs in
            their name.
        types: named types that `instance of` may ask for.

    Raises:
        FeelSyntaxError: the text is not FEEL.
        FeelLimitExceeded: it is too long or too deep.
    """
    scope = scope_of(names, types)
    try:
        node = Parser(text, scope, limits or default_limits()).whole_expression()
        return Expression(text, free_names(node), _builder(scope).node(node))
    except RecursionError as error:
        raise FeelLimitExceeded("depth") from error


def compile_unary_tests(
    text: str,
    *,
    names: Collection[str] | Mapping[str, Type | None] = (),
    types: Mapping[str, Type] | None = None,
    limits: Limits | None = None,
) -> UnaryTests:
    """Compile the tests of a decision table's cell; arguments and errors as `compile_expression`."""
    scope = scope_of(names, types)
    try:
        node = Parser(text, scope, limits or default_limits()).whole_unary_tests()
        return UnaryTests(text, _builder(scope).tests(node))
    except RecursionError as error:
        raise FeelLimitExceeded("depth") from error


def _builder(scope: Scope) -> Builder:
    return Builder(scope.types, scope.variables)


def from_attribute(text: str) -> Expression:
    """An attribute of a model: FEEL after "=", else the text itself (Camunda 8's habit).

    Raises:
        FeelSyntaxError: what follows "=" is not FEEL.
    """
    if text.startswith("="):
        return compile_expression(text[1:])
    return Expression(text, frozenset(), lambda _frame: text)

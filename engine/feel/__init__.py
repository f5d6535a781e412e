"""FEEL, the expression language of DMN 1.5 (chapter 10): safe, bounded, compiled once to closures.

Pure Python: no clock but the one that is lent, no file, no network, no attribute of Python.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.feel.compiler import INPUT, Closure, compile_node, free_names
from engine.feel.errors import FeelError, FeelLimitExceeded, FeelSyntaxError, Problem
from engine.feel.frame import Frame, Run
from engine.feel.limits import DEFAULT_LIMITS, Limits
from engine.feel.parser import Parser
from engine.feel.values import Value, normalise

__all__ = [
    "DEFAULT_LIMITS",
    "Evaluation",
    "Expression",
    "FeelError",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Limits",
    "Problem",
    "UnaryTests",
    "Value",
    "compile_expression",
    "compile_unary_tests",
    "from_attribute",
]


@dataclass(frozen=True)
class Evaluation:
    """A value, and why parts of it are null."""

    value: Value
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    Attributes:
        names: variables that it reads.
    """

    text: str
    names: frozenset[str]
    _closure: Closure = field(repr=False)

    def evaluate(
        self,
        context: Mapping[str, Value],
        *,
        now: datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
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
        value = self._closure(Frame(run, _values(context)))
        return Evaluation(value, tuple(run.problems))


@dataclass(frozen=True)
class UnaryTests:
    """The compiled tests of one cell of a decision table."""

    text: str
    _closure: Closure = field(repr=False)

    def matches(
        self,
        value: Value,
        context: Mapping[str, Value] | None = None,
        *,
        now: datetime | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> bool:
        """Whether the value passes the tests.

        Raises:
            FeelLimitExceeded: a bound was reached.
        """
        run = Run(now, limits)
        frame = Frame(run, _values(context or {})).inside({INPUT: normalise(value)})
        return self._closure(frame) is True


def compile_expression(
    text: str, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> Expression:
    """Compile a text of FEEL.

    Args:
        text: the expression.
        limits: bounds of its length and depth.
        names: known variables; needed for those with spaces or signs in their name.

    Raises:
        FeelSyntaxError: the text is not FEEL.
        FeelLimitExceeded: it is too long or too deep.
    """
    node = Parser(text, frozenset(names), limits).whole_expression()
    return Expression(text, free_names(node), compile_node(node))


def compile_unary_tests(
    text: str, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS
) -> UnaryTests:
    """Compile the tests of a decision table's cell.

    Raises:
        FeelSyntaxError: the text is no unary test.
        FeelLimitExceeded: it is too long or too deep.
    """
    node = Parser(text, frozenset(names), limits).whole_unary_tests()
    return UnaryTests(text, compile_node(node))


def from_attribute(text: str) -> Expression:
    """An attribute of a model: FEEL after "=", else the text itself (Camunda 8's habit).

    Raises:
        FeelSyntaxError: what follows "=" is not FEEL.
    """
    if text.startswith("="):
        return compile_expression(text[1:])
    return Expression(text, frozenset(), lambda _frame: text)


class _Normalised(dict[str, Value]):
    """Variables made FEEL values only when they are read."""

    def __init__(self, source: Mapping[str, Value]) -> None:
        super().__init__()
        self._source = source

    def __contains__(self, name: object) -> bool:
        return name in self._source

    def __getitem__(self, name: str) -> Value:
        if not dict.__contains__(self, name):
            self[name] = normalise(self._source[name])
        return dict.__getitem__(self, name)


def _values(context: Mapping[str, Value]) -> Mapping[str, Value]:
    return _Normalised(context)

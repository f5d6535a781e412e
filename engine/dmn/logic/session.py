"""What one decision carries with it besides FEEL's run: the rows that fired."""

from datetime import datetime

from engine.dmn.model import FiredRule
from engine.feel.compiler import Closure
from engine.feel.errors import Problem
from engine.feel.frame import Frame, Run
from engine.feel.limits import Limits
from engine.feel.types import ANY, NotConforming, Type, coerce
from engine.feel.values import Value, kind_of

_MOST_FIRED = 1_000


class Session(Run):
    """A run of FEEL that keeps the rows that fired.

    Attributes:
        fired: rows, in the order in which they fired.
    """

    __slots__ = ("fired",)

    def __init__(self, now: datetime | None = None, limits: Limits | None = None) -> None:
        super().__init__(now, limits)
        self.fired: list[FiredRule] = []

    def fire(self, rule: FiredRule) -> None:
        """Keep a row that fired."""
        if len(self.fired) < _MOST_FIRED:
            self.fired.append(rule)

    def place_problems(self, since: int, place: str) -> None:
        """Say where the problems after the first `since` were met."""
        self.problems[since:] = [
            Problem(problem.code, f"{place}: {problem.text}", problem.line, problem.column)
            for problem in self.problems[since:]
        ]


def as_type(run: Run, value: Value, wanted: Type, element: str) -> Value:
    """The value as one of the type; null, with the problem, when it is none."""
    if wanted is ANY or value is None:
        return value
    try:
        return coerce(value, wanted, run)
    except NotConforming:
        run.problem("wrong-type", f"{element}: {kind_of(value)}, {wanted}")
        return None


def typed(inner: Closure, wanted: Type, element: str) -> Closure:
    """A closure whose value is one of the type, or null."""
    if wanted is ANY:
        return inner

    def evaluate(frame: Frame) -> Value:
        return as_type(frame.run, inner(frame), wanted, element)

    return evaluate

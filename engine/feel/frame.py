"""What an evaluation carries with it: names in sight, bounds, the clock, and the problems met."""

from collections.abc import Mapping
from datetime import datetime

from engine.feel.errors import FeelLimitExceeded, Problem
from engine.feel.limits import Limits
from engine.feel.values import Value

_MAX_PROBLEMS = 50


class Run:
    """One evaluation as a whole.

    Attributes:
        now: the moment that `now()` gives; None when the caller lent no clock.
    """

    __slots__ = ("depth", "limits", "now", "problems", "steps")

    def __init__(self, now: datetime | None, limits: Limits) -> None:
        self.now = now
        self.limits = limits
        self.steps = 0
        self.depth = 0
        self.problems: list[Problem] = []

    def step(self) -> None:
        """Count one step.

        Raises:
            FeelLimitExceeded: there were too many.
        """
        self.steps += 1
        if self.steps > self.limits.steps:
            raise FeelLimitExceeded("steps")

    def problem(self, code: str, text: str, line: int = 1, column: int = 1) -> None:
        """Keep why a part gave null."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(code, text, line, column))

    def bounded(self, value: Value) -> Value:
        """The value, when its size is allowed.

        Raises:
            FeelLimitExceeded: a list or a text is too long.
        """
        if isinstance(value, list) and len(value) > self.limits.items:
            raise FeelLimitExceeded("items")
        if isinstance(value, str) and len(value) > self.limits.text:
            raise FeelLimitExceeded("text")
        return value


class Frame:
    """Names in sight at one place; inner frames hide outer ones."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, run: Run, names: Mapping[str, Value], outer: "Frame | None" = None) -> None:
        self.run = run
        self.names = names
        self.outer = outer

    def inside(self, names: Mapping[str, Value]) -> "Frame":
        """A frame in which `names` are seen first."""
        return Frame(self.run, names, self)

    def find(self, name: str) -> tuple[bool, Value]:
        """Whether the name is known, and its value."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return True, frame.names[name]
            frame = frame.outer
        return False, None

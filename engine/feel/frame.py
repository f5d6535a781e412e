"""What an evaluation carries with it: names in sight, bounds, the clock, and the problems met."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from engine.feel.errors import FeelLimitExceeded, Problem
from engine.feel.limits import DEFAULT, Limits
from engine.feel.values import SCALARS, Value, normalise

_MAX_PROBLEMS = 50
# Nesting of a value that can still be written as JSON.
_MOST_NESTED = 200
_T = TypeVar("_T")


class Ready(dict[str, Value]):
    """Variables that are FEEL values already."""


class Run:
    """One evaluation as a whole.

    Attributes:
        now: the moment that `now()` gives; None when the caller lent no clock.
        problems: why parts gave null.
        steps: what was done so far.
        pattern_seconds: time that regular expressions took so far.
        depth: functions that wait for others now.
        made: variables from outside, and entries of them, that had to be made FEEL values.
    """

    __slots__ = ("depth", "limits", "made", "now", "pattern_seconds", "problems", "steps")

    def __init__(self, now: datetime | None = None, limits: Limits | None = None) -> None:
        self.now = now
        self.limits = limits or DEFAULT.limits
        self.steps = 0.0
        self.pattern_seconds = 0.0
        self.depth = 0
        self.problems: list[Problem] = []
        self.made: dict[Hashable, tuple[Mapping[str, Any], Value]] | None = None

    def spend(self, steps: float = 1) -> None:
        """Count steps.

        Raises:
            FeelLimitExceeded: there were too many.
        """
        self.steps += steps
        if self.steps > self.limits.steps:
            raise FeelLimitExceeded("steps")

    def look(self, values: int) -> None:
        """Count values that are read: sixteen are a step.

        Raises:
            FeelLimitExceeded: there were too many.
        """
        self.spend(values / 16)

    def problem(self, code: str, text: str, line: int = 1, column: int = 1) -> None:
        """Keep why a part gave null."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append(Problem(code, text, line, column))

    def bounded(self, value: _T) -> _T:
        """The value that was made, when its size is allowed; its size counts as steps.

        Raises:
            FeelLimitExceeded: a list or a text is too long.
        """
        if isinstance(value, list):
            self.room(items=len(value))
        elif isinstance(value, str):
            self.room(text=len(value))
        return value

    def room(self, *, items: int = 0, text: int = 0) -> None:
        """Ask for the room of a list or a text before it is made.

        Raises:
            FeelLimitExceeded: it would be too long.
        """
        if items > self.limits.items:
            raise FeelLimitExceeded("items")
        if text > self.limits.text:
            raise FeelLimitExceeded("text")
        # All that is made in one evaluation is bounded too, not only each piece.
        self.spend(items // 8 + text // 64)

    def weigh(self, value: Value) -> Value:
        """The value, when it can be written out within the bounds.

        A list that holds another one twice is small in memory and endless on paper; sixteen characters
        count as an item.

        Raises:
            FeelLimitExceeded: it cannot.
        """
        left = self.limits.items * 10
        level = [value]
        for _ in range(_MOST_NESTED):
            holders = [inner for inner in level if isinstance(inner, list | dict)]
            texts = sum(len(inner) for inner in level if isinstance(inner, str))
            left -= len(holders) + sum(map(len, holders)) + texts // 16
            if left < 0:
                raise FeelLimitExceeded("items")
            if not holders:
                return value
            level = [part for inner in holders for part in _parts(inner)]
        raise FeelLimitExceeded("depth")


def _parts(holder: list[Value] | dict[str, Value]) -> Iterable[Value]:
    return holder.values() if isinstance(holder, dict) else holder


class Frame:
    """Names in sight at one place; inner frames hide outer ones.

    Attributes:
        run: the evaluation.
        variables: those from outside, as they were given, seen from every frame.
        names: those of this frame.
        outer: the frame around it; None at the top.
        given: the value that `?` stands for.
    """

    __slots__ = ("given", "names", "outer", "run", "variables")

    def __init__(
        self,
        run: Run,
        variables: Mapping[str, Any],
        names: Mapping[str, Value] | None = None,
        outer: "Frame | None" = None,
        given: Value = None,
    ) -> None:
        self.run = run
        self.variables = variables
        self.names = names
        self.outer = outer
        self.given = given

    def inside(self, names: Mapping[str, Value]) -> "Frame":
        """A frame in which `names` are seen first."""
        return Frame(self.run, self.variables, names, self, self.given)

    def testing(self, given: Value) -> "Frame":
        """A frame in which `?` is this value."""
        return Frame(self.run, self.variables, self.names, self.outer, given)

    def variable(self, name: str) -> Value:
        """A variable from outside.

        Raises:
            KeyError: there is none of that name.
            TypeError: it is no FEEL value.
        """
        value = self.variables[name]
        return value if type(value) in SCALARS else self.entry((name,), value)

    def entry(self, path: tuple[str, ...], value: Any) -> Value:
        """A variable from outside, or an entry of one, as a FEEL value.

        Raises:
            TypeError: it is no FEEL value.
        """
        if type(self.variables) is Ready:
            return value
        run = self.run
        if run.made is None:
            run.made = {}
        key = id(self.variables), path
        if key not in run.made:
            # With the variables, which must live as long as their number is used.
            run.made[key] = self.variables, normalise(value)
        return run.made[key][1]

    def find(self, name: str) -> tuple[bool, Value]:
        """Whether the name is known, and its value."""
        frame: Frame | None = self
        while frame is not None:
            if frame.names is not None and name in frame.names:
                return True, frame.names[name]
            frame = frame.outer
        try:
            return True, self.variable(name)
        except KeyError:
            return False, None

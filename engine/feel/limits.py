"""Bounds of parsing and evaluating: going over one is a clear error, never a slow server."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds of one evaluation.

    Attributes:
        characters: length of a text of FEEL.
        depth: nesting of a text, and of function calls.
        steps: rounds of loops, calls, and what is made (8 items or 64 characters are a step).
        items: length of a list that is made.
        text: length of a string that is made.
        pattern: length of a regular expression.
        pattern_seconds: time that one regular expression may take; all together, four times that.
    """

    characters: int = 20_000
    depth: int = 60
    steps: int = 200_000
    items: int = 20_000
    text: int = 200_000
    pattern: int = 1_000
    pattern_seconds: float = 0.25


class Default:
    """Holds the bounds of evaluations that were given none."""

    __slots__ = ("limits",)

    def __init__(self) -> None:
        self.limits = Limits()


DEFAULT = Default()


def default_limits() -> Limits:
    """The bounds of an evaluation that was given none."""
    return DEFAULT.limits


def set_default_limits(limits: Limits) -> None:
    """Change what `default_limits` gives, once, when an installation starts."""
    DEFAULT.limits = limits

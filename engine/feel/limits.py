"""Bounds of parsing and evaluating: going over one is a clear error, never a slow server."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one evaluation.

    Attributes:
        characters: length of a text of FEEL.
        depth: nesting of a text, and of function calls.
        steps: nodes evaluated.
        items: length of a list that is made.
        text: length of a string that is made.
    """

    characters: int = 20_000
    depth: int = 60
    steps: int = 200_000
    items: int = 20_000
    text: int = 200_000


DEFAULT_LIMITS = Limits()

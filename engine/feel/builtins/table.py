"""How a built-in is entered: its names of parameters, then what it does."""

from collections.abc import Callable
from typing import Any

from engine.feel.frame import Frame
from engine.feel.values import FeelFunction, Value


def entry(
    name: str,
    parameters: str,
    call: Callable[..., Value],
    *,
    optional: int = 0,
    variadic: bool = False,
    with_frame: bool = False,
) -> tuple[str, FeelFunction]:
    """One row of a table of built-ins.

    Args:
        name: as it is called.
        call: what it does.
        parameters: names by commas; alternatives by `|`.
        optional: how many of the last ones may be left out.
        variadic: takes any number of values.
        with_frame: `call` takes the frame first.
    """
    ways = tuple(
        tuple(part.strip() for part in way.split(",") if part.strip())
        for way in parameters.split("|")
    )

    def called(frame: Frame, *values: Any) -> Value:
        return call(frame, *values) if with_frame else call(*values)

    longest, shortest = max(map(len, ways)), min(map(len, ways))
    return name, FeelFunction(
        name, ways, called, 0 if variadic else shortest - optional, None if variadic else longest
    )


def flat_arguments(values: tuple[Value, ...]) -> list[Value]:
    """Values given one by one, or as one list."""
    if len(values) == 1 and isinstance(values[0], list):
        return list(values[0])
    return list(values)

"""How a built-in is entered: its ways to be called, then what it does."""

from collections.abc import Callable
from dataclasses import replace

from engine.feel.types import ANY, NAMED, Type, list_of
from engine.feel.values import FeelFunction, Parameter, Value

_SHORT = {"days": "days and time duration", "months": "years and months duration"}


def entry(
    name: str, ways: str, result: str, call: Callable[..., Value]
) -> tuple[str, FeelFunction]:
    """One row of a table of built-ins.

    Args:
        name: as it is called.
        ways: lists of `name: type`, parted by `;`. A `?` after the type lets null be its value, `= null`
            lets it be left out, and a `*` before the name takes any number of values.
        result: type of what it gives.
        call: takes the run, then the values.
    """
    signatures = tuple(
        tuple(_parameter(part) for part in way.split(",") if part.strip())
        for way in ways.split(";")
    )
    return name, FeelFunction(name, signatures, call, _type(result), built_in=True)


def _parameter(text: str) -> Parameter:
    name, _, kind = (part.strip() for part in text.partition(":"))
    optional = kind.endswith("= null")
    kind = kind.removesuffix("= null").strip()
    nullable = kind.endswith("?") or kind == "Any" or optional
    variadic = name.startswith("*")
    parameter = Parameter(name.lstrip("* "), _type(kind.rstrip("?")), nullable=nullable)
    return replace(parameter, optional=optional, variadic=variadic)


def _type(text: str) -> Type:
    if text.startswith("list<"):
        return list_of(_type(text[5:-1]))
    return ANY if text == "Any" else NAMED[_SHORT.get(text, text)]

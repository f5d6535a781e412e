"""The tree of an expression."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind, its parts, and where it began (from 1)."""

    kind: str
    parts: tuple[Any, ...]
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as it was written.

    Attributes:
        name: `list`, `range`, `context`, `function`, or the name of any other type.
        inner: types in angle brackets, with their names for a context; None without brackets.
        result: type of what a function gives.
    """

    name: str
    inner: "tuple[tuple[str, TypeName], ...] | None" = None
    result: "TypeName | None" = None
    line: int = 1
    column: int = 1

"""What a rehearsal lends to everything that runs inside it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def lending(variable: ContextVar[T | None], value: T) -> Iterator[None]:
    """Let a variable hold a value for what runs inside, and then what it held before."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


_numbers: ContextVar[bool | None] = ContextVar("rehearsed_numbers", default=None)
_registries: ContextVar[bool | None] = ContextVar("rehearsed_registries", default=None)


def numbers_are_rehearsed() -> bool:
    """Whether numbers come from series of a rehearsal's own."""
    return bool(_numbers.get())


def registries_are_rehearsed() -> bool:
    """Whether the entity's registries hold only what its files say and what the rehearsal wrote."""
    return bool(_registries.get())


def rehearsed_numbers() -> AbstractContextManager[None]:
    """Take numbers from other series: a rehearsal holds its own for seconds, and who files must not wait."""
    return lending(_numbers, True)


@contextmanager
def rehearsed_registries() -> Iterator[None]:
    """The same, with registries that no real case has written: numbers in them begin at one.

    Scenarios name the rows that they write by those numbers, which the window gave to somebody long ago.
    """
    with lending(_numbers, True), lending(_registries, True):
        yield

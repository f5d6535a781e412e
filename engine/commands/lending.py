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


def numbers_are_rehearsed() -> bool:
    """Whether numbers come from series of a rehearsal's own."""
    return bool(_numbers.get())


def rehearsed_numbers() -> AbstractContextManager[None]:
    """Take numbers from other series: a rehearsal holds its own for seconds, and who files must not wait."""
    return lending(_numbers, True)

"""What a rehearsal lends to everything that runs inside it."""

from collections.abc import Iterator
from contextlib import contextmanager
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

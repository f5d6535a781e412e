"""The only place that reads the clock; a rehearsal lends it another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

Clock = Callable[[], datetime]
_lent: ContextVar[Clock | None] = ContextVar("lent_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, or the rehearsal's."""
    lent = _lent.get()
    return lent() if lent else datetime.now(tz=UTC)


@contextmanager
def lend(clock: Clock) -> Iterator[None]:
    """Let another clock tell the present for what runs inside."""
    token = _lent.set(clock)
    try:
        yield
    finally:
        _lent.reset(token)

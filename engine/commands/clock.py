"""The only place that reads the clock; a rehearsal lends it another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_lent: ContextVar[datetime | None] = ContextVar("lent_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, or the rehearsal's."""
    return _lent.get() or datetime.now(tz=UTC)


@contextmanager
def lend(moment: datetime) -> Iterator[None]:
    """Make `moment` the present for what runs inside."""
    token = _lent.set(moment)
    try:
        yield
    finally:
        _lent.reset(token)

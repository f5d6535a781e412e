"""The only place that reads the clock; a rehearsal lends it another."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from engine.clock import legal_day
from engine.commands.lending import lending

Clock = Callable[[], datetime]
_lent: ContextVar[Clock | None] = ContextVar("lent_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, or the rehearsal's."""
    lent = _lent.get()
    return lent() if lent else datetime.now(tz=UTC)


def today() -> date:
    """The day of the present moment in the legal time of Colombia."""
    return legal_day(now())


def lend(clock: Clock) -> AbstractContextManager[None]:
    """Let another clock tell the present for what runs inside."""
    return lending(_lent, clock)

"""How long things wait: seconds or ISO 8601 durations, as models and callers write them."""

from datetime import datetime, timedelta

from engine.errors import DurationUnreadable
from engine.feel.temporal.moves import add_months
from engine.feel.temporal.text import parse_duration
from engine.feel.values import DayTimeDuration


def later(start: datetime, text: str) -> datetime:
    """The moment so much after `start`; durations in years and months go by the calendar.

    Args:
        start: aware.
        text: whole seconds (`90`) or an ISO 8601 duration (`PT90S`, `P1M`).

    Raises:
        DurationUnreadable: the text is neither, is negative, or leads beyond the calendar's years.
    """
    try:
        moved = _moved(start, text.strip())
    except (OverflowError, ValueError) as error:
        raise DurationUnreadable(text=text) from error
    if moved is None or moved < start:
        raise DurationUnreadable(text=text)
    return moved


def _moved(start: datetime, text: str) -> datetime | None:
    if text.isascii() and text.isdigit():
        return start + timedelta(seconds=int(text))
    duration = parse_duration(text)
    if isinstance(duration, DayTimeDuration):
        return start + duration.span
    moved = None if duration is None else add_months(start, duration)
    return moved if isinstance(moved, datetime) else None

"""When a timer event fires: dates, durations and cycles of ISO 8601, and legal terms.

Source: BPMN 2.0.2, 10.5.5 (timer); ISO 8601; Camunda 8 docs, «Timer events».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from engine.clock import BOGOTA, Term
from engine.feel.temporal.moves import add_months, add_time
from engine.feel.temporal.text import parse_date, parse_date_time, parse_duration
from engine.feel.values import DayTimeDuration, YearMonthDuration

_CYCLE = re.compile(r"R(\d{0,6})/(?:([^/]+)/)?(P[^/]+)")
_SHARE = re.compile(r"(\d{1,3}) ?%")
Duration = DayTimeDuration | YearMonthDuration


class TimerUnreadable(ValueError):
    """The value of a timer's expression is no moment, duration, cycle or term."""

    code = "timer-unreadable"


@dataclass(frozen=True)
class Moment:
    """When a timer fires, and how it goes on.

    Attributes:
        due: aware moment; None when `term` has to be counted by the law's days.
        left: how many more times a cycle fires after this one; None for ever.
        interval: ISO 8601 duration between two times of a cycle; empty for what fires once.
    """

    due: datetime | None
    term: str | None = None
    left: int | None = 0
    interval: str = ""


# Upstream: timer-text-is-python
def moment(kind: str, value: Any, now: datetime, *, is_legal: bool = False) -> Moment:
    """First moment of a timer.

    Args:
        kind: `date`, `duration` or `cycle`.
        value: of its expression; text or a temporal value.
        now: when the timer is set, aware.
        is_legal: durations are terms of the law, or shares of the case's own one.

    Raises:
        TimerUnreadable: the value does not fit the kind.
    """
    if kind == "date":
        return Moment(_date(value))
    if kind == "cycle":
        return _cycle(value, now)
    if is_legal:
        return Moment(None, _term(value))
    return Moment(after(now, _duration(value)))


def following(due: datetime, left: int | None, interval: str) -> Moment:
    """The next moment of a cycle; it counts from the moment that was due, also if that was late."""
    remaining = None if left is None else left - 1
    return Moment(after(due, _duration(interval)), None, remaining, interval)


def after(start: datetime, duration: Duration) -> datetime:
    """Start plus duration.

    Raises:
        TimerUnreadable: the sum lies beyond the years that a calendar has.
    """
    moved: object
    if isinstance(duration, YearMonthDuration):
        moved = add_months(start, duration)
    else:
        moved = add_time(start, duration)
    if not isinstance(moved, datetime):
        raise TimerUnreadable(str(duration))
    return moved


def _date(value: Any) -> datetime:
    if isinstance(value, str):
        value = parse_date_time(value.strip()) or parse_date(value.strip())
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BOGOTA)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=BOGOTA)
    raise TimerUnreadable(repr(value))


def _duration(value: Any) -> Duration:
    found = parse_duration(value.strip()) if isinstance(value, str) else value
    if isinstance(found, DayTimeDuration | YearMonthDuration):
        return found
    raise TimerUnreadable(repr(value))


def _cycle(value: Any, now: datetime) -> Moment:
    match = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or match[1] == "0":
        raise TimerUnreadable(repr(value))
    interval = match[3]
    duration = _duration(interval)
    # `R3/START/P1D` fires at START; `R3/P1D` for the first time after one interval.
    due = _date(match[2]) if match[2] else after(now, duration)
    return Moment(due, None, int(match[1]) - 1 if match[1] else None, interval)


def is_share(term: str | None) -> bool:
    """Whether a term's text is a share of the case's own term, such as `80 %`."""
    return term is not None and term.endswith("%")


def _term(value: Any) -> str:
    text = str(value).strip() if isinstance(value, str) else None
    share = _SHARE.fullmatch(text or "")
    if share and 1 <= int(share[1]) <= 100:
        return f"{int(share[1])} %"
    try:
        if text is not None:
            Term.parse(text)
            return text
    except ValueError:
        pass
    return _calendar_term(value)


def _calendar_term(value: Any) -> str:
    duration = _duration(value)
    if isinstance(duration, YearMonthDuration):
        return f"{duration.months} M"
    days, rest = divmod(duration.nanoseconds, 86_400_000_000_000)
    if rest or days < 0:
        raise TimerUnreadable(repr(value))
    return f"{days} D"

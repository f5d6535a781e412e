"""When a timer of a case fires: on the wall clock as the model says, on the case's clock as the law says."""

from datetime import date, datetime
from typing import Any

from engine.clock import Calendar, RunningTerm, Term
from engine.models import Case, Timer
from engine.runtime import OpenedTimer

Reckoned = tuple[datetime | None, dict[str, Any]]


def reckon(opened: OpenedTimer, case: Case, calendar: Calendar, today: date) -> Reckoned:
    """When an opened timer fires, and what to keep so that a suspension can move it.

    Args:
        opened: as the runtime gave it.
        case: whose clock counts.
        calendar: business days of the entity.
        today: day on which the timer was set, in Bogotá; it does not count.

    Returns:
        The moment, aware, and the running term as data. On the case's clock the moment is None while
        the case stands still; on the wall clock the data is empty.

    Raises:
        TermUnreadable: the model's term is none.
        CalendarTooShort: the calendar has no year that the term reaches.

    Source: inventory B.2 and B.3.
    """
    if opened.term is None:
        return opened.due, {}
    return _with_moment(_beside(case, today, Term.parse(opened.term)), calendar)


def reckon_anew(timer: Timer, case: Case, calendar: Calendar) -> Reckoned:
    """The same for a timer that runs already, after its case was suspended, resumed or extended.

    Args:
        timer: on the case's clock.
        case: with its clock as it now is.
        calendar: business days of the entity.
    """
    own = RunningTerm.from_dict(timer.running_term)
    return _with_moment(_beside(case, own.start, own.term), calendar)


def _beside(case: Case, start: date, term: Term) -> RunningTerm:
    if not case.running_term:
        return RunningTerm(start, term)
    return RunningTerm.from_dict(case.running_term).beside(start, term)


def _with_moment(running: RunningTerm, calendar: Calendar) -> Reckoned:
    return running.fires_at(calendar), running.to_dict()

"""When a timer of a case fires: on the wall clock as the model says, on the case's clock as the law says."""

from datetime import date, datetime
from typing import Any

from engine.clock import Calendar, RunningTerm, Term, fires_at
from engine.models import Case, Timer
from engine.runtime import OpenedTimer
from engine.runtime.timing import is_share

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
        the case stands still; on the wall clock the data is empty, for the days of the law it is not.

    Raises:
        TermUnreadable: the model's term is none.
        CalendarTooShort: the calendar has no year that the term reaches.

    Source: inventory B.2 and B.3.
    """
    if opened.term is None:
        return opened.due, {}
    if is_share(opened.term):
        return _share(int(opened.term.removesuffix("%")), case, calendar)
    term = Term.parse(opened.term)
    if not opened.is_on_case_clock:
        return _with_moment(RunningTerm(today, term), calendar)
    return _with_moment(_beside(case, today, term), calendar)


def reckon_anew(timer: Timer, case: Case, calendar: Calendar) -> Reckoned:
    """The same for a timer that runs already, after its case or the entity's calendar changed.

    Args:
        timer: that counts a legal term.
        case: with its clock as it now is.
        calendar: business days of the entity.
    """
    if "share" in timer.running_term:
        return _share(int(timer.running_term["share"]), case, calendar)
    own = RunningTerm.from_dict(timer.running_term)
    if not timer.on_case_clock:
        return _with_moment(own, calendar)
    return _with_moment(_beside(case, own.start, own.term), calendar)


def _share(percent: int, case: Case, calendar: Calendar) -> Reckoned:
    """When so much of the case's own term is used; None before it has one and after its decision.

    Source: inventory A.2 (3) and Appendix 4 (15): what follows a decision is not the term's any more.
    """
    kept = {"share": percent}
    if not case.running_term or case.answered_on is not None:
        return None, kept
    day = RunningTerm.from_dict(case.running_term).alert_on(percent, calendar)
    return (None if day is None else fires_at(day)), kept


def _beside(case: Case, start: date, term: Term) -> RunningTerm:
    if not case.running_term:
        return RunningTerm(start, term)
    return RunningTerm.from_dict(case.running_term).beside(start, term)


def _with_moment(running: RunningTerm, calendar: Calendar) -> Reckoned:
    return running.fires_at(calendar), running.to_dict()

"""The case's legal term: started, stopped, let run again, lengthened; its timers and inboxes follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from engine.clock import RunningTerm, SuspensionCause, Term
from engine.commands._reckoning import reckon_anew
from engine.errors import TermNotRunning
from engine.models import Timer

if TYPE_CHECKING:
    from engine.commands._work import Work


def start(work: Work, term: Term, on: date) -> RunningTerm:
    """Let the term run from the day after `on`."""
    running = RunningTerm(on, term)
    work.case.term_text = term.text
    work.case.answered_on = None
    _keep(work, running)
    move_timers(work)
    return running


def suspend(work: Work, cause: SuspensionCause) -> RunningTerm:
    """Stop the term from tomorrow; today still counts.

    Raises:
        TermNotRunning: the case has no term.
        AlreadySuspended: it stands still already.
        TermOver: its last day has passed.

    Source: CPACA, art. 17; inventory B.3.
    """
    return _change(work, lambda term: term.suspend(work.today, cause, work.calendar))


def resume(work: Work) -> RunningTerm:
    """Let the term run again from tomorrow.

    Raises:
        TermNotRunning: the case has no term.
        NotSuspended: it runs.
    """
    return _change(work, lambda term: term.resume(work.today))


def extend(work: Work, by: Term, reason: str) -> RunningTerm:
    """Lengthen the term within the limit of the law, and record it; timers of the model keep their own lengths.

    Raises:
        TermNotRunning: the case has no term.
        ExtensionInOtherUnit, ExtensionTooLate, ExtensionTooLong: the law does not allow it.

    Source: CPACA, art. 14, par.
    """
    running = _change(work, lambda term: term.extend(by, work.today, work.calendar, reason=reason))
    due = running.due(work.calendar)
    work.record(
        "term.extended",
        by=by.code,
        term=running.total.code,
        reason=reason,
        due=due.isoformat() if due else None,
    )
    return running


def _change(work: Work, change: Callable[[RunningTerm], RunningTerm]) -> RunningTerm:
    if not work.case.running_term:
        raise TermNotRunning
    running = change(RunningTerm.from_dict(work.case.running_term))
    _keep(work, running)
    move_timers(work)
    return running


def _keep(work: Work, running: RunningTerm) -> None:
    work.case.running_term = running.to_dict()
    last_day = running.due(work.calendar)
    if last_day is not None:
        # While it stands still the last known day stays in sight; nobody counts by it.
        work.case.due_on = last_day


def refresh(work: Work) -> None:
    """Reckon the last day anew, on the calendar as it is now."""
    _keep(work, RunningTerm.from_dict(work.case.running_term))


def move_timers(work: Work) -> None:
    """Reckon anew when the timers on the case's clock fire."""
    work.rows.reckon_timers()
    _reckon(work, Timer.objects.filter(case=work.case, on_case_clock=True))


def follow_calendar(work: Work) -> None:
    """Reckon anew when every timer that counts by the days of the law fires."""
    _reckon(work, Timer.objects.filter(case=work.case))


def _reckon(work: Work, counting: QuerySet[Timer]) -> None:
    timers = list(counting.exclude(running_term={}))
    for timer in timers:
        timer.due_at, timer.running_term = reckon_anew(timer, work.case, work.calendar)
    if timers:
        Timer.objects.bulk_update(timers, ["due_at", "running_term"])

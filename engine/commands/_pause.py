"""A case stands still and goes on; asked by a person, or by a task of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_fsm import can_proceed

from engine.clock import AlreadySuspended, NotSuspended, SuspensionCause
from engine.commands import _status, _term
from engine.errors import CaseOver
from engine.models import CaseStatus

if TYPE_CHECKING:
    from engine.commands._work import Work


def suspend(work: Work, cause: SuspensionCause, reason: str) -> None:
    """Stop the case's clock from tomorrow.

    Raises:
        AlreadySuspended: it stands still already.
        CaseOver: the case is decided or has ended.
        TermNotRunning, TermOver: there is no term to stop.
    """
    case = work.case
    if case.status == CaseStatus.SUSPENDED:
        raise AlreadySuspended
    if not can_proceed(case.suspend):
        raise CaseOver
    running = _term.suspend(work, cause)
    case.suspend()
    case.suspended_at = work.now
    case.suspension_reason = reason[:300]
    work.record(
        "case.suspended",
        cause=cause.value,
        reason=reason,
        used_days=running.suspensions[-1].used_before,
    )


def resume(work: Work, reason: str) -> None:
    """Let the case's clock run again from tomorrow.

    Raises:
        NotSuspended: it runs.
    """
    case = work.case
    if case.status != CaseStatus.SUSPENDED:
        raise NotSuspended
    _term.resume(work)
    case.resume()
    case.suspended_at = None
    case.suspension_reason = ""
    _status.follow_state(work)
    work.record("case.resumed", reason=reason, due=case.due_on.isoformat() if case.due_on else None)

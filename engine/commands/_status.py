"""What the procedure's state and its end mean for the case's own status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import _term
from engine.models import RUNNING, CaseStatus

if TYPE_CHECKING:
    from engine import runtime
    from engine.commands._work import Work


def change_state(work: Work, state: str) -> None:
    """Give the case a state of inventory I.3, with its event.

    Source: inventory I.3; the engine's own status follows (`architecture.md`, state machines).
    """
    case = work.case
    if state == case.state:
        return
    work.record("state.changed", before=case.state, after=state)
    case.state = state
    follow_state(work)


def follow_state(work: Work) -> None:
    """Bring the case's status after its state; what is over stays over, what is suspended suspended."""
    case, state = work.case, work.case.state
    if case.status not in RUNNING:
        return
    if state == "ARCHIVADO":
        case.close()
    elif state == "DESISTIDO_EXPRESO":
        case.withdraw()
    elif state == "DESISTIDO_TACITO":
        case.lapse()
    elif case.status != CaseStatus.SUSPENDED:
        _progress(work)
    if case.is_over and case.closed_at is None:
        case.closed_at = work.now


def finish(work: Work, end: runtime.EndReached | None) -> None:
    """Close the case whose flow came to its end."""
    case = work.case
    case.outcome = ((end.properties.get("outcome") or end.name or "") if end else "")[:60]
    if not case.is_over:
        case.close()
    if case.closed_at is None:
        case.closed_at = work.now
    work.record("case.closed", outcome=case.outcome, state=case.state)


def _progress(work: Work) -> None:
    case, state = work.case, work.case.state
    if state == "EN_FIRME":
        case.notify()
        _answer(work)
    elif state.startswith("DECIDIDO") or state in ("RECHAZADO", "EN_NOTIFICACION"):
        case.decide()
        _answer(work)
    elif state not in ("RADICADO", "BORRADOR"):
        case.progress()


def _answer(work: Work) -> None:
    """The office has answered: the legal term is met or missed, and no alert of it comes any more."""
    if work.case.answered_on is None:
        work.case.answered_on = work.today
        _term.move_timers(work)

"""End a case before its decision: its owner gives it up, or did not complete it in time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django_fsm import can_proceed

from engine.commands import _incidents, _orders
from engine.commands._authority import require_office, require_reason
from engine.commands._jobs import add_job
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseNotFound, CaseOver
from engine.models import CaseStatus
from engine.models.actor import Actor, ActorKind

_CLOSE_RECORD = "record.close"


@dataclass(frozen=True, kw_only=True)
class WithdrawCase:
    """The citizen gives the request up (desistimiento expreso)."""

    actor: Actor
    case_id: UUID
    reason: str
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class LapseCase:
    """The office notes that the citizen did not complete the request (desistimiento tácito)."""

    actor: Actor
    case_id: UUID
    reason: str
    submit_id: UUID


def withdraw_case(command: WithdrawCase) -> None:
    """Cancel everything that waits and close the expediente; a reason may be given.

    Raises:
        CaseNotFound: the case is not the actor's own.
        CaseOver: it is decided or has ended.

    Source: CPACA, art. 18.
    """
    run(
        "withdraw",
        command.actor,
        lambda work: _withdraw(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def lapse_case(command: LapseCase) -> None:
    """Cancel everything that waits and close the expediente, by the office's reasoned act.

    Raises:
        CaseNotFound: the case is not of the actor's office.
        CaseOver: it is decided or has ended.
        ReasonMissing: no reason was given.

    Source: CPACA, art. 17.
    """
    run(
        "lapse",
        command.actor,
        lambda work: _lapse(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _withdraw(work: Work, command: WithdrawCase) -> dict[str, Any]:
    case, actor = work.case, command.actor
    is_own = case.owner_id is not None and case.owner_id == actor.user_id
    if not is_own and actor.kind is not ActorKind.SYSTEM:
        raise CaseNotFound
    _end(work, case.withdraw, "DESISTIDO_EXPRESO", command.reason.strip())
    return {}


def _lapse(work: Work, command: LapseCase) -> dict[str, Any]:
    require_office(command.actor, work.case)
    _end(work, work.case.lapse, "DESISTIDO_TACITO", require_reason(command.reason))
    return {}


def _end(work: Work, transition: Callable[[], None], state: str, reason: str) -> None:
    """Leave the flow for good; what the archive still has to do goes on."""
    case = work.case
    if case.status in (CaseStatus.DECIDED, CaseStatus.NOTIFIED) or not can_proceed(transition):
        raise CaseOver
    work.rows.cancel_all()
    _orders.withdraw_all(work)
    before = case.state
    transition()
    case.state = case.outcome = state
    case.frozen = None
    case.has_conditions = False
    case.closed_at = work.now
    work.record(f"case.{case.status}", reason=reason)
    work.record("state.changed", before=before, after=state)
    _incidents.resolve_all(work, "case-over")
    if case.expediente:
        job_id = uuid4()
        add_job(
            work,
            task_type=_CLOSE_RECORD,
            name="Cerrar el expediente",
            token=f"close:{job_id}",
            retries=10,
            job_id=job_id,
        )

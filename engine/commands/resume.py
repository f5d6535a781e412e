"""Let a suspended case's legal clock run again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _pause
from engine.commands._authority import require_office, require_reason
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ResumeCase:
    """Let the term run from tomorrow: what it waited for came today."""

    actor: Actor
    case_id: UUID
    reason: str
    submit_id: UUID


def resume_case(command: ResumeCase) -> None:
    """Reckon the case's term and its timers on the case's clock anew.

    Raises:
        CaseNotFound: the case is not of the actor's office.
        ReasonMissing: no reason was given.
        NotSuspended: it is not suspended.

    Source: CPACA, art. 17; inventory B.3.
    """
    run(
        "resume",
        command.actor,
        lambda work: _resume(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _resume(work: Work, command: ResumeCase) -> dict[str, Any]:
    require_office(command.actor, work.case)
    _pause.resume(work, require_reason(command.reason))
    return {}

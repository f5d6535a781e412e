"""Stop a case's legal clock: while somebody else has to act, no day of the term is used."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.clock import SuspensionCause
from engine.commands import _pause
from engine.commands._authority import require_office, require_reason
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class SuspendCase:
    """Stop the term from tomorrow.

    Attributes:
        cause: one that the law knows.
        reason: the motives, for the record.
    """

    actor: Actor
    case_id: UUID
    cause: SuspensionCause
    reason: str
    submit_id: UUID


def suspend_case(command: SuspendCase) -> None:
    """Let the case's term and its timers on the case's clock stand still; work on it may go on.

    Raises:
        CaseNotFound: the case is not of the actor's office.
        CaseOver: it is decided or has ended.
        ReasonMissing: no reason was given.
        TermNotRunning, AlreadySuspended, TermOver: the term cannot be stopped.

    Source: CPACA, art. 17; inventory B.3.
    """
    run(
        "suspend",
        command.actor,
        lambda work: _suspend(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _suspend(work: Work, command: SuspendCase) -> dict[str, Any]:
    require_office(command.actor, work.case)
    _pause.suspend(work, command.cause, require_reason(command.reason))
    return {}

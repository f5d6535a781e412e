"""Lengthen a case's legal term (prórroga), within what the law allows."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.clock import Term
from engine.commands import _term
from engine.commands._authority import require_office, require_reason
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseOver
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ExtendTerm:
    """Add time to the term, told to the citizen before it is over.

    Attributes:
        term: how much is added, such as `5 DH`; in the unit of the case's term.
        reason: the motives, which the citizen is told.
    """

    actor: Actor
    case_id: UUID
    term: str
    reason: str
    submit_id: UUID


def extend_term(command: ExtendTerm) -> None:
    """Move the last day of the case's term.

    Raises:
        CaseNotFound: the case is not of the actor's office.
        CaseOver: it has ended.
        ReasonMissing: no reason was given.
        TermUnreadable, TermNotRunning: there is no such term.
        ExtensionInOtherUnit, ExtensionTooLate, ExtensionTooLong: the law does not allow it.

    Source: CPACA, art. 14, par.: told with motives before it is over, never over double the term.
    """
    run(
        "extend",
        command.actor,
        lambda work: _extend(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _extend(work: Work, command: ExtendTerm) -> dict[str, Any]:
    require_office(command.actor, work.case)
    if work.case.is_over:
        raise CaseOver
    reason = require_reason(command.reason)
    _term.extend(work, Term.parse(command.term), reason)
    return {}

"""Change a case's flow or data by hand, where its model led it astray."""

from dataclasses import dataclass
from typing import Any, assert_never
from uuid import UUID

from engine import runtime
from engine.commands._authority import require_reason, require_repairer
from engine.commands._failures import model_failures
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseOver, CaseStuck, ModificationRefused
from engine.feel.wire import to_wire
from engine.models.actor import Actor
from engine.runtime import CancelToken, Change, SetVariables, StartElement


@dataclass(frozen=True, kw_only=True)
class ModifyCase:
    """Cancel what waits, start at an element, write variables; all of it or nothing."""

    actor: Actor
    case_id: UUID
    changes: tuple[Change, ...]
    reason: str
    submit_id: UUID


def modify_case(command: ModifyCase) -> None:
    """Make the changes in their order and let the flow go on until it waits again.

    Raises:
        NotAllowed: the actor may not repair cases.
        ReasonMissing: no reason was given.
        CaseNotFound, CaseOver: there is no such case in the flow.
        ModificationRefused: a token, element or scope is not there, or nothing was asked.
    """
    run(
        "modify",
        command.actor,
        lambda work: _modify(work, command),
        case_id=command.case_id,
        submit_id=command.submit_id,
    )


def _modify(work: Work, command: ModifyCase) -> dict[str, Any]:
    require_repairer(command.actor)
    reason = require_reason(command.reason)
    if not work.state or work.case.is_over:
        raise CaseOver
    if not command.changes:
        raise ModificationRefused(reason="nothing-to-change")
    work.record(
        "case.modified",
        reason=reason,
        changes=[_described(change) for change in command.changes],
    )
    try:
        with model_failures():
            step = runtime.modify(work.model, work.state, command.changes, now=work.now)
    except CaseStuck as error:
        raise ModificationRefused(**error.data) from error
    work.follow(step, is_replacing=True)
    return {}


def _described(change: Change) -> dict[str, Any]:
    match change:
        case CancelToken():
            return {"cancel": change.token}
        case StartElement():
            return {
                "start": [change.process_id, change.element_id],
                "scope": change.scope_token,
                "variables": to_wire(dict(change.variables)),
            }
        case SetVariables():
            return {"set": to_wire(dict(change.variables)), "token": change.token}
        case _:
            assert_never(change)

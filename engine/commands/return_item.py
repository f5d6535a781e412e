"""Send a work item back (devolver): to who had it before, or to its roles."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _hands
from engine.commands._authority import require_reason
from engine.commands._colleagues import GIVEN, tell_colleague
from engine.commands._items import require_held, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ReturnItem:
    """Send back an item that the actor holds but should not have got."""

    actor: Actor
    item_id: UUID
    reason: str
    submit_id: UUID


def return_item(command: ReturnItem) -> None:
    """Give the item to who delegated it, to who had it before, or to its roles; what was typed stays.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        ReasonMissing: no reason was given.
    """
    run(
        "return",
        command.actor,
        lambda work: _return(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _return(work: Work, command: ReturnItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    reason = require_reason(command.reason)
    receiver = item.owner_id or item.previous_holder_id
    item.previous_holder_id = None
    if receiver in (None, command.actor.user_id, item.assignee_id):
        _hands.let_go(work, item)
    else:
        _hands.give(work, item, receiver)
    work.record(
        "item.returned",
        item=str(item.id),
        element=item.element_id,
        name=item.name,
        to=item.assignee_id,
        reason=reason,
    )
    tell_colleague(work, item, item.assignee_id, GIVEN)
    return {}

"""Take a work item."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _entries
from engine.commands._items import raise_claimed, require_open, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ClaimItem:
    """Take an item that is offered to one of the actor's roles."""

    actor: Actor
    item_id: UUID
    submit_id: UUID


def claim_item(command: ClaimItem) -> None:
    """Put the item into the actor's hands.

    Raises:
        ItemNotFound: the item is not for the actor.
        ItemFinished: it is over.
        ItemAlreadyClaimed: somebody else holds it.
    """
    run(
        "claim",
        command.actor,
        lambda work: _claim(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _claim(work: Work, command: ClaimItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_open(item)
    if item.assignee_id == command.actor.user_id:
        return {}
    if item.assignee_id is not None:
        raise_claimed(item)
    item.claim()
    item.assignee_id = command.actor.user_id
    item.claimed_at = work.now
    item.save(update_fields=["status", "assignee", "claimed_at"])
    _entries.hand_over(work.case, item)
    work.record("item.claimed", item=str(item.id), element=item.element_id)
    return {}

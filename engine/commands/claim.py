"""Take a work item."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands._items import case_of, item_for, raise_claimed, require_open
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
        case_id=case_of(command.item_id),
        submit_id=command.submit_id,
    )


def _claim(work: Work, command: ClaimItem) -> dict[str, Any]:
    item = item_for(command.actor, command.item_id)
    require_open(item)
    if item.assignee_id == command.actor.user_id:
        return {}
    if item.assignee_id is not None:
        raise_claimed(item)
    item.claim()
    item.assignee_id = command.actor.user_id
    item.claimed_at = work.now
    item.save()
    work.record("item.claimed", item=str(item.id), element=item.element_id)
    return {}

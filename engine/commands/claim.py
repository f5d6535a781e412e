"""Take a work item."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _entries
from engine.commands._items import (
    is_held,
    raise_claimed,
    require_open,
    require_present,
    require_seen,
)
from engine.commands._run import run
from engine.commands._work import Work
from engine.models import WorkItem
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
        ActorAway: the actor is away, and somebody stands in.
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
    require_present(command.actor, item)
    if is_held(command.actor, item):
        return {}
    if item.assignee_id is not None:
        raise_claimed(item)
    item.claim()
    item.assignee_id = _holder(command.actor, item)
    work.encargo = command.actor.encargo_for(item.assignee_id, item.groups)
    item.claimed_at = work.now
    item.save(update_fields=["status", "assignee", "claimed_at"])
    _entries.hand_over(work.case, item)
    work.record("item.claimed", item=str(item.id), element=item.element_id)
    return {}


def _holder(actor: Actor, item: WorkItem) -> int | None:
    """Who holds what the actor takes: who is away, where the actor has the role only for them.

    So it is theirs again when they are back, without anything being moved.
    """
    if not (actor.groups - actor.lent).isdisjoint(item.groups):
        return actor.user_id
    lenders = (one for one in actor.encargos if not one.groups.isdisjoint(item.groups))
    lender = next(lenders, None)
    return lender.person_id if lender else actor.user_id

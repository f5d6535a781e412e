"""Give a work item back to its roles."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands._items import case_of, item_for, require_held
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ReleaseItem:
    """Give back an item that the actor holds."""

    actor: Actor
    item_id: UUID
    submit_id: UUID


def release_item(command: ReleaseItem) -> None:
    """Offer the item to its roles again; what was typed stays with it.

    Raises:
        ItemNotFound: the item is not for the actor.
        ItemFinished: it is over.
        ItemAlreadyClaimed: somebody else holds it.
        ItemNotClaimed: nobody holds it.
    """
    run(
        "release",
        command.actor,
        lambda work: _release(work, command),
        case_id=case_of(command.item_id),
        submit_id=command.submit_id,
    )


def _release(work: Work, command: ReleaseItem) -> dict[str, Any]:
    item = item_for(command.actor, command.item_id)
    require_held(command.actor, item)
    item.release()
    item.assignee = None
    item.claimed_at = None
    item.save()
    work.record("item.released", item=str(item.id), element=item.element_id)
    return {}

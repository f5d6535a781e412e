"""Give a work item back to its roles."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _hands
from engine.commands._items import require_held, require_seen
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
    """Offer the item to its roles again, or give it back to who delegated it.

    What was typed stays with it.

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
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _release(work: Work, command: ReleaseItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    if item.owner_id is not None:
        _hands.give(work, item, item.owner_id)
    else:
        _hands.let_go(work, item)
    work.record("item.released", item=str(item.id), element=item.element_id)
    return {}

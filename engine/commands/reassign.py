"""Give a work item to another person for good."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _hands
from engine.commands._authority import is_supervisor, require_reason
from engine.commands._colleagues import GIVEN, tell_colleague
from engine.commands._items import colleague, require_held, require_open, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ReassignItem:
    """Give an item to a colleague: one's own, or as a supervisor anybody's."""

    actor: Actor
    item_id: UUID
    to_user_id: int
    reason: str
    submit_id: UUID


def reassign_item(command: ReassignItem) -> None:
    """Put the item into the colleague's hands, with what was typed; a delegation of it ends.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands,
            and the actor does not supervise.
        ReasonMissing: no reason was given.
        PersonNotFound: nobody of the entity is meant.
    """
    run(
        "reassign",
        command.actor,
        lambda work: _reassign(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _reassign(work: Work, command: ReassignItem) -> dict[str, Any]:
    item = work.item
    if is_supervisor(command.actor):
        require_open(item)
    else:
        require_held(command.actor, require_seen(command.actor, item))
    reason = require_reason(command.reason)
    person = colleague(command.to_user_id)
    before = item.assignee
    if before is None or before.pk != person.pk:
        item.previous_holder_id = item.owner_id or item.assignee_id
    _hands.give(work, item, person.pk)
    work.record(
        "item.reassigned",
        item=str(item.id),
        element=item.element_id,
        before={"id": before.pk, "name": str(before)} if before else None,
        to={"id": person.pk, "name": str(person)},
        reason=reason,
    )
    tell_colleague(work, item, person.pk, GIVEN)
    return {}

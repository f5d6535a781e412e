"""Let a colleague do one's item, and take it back; who delegates stays answerable for it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _hands
from engine.commands._authority import require_reason
from engine.commands._colleagues import GIVEN, tell_colleague
from engine.commands._items import colleague, require_held, require_open, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import ItemDelegated, ItemNotDelegated, PersonNotFound, SigningNotDelegable
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class DelegateItem:
    """Give an item that the actor holds to a colleague, and get it back when they are done."""

    actor: Actor
    item_id: UUID
    to_user_id: int
    reason: str
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class TakeBackItem:
    """Take back an item that the actor delegated."""

    actor: Actor
    item_id: UUID
    submit_id: UUID


def delegate_item(command: DelegateItem) -> None:
    """Put the item into the colleague's hands; when they finish it, the actor has it again.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        ReasonMissing: no reason was given.
        PersonNotFound: nobody of the entity is meant, or the actor is.
        ItemDelegated: it was delegated to the actor, who may only finish or release it.
        SigningNotDelegable: the item signs an act (Ley 489 de 1998, arts. 9 and 10).
    """
    run(
        "delegate",
        command.actor,
        lambda work: _delegate(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def take_back_item(command: TakeBackItem) -> None:
    """Put a delegated item into its owner's hands again, with what was typed.

    Raises:
        ItemNotFound, ItemFinished: it is not there for the actor.
        ItemNotDelegated: the actor did not delegate it.
    """
    run(
        "take-back",
        command.actor,
        lambda work: _take_back(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _delegate(work: Work, command: DelegateItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    reason = require_reason(command.reason)
    if item.owner_id is not None:
        raise ItemDelegated
    if item.signs:
        raise SigningNotDelegable
    person = colleague(command.to_user_id)
    if person.pk in (command.actor.user_id, item.assignee_id):
        raise PersonNotFound
    _hands.give(work, item, person.pk, owner_id=item.assignee_id)
    work.record(
        "item.delegated",
        item=str(item.id),
        element=item.element_id,
        to={"id": person.pk, "name": str(person)},
        reason=reason,
    )
    tell_colleague(work, item, person.pk, GIVEN)
    return {}


def _take_back(work: Work, command: TakeBackItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_open(item)
    if item.owner_id is None or not command.actor.acts_for(item.owner_id, item.groups):
        raise ItemNotDelegated
    _hands.give(work, item, item.owner_id)
    work.record("item.taken-back", item=str(item.id), element=item.element_id)
    return {}

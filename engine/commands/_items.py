"""What the verbs of work items share: find the item for who asks, and say what hinders."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from engine import runtime
from engine.commands._authority import is_supervisor
from engine.commands._failures import model_failures
from engine.errors import (
    ActorAway,
    ItemAlreadyClaimed,
    ItemFinished,
    ItemNotClaimed,
    ItemNotFound,
    PersonNotFound,
)
from engine.models import ItemStatus, WorkItem
from engine.models.actor import Actor, ActorKind

_OPEN = (ItemStatus.READY, ItemStatus.CLAIMED)


def item_for(actor: Actor, item_id: UUID) -> WorkItem:
    """The item, if it is for one of the actor's roles or in the actor's hands.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    item = WorkItem.objects.select_related("assignee", "case").filter(pk=item_id).first()
    if item is None:
        raise ItemNotFound
    return require_seen(actor, item)


def supervised_item(actor: Actor, item_id: UUID) -> WorkItem:
    """The item, whoever's it is, for who supervises.

    Raises:
        ItemNotFound: there is none, or the actor does not supervise.
    """
    item = WorkItem.objects.select_related("assignee", "case").filter(pk=item_id).first()
    if item is None or not is_supervisor(actor):
        raise ItemNotFound
    return item


def require_seen(actor: Actor, item: WorkItem) -> WorkItem:
    """The item, if it is for one of the actor's roles or in the actor's hands.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    if not may_take(actor, item):
        raise ItemNotFound
    return item


def may_take(actor: Actor, item: WorkItem) -> bool:
    """Whether the item is offered to one of the actor's roles, or is or was the actor's."""
    if actor.kind is not ActorKind.OFFICIAL:
        return False
    if any(actor.acts_for(one, item.groups) for one in (item.assignee_id, item.owner_id)):
        return True
    return not actor.groups.isdisjoint(item.groups)


def is_open(item: WorkItem) -> bool:
    """Whether the item still waits for somebody."""
    return item.status in _OPEN


def require_open(item: WorkItem) -> None:
    """Refuse an item that is over.

    Raises:
        ItemFinished: with who finished it and when.
    """
    if not is_open(item):
        raise ItemFinished(
            by=str(item.assignee or ""),
            at=item.finished_at,
            status=item.status,
        )


def require_held(actor: Actor, item: WorkItem) -> None:
    """Refuse an item that is not in the actor's hands.

    Raises:
        ItemFinished: it is over.
        ItemAlreadyClaimed: somebody else holds it.
        ItemNotClaimed: nobody holds it.
        ActorAway: the actor is away, and somebody stands in.
    """
    require_open(item)
    require_present(actor, item)
    if item.assignee_id is None:
        raise ItemNotClaimed
    if not is_held(actor, item):
        raise_claimed(item)


def is_held(actor: Actor, item: WorkItem) -> bool:
    """Whether the item is in the actor's hands, or in those of somebody for whom they stand in."""
    return actor.acts_for(item.assignee_id, item.groups)


def require_present(actor: Actor, item: WorkItem) -> None:
    """Refuse who is away and whose work with this item is somebody else's for now.

    Raises:
        ActorAway: with who stands in and until when.
    """
    if actor.away is not None and actor.away.covers(item.groups):
        raise ActorAway(substitute=actor.away.substitute_name, until=actor.away.until)


def raise_claimed(item: WorkItem) -> None:
    """Say who holds the item and since when.

    Raises:
        ItemAlreadyClaimed: always.
    """
    raise ItemAlreadyClaimed(by=str(item.assignee), at=item.claimed_at)


def colleague(user_id: int) -> AbstractBaseUser:
    """Somebody of the entity, who may be given an item.

    Raises:
        PersonNotFound: there is no such account, or it has no role.
    """
    people = get_user_model().objects.filter(pk=user_id, is_active=True, groups__isnull=False)
    person = people.first()
    if person is None:
        raise PersonNotFound
    return person


def item_variables(item: WorkItem) -> Mapping[str, Any]:
    """What an open item sees of its case, as FEEL values; nothing once it is over.

    Raises:
        CaseStuck: the case's state does not hold the item.
    """
    if not is_open(item) or not item.case.frozen:
        return {}
    with model_failures():
        return runtime.variables_at(bytes(item.case.frozen), item.token)


def item_document(item: WorkItem) -> str:
    """Id of the document that a signing item is about, or empty."""
    document = item_variables(item).get(item.signs) if item.signs else None
    return str(document.get("id") or "") if isinstance(document, Mapping) else ""

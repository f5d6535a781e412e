"""What the verbs of work items share: find the item for who asks, and say what hinders."""

from uuid import UUID

from engine.errors import ItemAlreadyClaimed, ItemFinished, ItemNotClaimed, ItemNotFound
from engine.models import ItemStatus, WorkItem
from engine.models.actor import Actor, ActorKind


def case_of(item_id: UUID) -> UUID:
    """The case that has to be locked for an item.

    Raises:
        ItemNotFound: there is no such item.
    """
    case_id = WorkItem.objects.filter(pk=item_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise ItemNotFound
    return case_id


def item_for(actor: Actor, item_id: UUID) -> WorkItem:
    """The item, if it is for one of the actor's roles or in the actor's hands.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    item = WorkItem.objects.select_related("assignee", "case").filter(pk=item_id).first()
    if item is None or not may_take(actor, item):
        raise ItemNotFound
    return item


def may_take(actor: Actor, item: WorkItem) -> bool:
    """Whether the item is offered to one of the actor's roles, or is the actor's."""
    if actor.kind is not ActorKind.OFFICIAL:
        return False
    if item.assignee_id is not None and item.assignee_id == actor.user_id:
        return True
    return item.candidate_groups.filter(group__in=actor.groups).exists()


def require_open(item: WorkItem) -> None:
    """Refuse an item that is over.

    Raises:
        ItemFinished: with who finished it and when.
    """
    if item.status in (ItemStatus.COMPLETED, ItemStatus.CANCELLED, ItemStatus.EXPIRED):
        raise ItemFinished(
            by=str(item.assignee or ""),
            at=item.finished_at.isoformat() if item.finished_at else "",
            status=item.status,
        )


def require_held(actor: Actor, item: WorkItem) -> None:
    """Refuse an item that is not in the actor's hands.

    Raises:
        ItemFinished: it is over.
        ItemAlreadyClaimed: somebody else holds it.
        ItemNotClaimed: nobody holds it.
    """
    require_open(item)
    if item.assignee_id is None:
        raise ItemNotClaimed
    if item.assignee_id != actor.user_id:
        raise_claimed(item)


def raise_claimed(item: WorkItem) -> None:
    """Say who holds the item and since when.

    Raises:
        ItemAlreadyClaimed: always.
    """
    raise ItemAlreadyClaimed(
        by=str(item.assignee), at=item.claimed_at.isoformat() if item.claimed_at else ""
    )

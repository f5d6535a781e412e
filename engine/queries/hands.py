"""What may be done with an item as a whole: who holds it, who gets it back, and which verbs fit."""

from dataclasses import dataclass
from uuid import UUID

from engine.commands import is_supervisor, item_for, supervised_item
from engine.models import ItemStatus, WorkItem
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class HandsView:
    """An item from hand to hand.

    Attributes:
        holder: who has it; empty when its roles have it.
        owner: who delegated it and gets it back; empty when nobody did.
        earlier: who had it before it was reassigned, and gets it when it is returned; or empty.
        verbs: what the actor may do: `reassign`, `delegate`, `take-back`, `return`, `consult`.
    """

    item_id: UUID
    name: str
    radicado: str
    groups: frozenset[str]
    holder: str
    owner: str
    earlier: str
    is_mine: bool
    signs: bool
    verbs: frozenset[str]


def hands(actor: Actor, item_id: UUID) -> HandsView:
    """The item from hand to hand, for who may take it or supervises.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    find = supervised_item if is_supervisor(actor) else item_for
    item = find(actor, item_id)
    return HandsView(
        item_id=item.id,
        name=item.name,
        radicado=item.case.radicado or "",
        groups=frozenset(item.groups),
        holder=str(item.assignee or ""),
        owner=str(item.owner or ""),
        earlier=str(item.previous_holder or ""),
        is_mine=_is_mine(actor, item),
        signs=bool(item.signs),
        verbs=frozenset(_verbs(actor, item)),
    )


def _verbs(actor: Actor, item: WorkItem) -> list[str]:
    if item.status not in (ItemStatus.READY, ItemStatus.CLAIMED):
        return []
    found = []
    if _is_mine(actor, item):
        found += ["return", "consult", "reassign"]
        if item.owner_id is None and not item.signs:
            found.append("delegate")
    elif is_supervisor(actor):
        found.append("reassign")
    if item.owner_id is not None and item.owner_id == actor.user_id:
        found.append("take-back")
    return found


def _is_mine(actor: Actor, item: WorkItem) -> bool:
    return item.assignee_id is not None and item.assignee_id == actor.user_id

"""What may be done with an item as a whole: who holds it, who gets it back, and which verbs fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from engine.commands import is_held, is_supervisor, item_for, supervised_item
from engine.errors import ItemsDiffer
from engine.models import ItemStatus, WorkItem
from engine.models.actor import Actor, Encargo
from engine.queries.forms import item_form
from forms.schema import FormSchema, leaves


@dataclass(frozen=True, kw_only=True)
class HandsView:
    """An item from hand to hand.

    Attributes:
        holder: who has it; empty when its roles have it.
        owner: who delegated it and gets it back; empty when nobody did.
        earlier: who had it before it was reassigned, and gets it when it is returned; or empty.
        encargo: by what the actor has it in the hands of who is away; None when it is their own.
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
    encargo: Encargo | None
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
        is_mine=is_held(actor, item),
        signs=bool(item.signs),
        encargo=_encargo(actor, item),
        verbs=frozenset(_verbs(actor, item)),
    )


def shared_form(actor: Actor, item_ids: Sequence[UUID]) -> tuple[WorkItem, FormSchema | None]:
    """The first of items that can be finished with the same answers, and their form.

    Raises:
        ItemNotFound: an item is not for the actor.
        ItemsDiffer: they are not the same task of one version, are signatures, or ask for files.
    """
    items = [item_for(actor, item_id) for item_id in item_ids]
    kinds = {(one.case.version_digest, one.process_id, one.element_id) for one in items}
    if len(kinds) != 1 or items[0].signs:
        raise ItemsDiffer
    schema = item_form(items[0])
    if schema is not None and any(one.type == "filepicker" for one in leaves(schema.components)):
        raise ItemsDiffer
    return items[0], schema


def _encargo(actor: Actor, item: WorkItem) -> Encargo | None:
    """By what the item came to the actor: in the hands of who is away, or by a role of theirs alone."""
    if item.assignee_id is not None:
        return actor.encargo_for(item.assignee_id, item.groups)
    if not (actor.groups - actor.lent).isdisjoint(item.groups):
        return None
    lenders = (one for one in actor.encargos if not one.groups.isdisjoint(item.groups))
    return next(lenders, None)


def _verbs(actor: Actor, item: WorkItem) -> list[str]:
    if item.status not in (ItemStatus.READY, ItemStatus.CLAIMED):
        return []
    found = []
    if is_held(actor, item):
        found += ["return", "consult", "reassign"]
        if item.owner_id is None and not item.signs:
            found.append("delegate")
    elif is_supervisor(actor):
        found.append("reassign")
    if actor.acts_for(item.owner_id, item.groups):
        found.append("take-back")
    return found

"""An official's inbox and the item on the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from engine.commands import item_document, item_for
from engine.models import Document, DocumentStatus, ItemStatus, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.queries.cases import DocumentView, document_view
from engine.queries.forms import item_context, item_form
from engine.queries.words import state_text
from forms.schema import FormSchema


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One item that waits."""

    id: UUID
    name: str
    radicado: str
    procedure_name: str
    applicant_name: str
    state_text: str
    status: str
    groups: tuple[str, ...]
    assignee: str
    is_mine: bool
    created_at: datetime
    due: date | None
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """The item on the desk.

    Attributes:
        form: None when the model gives the item no form.
        draft: the document that this item signs, if it signs one.
    """

    row: InboxRow
    radicado: str
    element_id: str
    status: str
    form: FormSchema | None
    context: Mapping[str, Any]
    draft: DocumentView | None
    signs: bool
    finished_at: datetime | None


def inbox(actor: Actor, today: date, *, mine_only: bool = False) -> list[InboxRow]:
    """Items in the actor's hands or offered to the actor's roles, by term.

    Args:
        actor: an official; anyone else gets nothing.
        today: to tell how many calendar days are left.
        mine_only: only what the actor holds.
    """
    if actor.kind is not ActorKind.OFFICIAL:
        return []
    mine = Q(assignee_id=actor.user_id)
    offered = Q(candidate_groups__group__in=actor.groups)
    items = (
        WorkItem.objects.filter(status__in=[ItemStatus.READY, ItemStatus.CLAIMED])
        .filter(mine if mine_only else mine | offered)
        .select_related("case", "assignee")
        .prefetch_related("candidate_groups")
        .distinct()
        .order_by("due_on", "created_at")
    )
    return [_row(actor, item, today) for item in items]


def item(actor: Actor, item_id: UUID, today: date) -> ItemView:
    """The item, with its form and what the form sees.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    found = item_for(actor, item_id)
    return ItemView(
        row=_row(actor, found, today),
        radicado=found.case.radicado or "",
        element_id=found.element_id,
        status=found.status,
        form=item_form(found),
        context=item_context(found),
        draft=_draft(found),
        signs=bool(found.signs),
        finished_at=found.finished_at,
    )


def next_item(actor: Actor, radicado: str, today: date) -> InboxRow | None:
    """Another item of the same case for the actor, if one waits."""
    waiting = [row for row in inbox(actor, today) if row.radicado == radicado]
    return waiting[0] if waiting else None


def _draft(item: WorkItem) -> DocumentView | None:
    document = Document.objects.filter(pk__in=_ids(item), status=DocumentStatus.RENDERED).first()
    return document_view(document) if document else None


def _ids(item: WorkItem) -> list[str]:
    wanted = item_document(item)
    return [wanted] if wanted else []


def _row(actor: Actor, item: WorkItem, today: date) -> InboxRow:
    due = item.due_on or item.case.due_on
    return InboxRow(
        id=item.id,
        name=item.name,
        radicado=item.case.radicado or "",
        procedure_name=item.case.procedure_name,
        applicant_name=item.case.applicant_name,
        state_text=state_text(item.case.state),
        status=item.status,
        groups=tuple(group.group for group in item.candidate_groups.all()),
        assignee=str(item.assignee or ""),
        is_mine=item.assignee_id is not None and item.assignee_id == actor.user_id,
        created_at=item.created_at,
        due=due,
        days_left=(due - today).days if due else None,
    )

"""An official's inbox and the item on the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from engine.clock import Calendar
from engine.commands import earliest, is_held, item_document, item_for, may_take
from engine.feel.wire import from_wire
from engine.models import Document, DocumentStatus, InboxEntry, ItemStatus, WorkItem
from engine.models.actor import Actor, ActorKind, Encargo
from engine.queries.cases import DocumentView, document_view
from engine.queries.deadlines import Deadline, deadline, is_still, office_calendar
from engine.queries.forms import item_context, item_form
from engine.queries.office_words import office_state_text
from forms.fields import SummarySection, summarise
from forms.schema import FormSchema

PAGE = 200
_HEAVY = (
    "answers",
    "headers",
    "properties",
    "case__answers",
    "case__frozen",
    "case__roles",
    "case__running_term",
)
# Where a row stands in an inbox: its term and its id.
Position = tuple[date, UUID]


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
    deadline: Deadline


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """The item on the desk.

    Attributes:
        form: None when the model gives the item no form.
        typed: what was typed so far, for the form to begin with.
        answers_summary: what was answered, once it is finished.
        draft: the document that this item signs, if it signs one.
    """

    row: InboxRow
    radicado: str
    element_id: str
    status: str
    form: FormSchema | None
    context: Mapping[str, Any]
    typed: Mapping[str, Any]
    answers_summary: list[SummarySection]
    draft: DocumentView | None
    signs: bool
    finished_at: datetime | None


def inbox(
    actor: Actor,
    today: date,
    *,
    mine_only: bool = False,
    limit: int = PAGE,
    after: Position | None = None,
) -> list[InboxRow]:
    """Items in the actor's hands or offered to the actor's roles, by term, a page at a time.

    Args:
        actor: an official; anyone else gets nothing.
        today: to tell how many days are left.
        mine_only: only what the actor holds.
        limit: how many at most.
        after: place of the last row of the page before.
    """
    if actor.kind is not ActorKind.OFFICIAL:
        return []
    places = _places(actor, mine_only=mine_only, limit=limit, after=after)
    items = _listed().in_bulk([item_id for _, item_id in places])
    calendar = office_calendar()
    return [
        _row(actor, items[item_id], today, due, calendar)
        for due, item_id in places
        if item_id in items
    ]


def inbox_size(actor: Actor, at_most: int = 1_000) -> int:
    """How many items the actor's roles and hands have; of more than `at_most`, that many."""
    if actor.kind is not ActorKind.OFFICIAL:
        return 0
    found: set[UUID] = set()
    for where in inboxes(actor, mine_only=False):
        items = InboxEntry.objects.filter(where).order_by("due_on", "item_id")
        found.update(items.values_list("item_id", flat=True)[:at_most])
    return min(len(found), at_most)


def inboxes(actor: Actor, *, mine_only: bool) -> list[Q]:
    """Which entries are the actor's: one condition for each index that has them in order."""
    groups = [] if mine_only else sorted(actor.groups)
    hands = [Q(person_id=actor.user_id), *(_hands_of(one) for one in actor.encargos)]
    return hands + [Q(group=group, person=None) for group in groups]


def _hands_of(encargo: Encargo) -> Q:
    """What is in the hands of somebody who is away, as far as it is passed on."""
    theirs = Q(person_id=encargo.person_id)
    if encargo.is_whole:
        return theirs
    passed = InboxEntry.objects.filter(group__in=encargo.groups, person=None)
    return theirs & Q(item_id__in=passed.values("item_id"))


def _places(actor: Actor, *, mine_only: bool, limit: int, after: Position | None) -> list[Position]:
    """Terms and ids of the page's items; each inbox is read in order from its own index."""
    later = Q()
    if after is not None:
        later = Q(due_on__gt=after[0]) | Q(due_on=after[0], item_id__gt=after[1])
    pages = [
        InboxEntry.objects.filter(where, later)
        .order_by("due_on", "item_id")
        .values_list("due_on", "item_id")[:limit]
        for where in inboxes(actor, mine_only=mine_only)
    ]
    merged = dict.fromkeys(merge(*pages))
    return list(islice(merged, limit))


def item(actor: Actor, item_id: UUID, today: date) -> ItemView:
    """The item, with its form and what the form sees.

    Raises:
        ItemNotFound: missing and forbidden are alike.
    """
    found = item_for(actor, item_id)
    return ItemView(
        row=_row(actor, found, today, _due_on(found), office_calendar()),
        radicado=found.case.radicado or "",
        element_id=found.element_id,
        status=found.status,
        form=item_form(found),
        context=item_context(found),
        typed={} if found.finished_at else found.answers,
        answers_summary=_summary(found),
        draft=_draft(found),
        signs=bool(found.signs),
        finished_at=found.finished_at,
    )


def next_item(actor: Actor, radicado: str, today: date) -> InboxRow | None:
    """Another item of the same case for the actor, if one waits."""
    items = _listed().filter(
        case__radicado=radicado, status__in=[ItemStatus.READY, ItemStatus.CLAIMED]
    )
    for waiting in items.order_by("created_at"):
        if may_take(actor, waiting):
            return _row(actor, waiting, today, _due_on(waiting), office_calendar())
    return None


def _listed() -> QuerySet[WorkItem]:
    """Items with what a line shows; never the states and answers of two hundred cases."""
    return WorkItem.objects.select_related("case", "assignee").defer(*_HEAVY)


def _draft(item: WorkItem) -> DocumentView | None:
    document = Document.objects.filter(pk__in=_ids(item), status=DocumentStatus.RENDERED).first()
    return document_view(document) if document else None


def _summary(item: WorkItem) -> list[SummarySection]:
    schema = item_form(item) if item.status == ItemStatus.COMPLETED else None
    if schema is None:
        return []
    return summarise(schema, {name: from_wire(value) for name, value in item.answers.items()})


def _ids(item: WorkItem) -> list[str]:
    wanted = item_document(item)
    return [wanted] if wanted else []


def _due_on(item: WorkItem) -> date | None:
    return earliest(item.due_on, item.case.due_on)


def _row(
    actor: Actor, item: WorkItem, today: date, due_on: date | None, calendar: Calendar
) -> InboxRow:
    due = None if due_on == date.max else due_on
    return InboxRow(
        id=item.id,
        name=item.name,
        radicado=item.case.radicado or "",
        procedure_name=item.case.procedure_name,
        applicant_name=item.case.applicant_name,
        state_text=office_state_text(item.case.state),
        status=item.status,
        groups=tuple(item.groups),
        assignee=str(item.assignee or ""),
        is_mine=is_held(actor, item),
        created_at=item.created_at,
        deadline=deadline(due, today, calendar, is_suspended=is_still(item.case)),
    )

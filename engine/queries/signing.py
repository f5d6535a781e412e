"""What an official can sign in one go, and what became of a batch."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from engine.commands import item_document
from engine.errors import BatchNotFound
from engine.models import (
    BatchOutcome,
    Document,
    InboxEntry,
    SigningBatch,
    SigningBatchItem,
    WorkItem,
)
from engine.models.actor import Actor, ActorKind
from engine.queries.cases import DocumentView, document_view
from engine.queries.inbox import inboxes

PAGE = 500


@dataclass(frozen=True, kw_only=True)
class SignableRow:
    """A signing item with the document that it is about."""

    item_id: UUID
    name: str
    radicado: str
    applicant_name: str
    document: DocumentView
    due: date | None


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One document of a batch.

    Attributes:
        outcome: waiting, signed or failed.
        problem: code of what kept it from being signed.
        details: what the sentence of that code needs.
    """

    position: int
    item_id: UUID
    name: str
    radicado: str
    outcome: str
    problem: str
    details: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """A batch of the actor's."""

    id: UUID
    made_at: datetime
    finished_at: datetime | None
    rows: list[BatchRow]

    @property
    def signed(self) -> int:
        """How many are signed."""
        return sum(row.outcome == BatchOutcome.SIGNED for row in self.rows)

    @property
    def left(self) -> int:
        """How many are not signed, for whatever reason."""
        return len(self.rows) - self.signed


def signable(actor: Actor, limit: int = PAGE) -> list[SignableRow]:
    """Drafts that wait for the actor's signature, by term."""
    if actor.kind is not ActorKind.OFFICIAL:
        return []
    mine = reduce(or_, inboxes(actor, mine_only=False))
    entries = InboxEntry.objects.filter(mine).filter(
        Q(item__properties__has_key="signs") | Q(item__headers__has_key="signs")
    )
    places = dict(entries.order_by("due_on", "item_id").values_list("item_id", "due_on")[:limit])
    items = WorkItem.objects.select_related("case").in_bulk(list(places))
    found = [(items[item_id], due) for item_id, due in places.items() if item_id in items]
    drafts = {item.id: item_document(item) for item, _ in found}
    documents = Document.objects.in_bulk([draft for draft in drafts.values() if draft])
    by_id = {str(key): document for key, document in documents.items()}
    return [
        _row(item, by_id[drafts[item.id]], due) for item, due in found if drafts[item.id] in by_id
    ]


def open_batches(actor: Actor) -> list[BatchView]:
    """The actor's newest batches in which something is not signed yet, to go on with."""
    waiting = SigningBatchItem.objects.filter(batch=OuterRef("pk"), outcome=BatchOutcome.WAITING)
    left = SigningBatch.objects.filter(Exists(waiting), owner_id=actor.user_id)
    return [batch_for(actor, batch.id) for batch in left.order_by("-made_at")[:5]]


def batch_for(actor: Actor, batch_id: UUID) -> BatchView:
    """A batch of the actor's.

    Raises:
        BatchNotFound: missing and another person's are alike.
    """
    batch = SigningBatch.objects.filter(pk=batch_id, owner_id=actor.user_id).first()
    if batch is None:
        raise BatchNotFound
    entries = batch.items.select_related("item__case").defer("item__case__frozen")
    return BatchView(
        id=batch.id,
        made_at=batch.made_at,
        finished_at=batch.finished_at,
        rows=[
            BatchRow(
                position=entry.position,
                item_id=entry.item_id,
                name=entry.item.name,
                radicado=entry.item.case.radicado or "",
                outcome=entry.outcome,
                problem=entry.problem,
                details=entry.details,
            )
            for entry in entries
        ],
    )


def _row(item: WorkItem, document: Document, due: date) -> SignableRow:
    return SignableRow(
        item_id=item.id,
        name=item.name,
        radicado=item.case.radicado or "",
        applicant_name=item.case.applicant_name,
        document=document_view(document),
        due=None if due == date.max else due,
    )

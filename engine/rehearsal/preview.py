"""What a decision would make, before it is taken: it is taken in a transaction that is given back.

Nothing of it stays: no number is taken, no letter goes out, no other entity is asked, and nothing is
signed. It ends where the case would wait for a person, for another entity or for a moment.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from archive.render import watermark
from archive.stores import StoreError, open_store
from engine import commands
from engine.commands import clock
from engine.commands.lending import rehearsed_numbers
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.jobs.outbox import deliver_messages
from engine.jobs.workshop import Letter
from engine.models import Case, Document, DocumentStatus, ItemStatus, JobStatus, WorkItem
from engine.models.actor import Actor
from engine.payments import gateways
from engine.payments.rehearsal import RehearsalGatewaySimulator
from engine.queries.words import state_text
from engine.rehearsal.signing import as_signed
from engine.rehearsal.stage import SealSimulator

WORD = "BORRADOR"
# Somebody waits at a page, and the case is held meanwhile.
SECONDS = 12.0
_ROUNDS = 20
_NOT_ISSUED = ("anexo", "indice")
_OPEN_JOBS = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING, JobStatus.DEAD)


@dataclass(frozen=True, kw_only=True)
class PreviewedDocument:
    """A document that would be made.

    Attributes:
        pdf: unsigned, with a word across each page.
        is_for_signature: it would wait for somebody's signature.
    """

    kind: str
    title: str
    pages: int
    pdf: bytes
    is_for_signature: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a decision would make, and where the case would go on.

    Attributes:
        state_before: the case's state now, in words; also after.
        next_items: names of the tasks that would wait, with their roles.
        next_jobs: names of what would wait for another system or could not be tried here.
        is_cut: time was over before the case waited.
    """

    documents: tuple[PreviewedDocument, ...]
    letters: tuple[Letter, ...]
    state_before: str
    state_after: str
    next_items: tuple[str, ...]
    next_jobs: tuple[str, ...]
    is_over: bool
    is_cut: bool


def preview(actor: Actor, item_id: UUID, answers: Mapping[str, Any]) -> Preview:
    """What finishing the item with these answers would make.

    Args:
        actor: who holds the item.
        item_id: of the item.
        answers: as for `CompleteItem`.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        AnswersRefused: the answers break the form's rules.
        CaseStuck: the model fails with these answers.
    """
    letters: list[Letter] = []
    with transaction.atomic(), _lent_workshop(letters):
        item = commands.item_for(actor, item_id)
        known = set(item.case.documents.values_list("id", flat=True))
        before = item.case.state
        _complete(actor, item, answers)
        is_cut = not _worked(item.case_id)
        found = _seen(item, known, before, tuple(letters), is_cut=is_cut)
        transaction.set_rollback(True)
    return found


def _complete(actor: Actor, item: WorkItem, answers: Mapping[str, Any]) -> None:
    commands.complete_item(
        commands.CompleteItem(
            actor=actor,
            item_id=item.id,
            answers=answers,
            submit_id=uuid4(),
            signed=_signed(actor, item) if answers.get("decision") != "devuelve" else None,
        )
    )


def _signed(actor: Actor, item: WorkItem) -> commands.SignedDocument | None:
    """The item's draft as if it were signed; None where it signs none."""
    wanted = commands.item_document(item)
    document = (
        Document.objects.filter(pk=wanted, status=DocumentStatus.RENDERED).first()
        if wanted
        else None
    )
    return as_signed(document, signer=actor.name, at=clock.now()) if document else None


def _worked(case_id: UUID) -> bool:
    """Do the case's jobs until it waits; False when time was over before."""
    ends = monotonic() + SECONDS
    for _ in range(_ROUNDS):
        left = ends - monotonic()
        if left <= 0:
            return False
        mine = {case_id}
        done = run_due("preview", case_ids=mine, seconds=left) + deliver_messages(case_ids=mine)
        if not done:
            return True
    return False


def _seen(
    item: WorkItem, known: set[UUID], before: str, letters: tuple[Letter, ...], *, is_cut: bool
) -> Preview:
    case = Case.objects.get(pk=item.case_id)
    return Preview(
        documents=tuple(_documents(case, known)),
        letters=letters,
        state_before=state_text(before),
        state_after=state_text(case.state),
        next_items=tuple(_next_items(case)),
        next_jobs=tuple(_next_jobs(case)),
        is_over=case.is_over,
        is_cut=is_cut,
    )


def _documents(case: Case, known: set[UUID]) -> Iterator[PreviewedDocument]:
    made = case.documents.exclude(pk__in=known).exclude(kind__in=_NOT_ISSUED)
    for document in made.order_by("position"):
        pdf = _content(document)
        if pdf is not None:
            yield PreviewedDocument(
                kind=document.kind,
                title=document.title,
                pages=document.pages,
                pdf=watermark(pdf, WORD),
                is_for_signature=document.status == DocumentStatus.RENDERED,
            )


def _content(document: Document) -> bytes | None:
    if document.media_type != "application/pdf":
        return None
    if document.content:
        return bytes(document.content)
    try:
        return workshop.current().store.get(document.archive_key)
    except StoreError:
        return None


def _next_items(case: Case) -> Iterator[str]:
    waiting = case.items.filter(status__in=[ItemStatus.READY, ItemStatus.CLAIMED])
    yield from waiting.order_by("created_at").values_list("name", flat=True)


def _next_jobs(case: Case) -> Iterator[str]:
    left = case.jobs.filter(status__in=_OPEN_JOBS).exclude(process_id="")
    yield from left.order_by("created_at").values_list("name", flat=True)


@contextmanager
def _lent_workshop(letters: list[Letter]) -> Iterator[None]:
    """A workshop that signs nothing, asks nobody, posts nothing and throws its store away."""
    with tempfile.TemporaryDirectory(prefix="previa-") as folder:
        lent = replace(
            workshop.current(),
            store=open_store(f"file://{folder}"),
            seal=SealSimulator(),
            exchange={},
            keeps_copies=False,
            held_letters=letters,
        )
        with (
            workshop.lend(lent),
            gateways.lend(RehearsalGatewaySimulator()),
            rehearsed_numbers(),
        ):
            yield

"""An official signs many documents in one go: one PIN, one outcome for each document.

It runs in the process that has the PIN and tells each outcome as soon as it is written. Whoever stops
listening stops the batch between two documents: what is signed stays signed, the rest waits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.formats import date_format

from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.errors import BatchNotFound, EngineError, ItemFinished
from engine.jobs.signing import held_draft, sign_held
from engine.models import (
    BatchOutcome,
    ItemStatus,
    SigningBatch,
    SigningBatchItem,
    Submission,
    WorkItem,
)
from engine.models.actor import Actor
from signatures import keys
from signatures.errors import SignatureError

MOST = 500


@dataclass(frozen=True, kw_only=True)
class MakeBatch:
    """Choose what to sign.

    Attributes:
        item_ids: signing items that are offered to the actor or in the actor's hands.
        batch_id: of the page's submit; the same one again gives the same batch.
    """

    actor: Actor
    item_ids: Sequence[UUID]
    batch_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignBatch:
    """Sign what of a batch is not signed yet.

    Attributes:
        pin: opens the actor's own key; never logged or stored.
        code: one-time code, where the key's remote service asks for one; likewise.
    """

    actor: Actor
    batch_id: UUID
    pin: str = field(repr=False)
    code: str = field(default="", repr=False)


def make_batch(command: MakeBatch) -> SigningBatch:
    """Keep the choice, in its order; at most 500 documents.

    Raises:
        ItemNotFound: an item is not for the actor.
    """
    chosen = list(dict.fromkeys(command.item_ids))[:MOST]
    items = [commands.item_for(command.actor, item_id) for item_id in chosen]
    with transaction.atomic():
        batch, is_new = SigningBatch.objects.get_or_create(
            id=command.batch_id,
            owner_id=command.actor.user_id,
            defaults={"made_at": clock.now()},
        )
        if is_new:
            SigningBatchItem.objects.bulk_create(
                SigningBatchItem(batch=batch, position=position, item=item)
                for position, item in enumerate(items, 1)
            )
    return batch


def sign_batch(command: SignBatch) -> Iterator[SigningBatchItem]:
    """Open the key at once, then sign one document after the other as the caller asks for outcomes.

    Raises:
        BatchNotFound: the actor has no such batch.
        SignatureError: the key does not open; nothing was tried.
    """
    batch = SigningBatch.objects.filter(pk=command.batch_id, owner_id=command.actor.user_id).first()
    if batch is None:
        raise BatchNotFound
    secrets = keys.Secrets(command.pin, command.code)
    left = batch.items.exclude(outcome=BatchOutcome.SIGNED).count()
    key = keys.unlock(command.actor.user_id, secrets, now=clock.now(), planned=max(left, 1))
    return _outcomes(command.actor, batch, key)


def _outcomes(actor: Actor, batch: SigningBatch, key: keys.OpenKey) -> Iterator[SigningBatchItem]:
    waiting = batch.items.exclude(outcome=BatchOutcome.SIGNED).select_related("item__case")
    for entry in list(waiting):
        moment = clock.now()
        problem = _sign(actor, batch, entry, key, moment)
        entry.outcome = BatchOutcome.FAILED if problem else BatchOutcome.SIGNED
        entry.problem = problem.code if problem else ""
        entry.details = _as_text(problem.data) if problem else {}
        entry.tried_at = moment
        entry.save(update_fields=["outcome", "problem", "details", "tried_at"])
        yield entry
    batch.finished_at = clock.now()
    batch.save(update_fields=["finished_at"])


def _sign(
    actor: Actor, batch: SigningBatch, entry: SigningBatchItem, key: keys.OpenKey, now: datetime
) -> EngineError | SignatureError | None:
    """What kept the document from being signed, or nothing."""
    item: WorkItem = entry.item
    submit_id = uuid5(batch.id, str(item.id))
    try:
        if item.status == ItemStatus.READY:
            commands.claim_item(
                commands.ClaimItem(
                    actor=actor, item_id=item.id, submit_id=uuid5(submit_id, "claim")
                )
            )
        held = held_draft(actor, item.id)
        answers = commands.default_answers(held.item, now.astimezone(BOGOTA).date())
        sign_held(actor, held, key, answers, submit_id, now=now)
    except ItemFinished as finished:
        # A try whose answer was lost had finished it with this batch's own submit.
        return None if Submission.objects.filter(pk=submit_id).exists() else finished
    except (EngineError, SignatureError) as error:
        return error
    return None


def _as_text(data: dict[str, Any]) -> dict[str, str]:
    return {name: _word(value) for name, value in data.items()}


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return date_format(value.astimezone(BOGOTA), r"j \d\e F \d\e Y, g:i a").lower()
    if isinstance(value, date):
        return date_format(value, r"j \d\e F \d\e Y").lower()
    return str(value)

"""An official signs a document with a key of their own, and the item that asked for it is finished.

The PIN opens the key in this process, for this call, and is kept nowhere. A document that several
people sign gets their signatures one after the other, each by an item of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import commands
from engine.commands import clock
from engine.errors import DocumentNotFound
from engine.jobs import workshop
from engine.models import Document, DocumentStatus, WorkItem
from engine.models.actor import Actor
from signatures import keys, pades, trust


@dataclass(frozen=True, kw_only=True)
class SignItem:
    """Sign the item's document and finish the item.

    Attributes:
        pin: opens the actor's own key; never logged or stored.
    """

    actor: Actor
    item_id: UUID
    pin: str
    answers: Mapping[str, Any]
    submit_id: UUID


@dataclass(frozen=True)
class HeldDraft:
    """An item in the actor's hands and the document that it signs."""

    item: WorkItem
    document: Document


def sign_item(command: SignItem) -> None:
    """Sign with the actor's key, then finish the item with the signed document.

    Whatever fails before the last step leaves the item with the actor, as it was.

    Raises:
        SignatureError: by its code: wrong PIN, key blocked, certificate expired or revoked,
            timestamp or revocation data not to be had.
        DocumentNotFound: the item has no draft to sign.
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
    """
    moment = clock.now()
    held = held_draft(command.actor, command.item_id)
    key = keys.unlock(command.actor.user_id, command.pin, now=moment)
    sign_held(command.actor, held, key, command.answers, command.submit_id, now=moment)


def held_draft(actor: Actor, item_id: UUID) -> HeldDraft:
    """The item and its draft.

    Raises:
        DocumentNotFound: the item has no draft to sign.
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
    """
    item = commands.item_for(actor, item_id)
    commands.require_held(actor, item)
    return HeldDraft(item, _draft(item))


def sign_held(
    actor: Actor,
    held: HeldDraft,
    key: keys.OpenKey,
    answers: Mapping[str, Any],
    submit_id: UUID,
    *,
    now: datetime,
) -> None:
    """Sign a held draft with an open key and finish its item.

    Raises:
        SignatureError: by its code.
        EngineError: by its code, when the item cannot be finished.
    """
    document = held.document
    signed = pades.sign(
        bytes(document.content or b""),
        key,
        field="Firma",
        reason=document.title,
        location=workshop.current().entity.municipality,
        authority=trust.from_settings(),
        now=now,
    )
    commands.complete_item(
        commands.CompleteItem(
            actor=actor,
            item_id=held.item.id,
            answers=answers,
            submit_id=submit_id,
            signed=commands.SignedDocument(
                document_id=document.id,
                pdf=signed.pdf,
                sha256=signed.sha256,
                level=signed.level,
                signer=signed.signer_name,
                signed_at=signed.signed_at,
            ),
        )
    )


def _draft(item: WorkItem) -> Document:
    wanted = commands.item_document(item)
    document = Document.objects.filter(
        pk__in=[wanted] if wanted else [], status=DocumentStatus.RENDERED
    ).first()
    if document is None:
        raise DocumentNotFound
    return document

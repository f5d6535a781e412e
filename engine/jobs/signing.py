"""An official signs a document with a key of their own, and the item that asked for it is finished.

The PIN opens the key in this process, for this call, and is kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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


def sign_item(command: SignItem) -> None:
    """Sign with the actor's key, then finish the item with the signed document.

    Whatever fails before the last step leaves the item with the actor, as it was.

    Raises:
        SignatureError: by its code: wrong PIN, key blocked, certificate expired or revoked,
            timestamp or revocation data not to be had.
        DocumentNotFound: the item has no draft to sign.
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
    """
    item = commands.item_for(command.actor, command.item_id)
    commands.require_held(command.actor, item)
    document = _draft(item)
    moment = clock.now()
    key = keys.unlock(command.actor.user_id, command.pin, now=moment)
    office = workshop.current().entity
    signed = pades.sign(
        bytes(document.content or b""),
        key,
        field="Firma",
        reason=document.title,
        location=office.municipality,
        authority=trust.from_settings(),
        now=moment,
    )
    commands.complete_item(
        commands.CompleteItem(
            actor=command.actor,
            item_id=command.item_id,
            answers=command.answers,
            submit_id=command.submit_id,
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

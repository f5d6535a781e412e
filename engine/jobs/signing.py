"""An official signs a document with a key of their own, and the item that asked for it is finished.

The PIN opens the key in this process, for this call, and is kept nowhere. A document that several
people sign gets their signatures one after the other, each by an item of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine import commands
from engine.clock import BOGOTA, day_in_words
from engine.commands import clock
from engine.errors import DocumentNotFound, ItemFinished
from engine.jobs import workshop
from engine.models import Document, DocumentStatus, Submission, WorkItem
from engine.models.actor import Actor
from engine.queries import absences
from signatures import keys, pades, trust
from signatures.errors import NotAuthorisedToSign
from signatures.models import AuthorityKind

_LEVEL = pades.Level.LTA.value


@dataclass(frozen=True, kw_only=True)
class SignItem:
    """Sign the item's document and finish the item.

    Attributes:
        pin: opens the actor's own key; never logged or stored.
        code: one-time code, where the key's remote service asks for one; likewise.
    """

    actor: Actor
    item_id: UUID
    pin: str = field(repr=False)
    answers: Mapping[str, Any]
    submit_id: UUID
    code: str = field(default="", repr=False)


@dataclass(frozen=True)
class HeldDraft:
    """An item in the actor's hands and the document that it signs."""

    item: WorkItem
    document: Document


def sign_item(command: SignItem) -> None:
    """Sign with the actor's key, then finish the item with the signed document.

    Whatever fails before the last step leaves the item with the actor, as it was.

    Raises:
        SignatureError: by its code: no authority, wrong PIN, key blocked, certificate expired or revoked,
            timestamp or revocation data not to be had.
        DocumentNotFound: the item has no draft to sign.
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
    """
    moment = clock.now()
    try:
        held = held_draft(command.actor, command.item_id)
    except ItemFinished:
        # By the other press of a double one.
        if Submission.objects.filter(pk=command.submit_id).exists():
            return
        raise
    secrets = keys.Secrets(command.pin, command.code)
    key = keys.unlock(command.actor.user_id, secrets, now=moment)
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
        NotAuthorisedToSign: no act lets the actor sign for the office today; nothing was signed.
        SignatureError: by its code.
        EngineError: by its code, when the item cannot be finished.
    """
    document = held.document
    turn = turn_of(document)
    right = right_to_sign(actor, turn.group, now.astimezone(BOGOTA).date())
    with keys.counting(actor.user_id, now=now):
        signed = pades.sign(
            turn.pdf,
            key,
            field=turn.field,
            profile=turn.profile,
            reason=f"{document.title}{right.words}",
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
                authority={**right.facts, "key": keys.facts(key)},
            ),
        )
    )


@dataclass(frozen=True)
class Right:
    """By what somebody signs for an office.

    Attributes:
        facts: what an event and the document keep of it.
        words: what the reason of the signature says besides the document's title.
    """

    facts: Mapping[str, str]
    words: str = ""


def right_to_sign(actor: Actor, office: str, on: date) -> Right:
    """The actor's own act, or the encargo by which they stand in for who has one.

    Raises:
        NotAuthorisedToSign: there is neither.
    """
    try:
        return Right(keys.authority_of(actor.user_id, office, on).facts())
    except NotAuthorisedToSign:
        found = absences.signing_encargo(office, on)
        if found is None or found[0].substitute_id != actor.user_id:
            raise
    encargo, principal = found
    own = {
        "position": f"{principal.position} (E)",
        "kind": AuthorityKind.ACTING.value,
        "act": encargo.act,
        "actDate": encargo.act_date.isoformat(),
        "from": encargo.since.isoformat(),
        "until": encargo.until.isoformat(),
        "absence": str(encargo.absence_id),
        "onBehalfOf": encargo.person_name,
        "principalAct": principal.act,
    }
    words = f". Por encargo, {encargo.act} del {day_in_words(encargo.act_date)}"
    return Right({**principal.facts(), **own}, words)


@dataclass(frozen=True)
class Turn:
    """Whose signature comes now, and how it is made.

    Attributes:
        group: whose holder signs.
        pdf: what is signed; with a field for every signer when there are several.
    """

    group: str
    field: str
    pdf: bytes
    profile: pades.Profile


def turn_of(document: Document) -> Turn:
    """The next signature of a draft.

    Of several people the first certifies that only signatures may follow, each locks what stands
    before it, and the last one's timestamp covers them all.

    Source: ISO 32000-2, 12.8.2.2 (DocMDP) and 12.8.2.4 (FieldMDP); ETSI EN 319 142-1, clause 6.
    """
    signers, done = document.signers, len(document.signatures)
    pdf = bytes(document.content or b"")
    profile = pades.in_order(len(signers))[done]
    if done == len(signers) - 1:
        profile = replace(profile, level=pades.Level(document.details.get("level", _LEVEL)))
    if len(signers) == 1:
        return Turn(document.next_signer, "Firma", pdf, profile)
    if not done:
        fields = [_field(number, group) for number, group in enumerate(signers, 1)]
        pdf = pades.prepare(pdf, fields)
    return Turn(document.next_signer, f"Firma{done + 1}", pdf, profile)


def _field(number: int, group: str) -> pades.SignatureField:
    office = workshop.current().entity.offices.get(group)
    return pades.SignatureField(f"Firma{number}", office.title if office else group)


def _draft(item: WorkItem) -> Document:
    wanted = commands.item_document(item)
    document = Document.objects.filter(
        pk__in=[wanted] if wanted else [], status=DocumentStatus.RENDERED
    ).first()
    if document is None:
        raise DocumentNotFound
    return document

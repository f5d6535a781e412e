"""Finish a work item: check its form, keep what was answered, move the flow on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands import _entries, _hands
from engine.commands._attachments import keep_attachments
from engine.commands._forms import Unread, form
from engine.commands._incidents import Attempt
from engine.commands._item_context import item_context
from engine.commands._items import (
    is_open,
    item_document,
    require_held,
    require_seen,
)
from engine.commands._run import run
from engine.commands._unforeseen import unforeseen_failures
from engine.commands._work import Work
from engine.errors import AnswersRefused, NotAllowed
from engine.feel.wire import from_wire, to_wire
from engine.models import Document, DocumentStatus, WorkItem
from engine.models.actor import Actor
from engine.runtime import ItemCompleted
from forms.fields import check_answers, typed_answers

VERB = "complete"
_UNFORESEEN = "flow-failed"


@dataclass(frozen=True, kw_only=True)
class SignedDocument:
    """A draft that the actor has just signed; made by `engine.jobs.signing` alone.

    Attributes:
        authority: by what right it was signed (office, position, act), kept with the signature.
    """

    document_id: UUID
    pdf: bytes
    sha256: str
    level: str
    signer: str
    signed_at: datetime
    authority: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CompleteItem:
    """Finish an item that the actor holds.

    Attributes:
        answers: as `ProcedureForm.answers` gives them (FEEL values).
        signed: the signed document, for an item that signs.
    """

    actor: Actor
    item_id: UUID
    answers: Mapping[str, Any]
    submit_id: UUID
    signed: SignedDocument | None = None


def complete_item(command: CompleteItem) -> None:
    """Finish the item and move the flow on until it waits again.

    A delegated item goes back to its owner with the answers, for the owner to finish.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        AnswersRefused: the answers break the form's rules.
        NotAllowed: a signature is missing, or is not of this item's document.
        CaseStuck: the model failed; the item stays as it was, with the answers as its draft, and an
            incident is open.
    """
    run(
        VERB,
        command.actor,
        lambda work: _complete(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )


def _complete(work: Work, command: CompleteItem) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    _check(work, item, command.answers)
    answers = to_wire(dict(command.answers))
    if item.owner_id is not None:
        return _hand_back(work, item, command.answers)
    if command.signed is not None:
        _keep_signature(work, item, command.signed)
    if work.encargo is not None:
        # It came back to nobody: who finished it is who answers for it.
        item.assignee_id = command.actor.user_id
        work.batch.update(item, ("assignee_id",))
    _finish(work, item, answers)
    with unforeseen_failures(_UNFORESEEN):
        work.advance(ItemCompleted(item.token, _result(work, command)))
    return {}


def complete_again(work: Work, answers: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    """Finish an item with the answers that a failure of the model had kept, for who gave them.

    Args:
        work: with the item, in somebody's hands; its actor is who asks for the retry.
        answers: as the incident kept them, in wire form.
        who: who gave the answers, as the incident kept them.

    Raises:
        AnswersRefused: the answers do not fit the form as it is now.
        CaseStuck: the model failed again.
    """
    item = work.item
    values = {name: from_wire(value) for name, value in answers.items()}
    _check(work, item, values)
    person = str(who["name"])
    _finish(work, item, dict(answers), on_behalf_of=person)
    work.attempt = _attempt(item, dict(answers), actor=dict(who))
    values["completedBy"] = {"name": person, "at": work.now}
    with unforeseen_failures(_UNFORESEEN):
        work.advance(ItemCompleted(item.token, values))


def _finish(work: Work, item: WorkItem, answers: dict[str, Any], **more: Any) -> None:
    item.complete()
    item.answers = answers
    item.finished_at = work.now
    work.batch.update(item, ("status", "answers", "finished_at"))
    attachments = keep_attachments(work, answers)
    if attachments:
        more = {**more, "attachments": attachments}
    _entries.leave(work.batch, [item])
    work.record(
        "item.completed",
        item=str(item.id),
        element=item.element_id,
        name=item.name,
        answers=answers,
        **more,
    )
    work.attempt = _attempt(item, answers)


def _hand_back(work: Work, item: WorkItem, answers: Mapping[str, Any]) -> dict[str, Any]:
    item.answers = _as_draft(work, item, answers)
    item.save(update_fields=["answers"])
    _hands.give(work, item, item.owner_id or 0)
    work.record(
        "item.handed-back",
        item=str(item.id),
        element=item.element_id,
        answers=to_wire(dict(answers)),
    )
    return {}


def _attempt(item: WorkItem, answers: dict[str, Any], **more: Any) -> Attempt:
    def keep(work: Work) -> None:
        kept = WorkItem.objects.get(pk=item.pk)
        if is_open(kept):
            values = {name: from_wire(value) for name, value in answers.items()}
            kept.answers = _as_draft(work, kept, values)
            kept.save(update_fields=["answers"])
            work.record("item.draft-kept", item=str(item.id), element=item.element_id)

    return Attempt(
        verb=VERB,
        subject=("item", str(item.id)),
        place=(item.process_id, item.element_id),
        details={"answers": answers, **more},
        keep=keep,
    )


def _as_draft(work: Work, item: WorkItem, answers: Mapping[str, Any]) -> dict[str, Any]:
    if not item.form_id:
        return to_wire(dict(answers))  # type: ignore[no-any-return]
    return typed_answers(form(work.version, item.process_id, item.form_id), answers)


def _check(work: Work, item: WorkItem, answers: Mapping[str, Any]) -> None:
    if not item.form_id:
        return
    schema = form(work.version, item.process_id, item.form_id)
    context = Unread(lambda: item_context(item, work.entity))
    errors = check_answers(
        schema, answers, context=context, today=work.today, owner_id=work.actor.user_id
    )
    if errors:
        raise AnswersRefused(errors)


def _result(work: Work, command: CompleteItem) -> dict[str, Any]:
    result = dict(command.answers)
    result["completedBy"] = {"name": command.actor.name, "at": work.now}
    if work.encargo is not None:
        result["completedBy"] |= {"onBehalfOf": work.encargo.person_name, "act": work.encargo.act}
    if command.signed is not None:
        result["signature"] = {
            "document": str(command.signed.document_id),
            "sha256": command.signed.sha256,
            "signer": command.signed.signer,
            "signedAt": command.signed.signed_at,
        }
    return result


def _keep_signature(work: Work, item: WorkItem, signed: SignedDocument) -> None:
    expected = item_document(item)
    document = Document.objects.filter(
        pk=signed.document_id, case=work.case, status=DocumentStatus.RENDERED
    ).first()
    if document is None or expected != str(document.id):
        raise NotAllowed(reason="not-this-document")
    document.details = {**document.details, "signatures": [*document.signatures, _facts(signed)]}
    if not document.next_signer:
        document.sign()
    document.content = signed.pdf
    document.sha256 = signed.sha256
    document.size_bytes = len(signed.pdf)
    document.level = signed.level
    document.signer = signed.signer
    document.signed_at = signed.signed_at
    document.save()
    work.record("document.signed", document=str(document.id), **_facts(signed))


def _facts(signed: SignedDocument) -> dict[str, Any]:
    return {
        "sha256": signed.sha256,
        "level": signed.level,
        "signer": signed.signer,
        "signed_at": signed.signed_at.isoformat(),
        "authority": dict(signed.authority),
    }

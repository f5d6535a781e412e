"""Finish a work item: check its form, keep what was answered, move the flow on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from bpmn import versions
from bpmn.entity import load as load_entity
from engine.commands._forms import form, form_context
from engine.commands._items import case_of, item_for, require_held
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import AnswersRefused, NotAllowed
from engine.feel.wire import from_wire, to_wire
from engine.models import Document, DocumentStatus, WorkItem
from engine.models.actor import Actor
from engine.runtime import ItemCompleted
from forms.fields import check_answers, read_answers


@dataclass(frozen=True, kw_only=True)
class SignedDocument:
    """A draft that the actor has just signed; made by `engine.jobs.signing` alone."""

    document_id: UUID
    pdf: bytes
    sha256: str
    level: str
    signer: str
    signed_at: datetime


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

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        AnswersRefused: the answers break the form's rules.
        NotAllowed: a signature is missing, or is not of this item's document.
        CaseStuck: the model failed; the item stays as it was.
    """
    run(
        "complete",
        command.actor,
        lambda work: _complete(work, command),
        case_id=case_of(command.item_id),
        submit_id=command.submit_id,
    )


def _complete(work: Work, command: CompleteItem) -> dict[str, Any]:
    item = item_for(command.actor, command.item_id)
    require_held(command.actor, item)
    _check(work, item, command.answers)
    if command.signed is not None:
        _keep_signature(work, item, command.signed)
    item.complete()
    item.answers = to_wire(dict(command.answers))
    item.finished_at = work.now
    item.save()
    work.record(
        "item.completed",
        item=str(item.id),
        element=item.element_id,
        name=item.name,
        answers=item.answers,
    )
    work.advance(ItemCompleted(item.token, _result(work, command)))
    return {}


def _check(work: Work, item: WorkItem, answers: Mapping[str, Any]) -> None:
    if not item.form_id:
        return
    schema = form(work.version, item.process_id, item.form_id)
    context = {**from_wire(item.variables), **form_context(work.entity)}
    errors = check_answers(
        schema, answers, context=context, today=work.today, owner_id=work.actor.user_id
    )
    if errors:
        raise AnswersRefused(errors)


def _result(work: Work, command: CompleteItem) -> dict[str, Any]:
    result = dict(command.answers)
    result["completedBy"] = {"name": command.actor.name, "at": work.now}
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
    document.sign()
    document.content = signed.pdf
    document.sha256 = signed.sha256
    document.size_bytes = len(signed.pdf)
    document.level = signed.level
    document.signer = signed.signer
    document.signed_at = signed.signed_at
    document.save()
    work.record(
        "document.signed",
        document=str(document.id),
        sha256=signed.sha256,
        level=signed.level,
        signer=signed.signer,
    )


def item_document(item: WorkItem) -> str:
    """Id of the document that a signing item is about, or empty."""
    document = item.variables.get(item.signs) if item.signs else None
    return str(document.get("id") or "") if isinstance(document, Mapping) else ""


def read_item_answers(item: WorkItem, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Plain answers as the item's form keeps them; for callers that have no page.

    Raises:
        AnswersRefused: the answers break the form's rules.
    """
    if not item.form_id:
        return dict(answers)
    schema = form(versions.by_digest(item.case.version_digest), item.process_id, item.form_id)
    context = {**from_wire(item.variables), **form_context(load_entity(settings.ENTITY))}
    read, errors = read_answers(
        schema, answers, context=context, today=today, owner_id=item.assignee_id
    )
    if errors:
        raise AnswersRefused(errors)
    return read

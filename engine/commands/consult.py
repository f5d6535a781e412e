"""Ask a colleague for an opinion (visto bueno) on an item that stays where it is; and answer it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from engine.commands._colleagues import ANSWERED, ASKED, tell_colleague
from engine.commands._items import colleague, require_held, require_seen
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationNotFound,
    PersonNotFound,
    TextMissing,
)
from engine.models import Consultation
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class AskColleague:
    """Ask somebody of the entity, of whatever office, what they think of an item that the actor holds."""

    actor: Actor
    item_id: UUID
    to_user_id: int
    question: str
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class AnswerConsultation:
    """Say what one thinks.

    Attributes:
        agrees: the visto bueno itself.
        text: the reasons.
    """

    actor: Actor
    consultation_id: UUID
    agrees: bool
    text: str
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class WithdrawConsultation:
    """Wait no longer for an answer."""

    actor: Actor
    consultation_id: UUID
    submit_id: UUID


def ask_colleague(command: AskColleague) -> UUID:
    """Put the question into the colleague's list; they may read the case from now on.

    Returns:
        id of the consultation.

    Raises:
        ItemNotFound, ItemFinished, ItemAlreadyClaimed, ItemNotClaimed: it is not in the actor's hands.
        TextMissing: there is no question.
        PersonNotFound: nobody of the entity is meant, or the actor is.
        ConsultationAsked: the same colleague has the same item before them.
    """
    result = run(
        "consult",
        command.actor,
        lambda work: _ask(work, command),
        item_id=command.item_id,
        submit_id=command.submit_id,
    )
    return UUID(result["consultation"])


def answer_consultation(command: AnswerConsultation) -> None:
    """Keep the answer; the asker reads it beside the item.

    Raises:
        ConsultationNotFound: the actor was not asked.
        ConsultationAnswered: there is an answer, or nobody waits for one.
        TextMissing: the reasons are missing.
    """
    asked = _found(command.consultation_id, colleague_id=command.actor.user_id)
    run(
        "answer-consultation",
        command.actor,
        lambda work: _answer(work, command),
        case_id=asked.case_id,
        submit_id=command.submit_id,
    )


def withdraw_consultation(command: WithdrawConsultation) -> None:
    """Take the question off the colleague's list.

    Raises:
        ConsultationNotFound: the actor did not ask.
        ConsultationAnswered: there is an answer, or it was withdrawn already.
    """
    asked = _found(command.consultation_id, asker_id=command.actor.user_id)
    run(
        "withdraw-consultation",
        command.actor,
        lambda work: _withdraw(work, command),
        case_id=asked.case_id,
        submit_id=command.submit_id,
    )


def _found(consultation_id: UUID, **theirs: int | None) -> Consultation:
    asked = Consultation.objects.filter(pk=consultation_id, **theirs).first()
    if asked is None:
        raise ConsultationNotFound
    return asked


def _ask(work: Work, command: AskColleague) -> dict[str, Any]:
    item = require_seen(command.actor, work.item)
    require_held(command.actor, item)
    question = require_text(command.question, "question")
    person = colleague(command.to_user_id)
    if person.pk == command.actor.user_id:
        raise PersonNotFound
    if item.consultations.filter(
        colleague_id=person.pk, answered_at=None, withdrawn_at=None
    ).exists():
        raise ConsultationAsked(person=str(person))
    asked = Consultation.objects.create(
        id=uuid4(),
        case=work.case,
        item=item,
        asker_id=command.actor.user_id or 0,
        colleague_id=person.pk,
        question=question,
        asked_at=work.now,
    )
    work.record(
        "consultation.asked",
        consultation=str(asked.id),
        item=str(item.id),
        element=item.element_id,
        to={"id": person.pk, "name": str(person)},
        question=question,
    )
    tell_colleague(work, item, person.pk, ASKED, str(asked.id))
    return {"consultation": str(asked.id)}


def _answer(work: Work, command: AnswerConsultation) -> dict[str, Any]:
    asked = _open(command.consultation_id)
    asked.answer = require_text(command.text, "answer")
    asked.agrees = command.agrees
    asked.answered_at = work.now
    asked.save(update_fields=["answer", "agrees", "answered_at"])
    work.record(
        "consultation.answered",
        consultation=str(asked.id),
        item=str(asked.item_id),
        agrees=asked.agrees,
        answer=asked.answer,
    )
    tell_colleague(work, asked.item, asked.asker_id, ANSWERED, str(asked.id))
    return {}


def _withdraw(work: Work, command: WithdrawConsultation) -> dict[str, Any]:
    asked = _open(command.consultation_id)
    asked.withdrawn_at = work.now
    asked.save(update_fields=["withdrawn_at"])
    work.record("consultation.withdrawn", consultation=str(asked.id), item=str(asked.item_id))
    return {}


def _open(consultation_id: UUID) -> Consultation:
    asked = Consultation.objects.get(pk=consultation_id)
    if not asked.is_open:
        raise ConsultationAnswered
    return asked


def require_text(text: str, field: str) -> str:
    """What somebody wrote, without blanks around it.

    Raises:
        TextMissing: nothing was written.
    """
    if not text.strip():
        raise TextMissing(field=field)
    return text.strip()

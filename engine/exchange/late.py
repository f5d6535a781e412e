"""Takes an answer that comes by itself, and hands it to the case that waits for it.

It is a message `msg.externo.respuesta` under the correlation id: the same one twice is one message, and
one that comes before the case waits is kept for a day (inventory, Appendix 4.7).
"""

from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from engine import commands
from engine.commands import clock
from engine.exchange.contract import Answer, AnswerRefused, AnswerStatus
from engine.exchange.evidence import answered
from engine.models import ExchangeRequest, ExchangeStatus
from engine.models.actor import SYSTEM

ANSWERED = "msg.externo.respuesta"
KEPT_FOR = "P1D"
_SUBMITS = UUID("b0f6a9b0-3b0e-5a53-9a31-52c1c3a0d7d4")


class Taken(StrEnum):
    """What became of an answer."""

    DELIVERED = "delivered"
    DUPLICATE = "duplicate"


class QuestionUnknown(LookupError):
    """Nobody here asked that.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "question-unknown"


def take_answer(answer: Answer) -> Taken:
    """Keep the answer and give it to its case; a second one for the same question changes nothing.

    Raises:
        QuestionUnknown: no question has its correlation id.
        AnswerRefused: it only says that it is yet to come.
    """
    if answer.status is AnswerStatus.PENDING:
        raise AnswerRefused("answer-shape", AnswerStatus.PENDING.value)
    kept = _kept(answer)
    if kept.delivered_at is not None:
        return Taken.DUPLICATE
    # What the first of two answers said counts, also if its delivery was cut off.
    commands.deliver_message(
        commands.DeliverMessage(
            actor=SYSTEM,
            message=ANSWERED,
            submit_id=uuid5(_SUBMITS, kept.correlation_id),
            correlation_key=kept.correlation_id,
            message_id=f"exchange:{kept.correlation_id}",
            variables={"response": response_of(answered(kept))},
            time_to_live=KEPT_FOR,
        )
    )
    ExchangeRequest.objects.filter(pk=kept.pk).update(delivered_at=clock.now())
    return Taken.DELIVERED


def response_of(answer: Answer) -> dict[str, Any]:
    """The variable `response` of the model."""
    return {
        "status": answer.status.value,
        "payload": answer.payload,
        "source": answer.source,
        "obtainedAt": answer.obtained_at,
    }


def _kept(answer: Answer) -> ExchangeRequest:
    with transaction.atomic():
        rows = ExchangeRequest.objects.select_for_update()
        kept = rows.filter(correlation_id=answer.correlation_id).first()
        if kept is None:
            raise QuestionUnknown(answer.correlation_id)
        if kept.answer is None:
            kept.status, kept.trouble = ExchangeStatus.ANSWERED, ""
            kept.answer, kept.answered_at = answer.as_json(), clock.now()
            kept.save(update_fields=["status", "trouble", "answer", "answered_at"])
        return kept

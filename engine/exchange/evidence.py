"""Asks a service and keeps what was asked and what came: evidence of the case."""

from typing import Any

import orjson

from engine.commands import clock
from engine.exchange.contract import (
    Answer,
    AnswerStatus,
    ExchangeService,
    Question,
    ServiceUnavailable,
    answer_of,
)
from engine.models import Case, ExchangeRequest, ExchangeStatus


def ask(service: ExchangeService, question: Question, case: Case, element_id: str) -> Answer:
    """Ask, or read again what an earlier try of the same question was answered.

    Raises:
        ServiceUnavailable: the service did not answer, or not as it must; that is kept too.
    """
    kept, is_new = ExchangeRequest.objects.get_or_create(
        correlation_id=question.correlation_id,
        defaults={
            "case": case,
            "element_id": element_id,
            "service": question.service,
            "asked": question.as_json(),
            "sent_at": question.asked_at,
        },
    )
    if kept.status == ExchangeStatus.ANSWERED:
        return answered(kept)
    if not is_new:
        kept.tries += 1
    try:
        answer = service.ask(question)
    except ServiceUnavailable as failed:
        kept.status, kept.trouble = ExchangeStatus.FAILED, failed.code
        kept.save(update_fields=["status", "trouble", "tries"])
        raise
    kept.trouble = ""
    _keep(kept, answer)
    return answer


def answered(kept: ExchangeRequest) -> Answer:
    """The answer of a question that has one."""
    return answer_of(kept.answer or {})


def _keep(kept: ExchangeRequest, answer: Answer) -> None:
    fields = ["status", "trouble", "tries"]
    if answer.status is AnswerStatus.PENDING:
        # The late answer may have come before this one was read.
        kept.status = ExchangeStatus.PENDING
        still_open = ExchangeRequest.objects.filter(pk=kept.pk, answered_at=None)
        still_open.update(**{field: getattr(kept, field) for field in fields})
        return
    kept.status, kept.answer = ExchangeStatus.ANSWERED, _json(answer)
    kept.answered_at = kept.delivered_at = clock.now()
    kept.save(update_fields=[*fields, "answer", "answered_at", "delivered_at"])


def _json(answer: Answer) -> Any:
    """As it came; dates and decimals of a row of our own, which no service signs, as text."""
    return orjson.loads(orjson.dumps(answer.as_json(), default=str))

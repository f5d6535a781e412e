"""Answers, in a rehearsal, a question that a case has asked and that is still open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.exchange.contract import Answer, AnswerStatus
from engine.exchange.late import ANSWERED, Taken, take_answer
from engine.exchange.simulators import Fixtures
from engine.exchange.simulators.table import SERVICES
from engine.models import Case, ExchangeRequest, ExchangeStatus, Subscription


class NothingAsked(LookupError):
    """The case has asked the service nothing that is still open.

    Attributes:
        code: stable name in kebab-case.
    """

    code = "nothing-asked"


def answer(
    case: Case,
    *,
    service: str,
    payload: Mapping[str, Any] | None,
    status: str = AnswerStatus.OK.value,
    now: datetime,
) -> Taken:
    """Let the service answer the case's oldest open question that something still waits for.

    Args:
        case: that asked.
        service: that answers.
        payload: of the answer; None: what the simulator would say in the end.
        status: of the answer.
        now: moment of the rehearsal, aware.

    Raises:
        NothingAsked: no question to that service is open.
        ValueError: there is no such status.
    """
    asked = _open_question(case, service)
    if asked is None:
        raise NothingAsked(f"{case.slug} has no open question to {service}")
    said = payload if payload is not None else _own_words(asked, now)
    return take_answer(
        Answer(
            status=AnswerStatus(status),
            payload=said,
            source=f"simulador de {service}",
            obtained_at=now,
            correlation_id=asked.correlation_id,
        )
    )


def _open_question(case: Case, service: str) -> ExchangeRequest | None:
    """Of a question that was asked again after its time was over, nobody waits for the first answer."""
    keys = Subscription.objects.filter(case=case, message=ANSWERED).values_list("correlation_key")
    asked = ExchangeRequest.objects.filter(
        case=case, service=service, status=ExchangeStatus.PENDING
    )
    return asked.filter(correlation_id__in=keys).first() or asked.first()


def _own_words(asked: ExchangeRequest, now: datetime) -> Mapping[str, Any] | None:
    simulated = SERVICES.get(asked.service)
    if simulated is None:
        return None
    fixtures = Fixtures(asked.asked["tenant"])
    return simulated.rule(asked.asked["payload"], fixtures, now).payload

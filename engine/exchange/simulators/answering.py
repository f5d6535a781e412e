"""Asks a simulated service in this process, as a rehearsal does."""

from dataclasses import dataclass
from datetime import datetime

from engine.exchange.contract import Answer, AnswerStatus, Question, ServiceUnavailable
from engine.exchange.simulators.fixtures import Fixtures
from engine.exchange.simulators.replies import Later, NoAnswer, Refusal, Reply
from engine.exchange.simulators.table import SERVICES


@dataclass(frozen=True, kw_only=True)
class Answering:
    """What came of a question.

    Attributes:
        now: the answer that goes out at once; PENDING where the other one comes later.
        late: when the other one comes; None: there is none.
        then: the answer that comes later.
    """

    now: Answer
    late: Later | None = None
    then: Answer | None = None


def answer(question: Question, fixtures: Fixtures, now: datetime) -> Answering:
    """Answer a question as its service would.

    Raises:
        LookupError: there is no such service.
        NoAnswer: it keeps silent.
        Refusal: it says that it cannot answer.
    """
    reply = SERVICES[question.service].rule(question.payload, fixtures, now)
    full = _answer(question, reply, now)
    if reply.late is None:
        return Answering(now=full)
    pending = _answer(question, Reply(status=AnswerStatus.PENDING), now)
    return Answering(now=pending, late=reply.late, then=full)


def _answer(question: Question, reply: Reply, now: datetime) -> Answer:
    return Answer(
        status=reply.status,
        payload=reply.payload,
        source=f"simulador de {question.service}",
        obtained_at=now,
        correlation_id=question.correlation_id,
    )


class RegistrySimulator:
    """Stands for another entity's service; deterministic, and says in its answers that it simulates."""

    def __init__(self, divipola: str, service: str) -> None:
        self._fixtures = Fixtures(divipola)
        self._service = service

    def ask(self, question: Question) -> Answer:
        """Answer at once, or say that the answer is yet to come.

        Raises:
            ServiceUnavailable: by its rules it keeps silent or refuses.
        """
        try:
            return answer(question, self._fixtures, question.asked_at).now
        except (NoAnswer, Refusal) as failed:
            raise ServiceUnavailable(self._service) from failed


class SlowServiceSimulator:
    """Stands for a service that answers later: who cannot wait gets no answer."""

    def ask(self, question: Question) -> Answer:
        """Say that the answer is yet to come.

        Raises:
            ServiceUnavailable: the answer is needed at once.
        """
        if not question.may_be_late:
            raise ServiceUnavailable(question.service)
        return _answer(question, Reply(status=AnswerStatus.PENDING), question.asked_at)


class ServiceDownSimulator:
    """Stands for a service that never answers."""

    def ask(self, question: Question) -> Answer:
        """Fail.

        Raises:
            ServiceUnavailable: always.
        """
        raise ServiceUnavailable(question.service)

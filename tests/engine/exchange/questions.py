"""Questions and answers for tests of the exchange."""

import json
from datetime import datetime
from typing import Any

from engine.exchange import Answer, AnswerStatus, Question
from engine.exchange.contract import sign
from engine.exchange.simulators import Answering, Fixtures, answer
from tests.engine.cases import FRIDAY

SECRET = "un secreto de las dos partes"
FIXTURES = Fixtures("52001")


def question(service: str = "rues", **more: Any) -> Question:
    """A question; `payload` by default asks about J1."""
    asked = {
        "correlation_id": "c-1",
        "service": service,
        "tenant": "52001",
        "purpose": "Probar",
        "payload": {"key": "900123456-8"},
        "asked_at": FRIDAY,
        "requester": "prueba 1",
    }
    return Question(**(asked | more))


def reply(service: str, now: datetime = FRIDAY, **payload: Any) -> Answering:
    """What the simulator does with a question."""
    return answer(question(service, payload=payload), FIXTURES, now)


def payload(service: str, **asked: Any) -> dict[str, Any]:
    """The payload of an answer that has one."""
    given = reply(service, **asked).now
    assert given.status is AnswerStatus.OK
    return dict(given.payload or {})


def body(said: Answer | dict[str, Any], secret: str = SECRET, **changed: Any) -> bytes:
    """An answer as a service sends it, signed after `changed`."""
    told = (said.as_json() if isinstance(said, Answer) else dict(said)) | changed
    return json.dumps(told | {"signature": sign(told, secret)}).encode()


def good(**more: Any) -> Answer:
    """A good answer to `question()`."""
    told = {
        "status": AnswerStatus.OK,
        "payload": {"name": "Comercial Andina SAS", "area": 12.5},
        "source": "prueba",
        "obtained_at": FRIDAY,
        "correlation_id": "c-1",
    }
    return Answer(**(told | more))

"""The address to which other entities send late answers: signed, small, once."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from engine.exchange.contract import MOST_BYTES
from engine.models import Case, ExchangeRequest, Message
from tests.engine import flows
from tests.engine.cases import FRIDAY
from tests.engine.exchange.questions import body, good
from tests.engine.hours import hours

__all__ = ["hours"]


@pytest.fixture
def asked(db, hours) -> ExchangeRequest:
    """A case that waits for the answer to question `c-1`."""
    flows.publish(
        "espera-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.catch("espera", flows.on_message()),
        flows.end("respondida"),
        flows.path("inicio", "numera", "espera", "respondida"),
        beside=flows.message("msg.externo.respuesta", key="=answers.clave"),
    )
    case = flows.file("espera-ejemplo", "c-1")
    return ExchangeRequest.objects.create(
        case=case,
        element_id="espera",
        service="rues",
        correlation_id="c-1",
        asked={},
        status="pending",
        sent_at=FRIDAY,
    )


def send(client, content: bytes, **more):
    return client.post(
        reverse("exchange:answers"), content, content_type="application/json", **more
    )


def signed(**more) -> bytes:
    return body(good(**more), secret=settings.EXCHANGE_SECRET)


def test_the_address_is_the_one_that_is_told_to_others() -> None:
    assert reverse("exchange:answers") == "/intercambio/respuestas/"


def test_a_signed_answer_moves_the_case_on(client, asked) -> None:
    came = send(client, signed())

    assert (came.status_code, came.json()) == (202, {"status": "delivered"})
    assert Case.objects.get(pk=asked.case_id).outcome == "respondida"
    asked.refresh_from_db()
    assert asked.answer["payload"]["name"] == "Comercial Andina SAS"


def test_the_same_answer_again_is_fine(client, asked) -> None:
    send(client, signed())

    again = send(client, signed())

    assert (again.status_code, again.json()) == (200, {"status": "duplicate"})
    assert Message.objects.count() == 1


def test_an_answer_needs_no_token_of_a_form(asked) -> None:
    assert send(Client(enforce_csrf_checks=True), signed()).status_code == 202


@pytest.mark.parametrize(
    ("content", "status", "error"),
    [
        (body(good(), secret="otro"), 401, "answer-signature"),
        (b"", 400, "answer-not-json"),
        (b"x" * (MOST_BYTES + 1), 413, "answer-too-large"),
        (b"{}", 400, "answer-shape"),
    ],
    ids=["signature", "empty", "large", "shape"],
)
def test_what_is_no_answer_changes_nothing(client, asked, content, status, error) -> None:
    came = send(client, content)

    assert (came.status_code, came.json()) == (status, {"error": error})
    assert not Message.objects.exists()


def test_nobody_asked_that(client, asked) -> None:
    came = send(client, signed(correlation_id="c-9"))

    assert (came.status_code, came.json()) == (404, {"error": "question-unknown"})


def test_it_is_no_page(client, db) -> None:
    assert client.get(reverse("exchange:answers")).status_code == 405

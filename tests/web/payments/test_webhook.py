"""The gateway's door: signed and of now, or noted and turned away; never a page of errors."""

from datetime import timedelta

import pytest

from engine.models import PaymentNotice
from engine.payments import signing
from tests.engine.payments import till
from tests.web.payments.conftest import SECRET

ADDRESS = "/pagos/avisos/banco-simulado/"


def post(client, body: bytes, headers: dict[str, str], address: str = ADDRESS):
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_signed_notice_confirms_without_session_or_token(client, stage, order) -> None:
    client.handler.enforce_csrf_checks = True
    body = till.notice(order, stage.now)
    answer = post(client, body, signing.sign(SECRET, stage.now, body))
    assert (answer.status_code, answer.json()) == (200, {"verdict": "confirmed"})
    order.refresh_from_db()
    assert order.status == "paid"


def test_a_body_that_was_tampered_with_is_turned_away(client, stage, order) -> None:
    body = till.notice(order, stage.now)
    headers = signing.sign(SECRET, stage.now, body)
    tampered = body.replace(b'"amount": 52400', b'"amount": 1')
    assert tampered != body
    assert post(client, tampered, headers).status_code == 401
    order.refresh_from_db()
    assert order.status == "open"
    assert PaymentNotice.objects.get().verdict == "bad-signature"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {signing.SIGNATURE_HEADER: "ñandú", signing.TIME_HEADER: "hoy"},
        {signing.SIGNATURE_HEADER: "0" * 64, signing.TIME_HEADER: "9" * 40},
    ],
    ids=["none", "not-hexadecimal", "far-future"],
)
def test_headers_that_prove_nothing_are_turned_away(client, stage, order, headers) -> None:
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert post(client, till.notice(order, stage.now), headers).status_code == 401


def test_an_old_timestamp_is_turned_away(client, stage, order) -> None:
    body = till.notice(order, stage.now)
    headers = signing.sign(SECRET, stage.now - timedelta(minutes=6), body)
    assert post(client, body, headers).status_code == 401
    assert PaymentNotice.objects.get().verdict == "stale"


def test_the_time_is_part_of_the_signature(client, stage, order) -> None:
    body = till.notice(order, stage.now)
    headers = signing.sign(SECRET, stage.now - timedelta(days=1), body)
    headers[signing.TIME_HEADER] = str(int(stage.now.timestamp()))
    assert post(client, body, headers).status_code == 401


def test_a_signed_request_to_the_bank_is_no_notice(client, stage, order) -> None:
    body = till.notice(order, stage.now)
    headers = signing.sign(SECRET, stage.now, body, "/api/estado")
    assert post(client, body, headers).status_code == 401


def test_a_replay_is_answered_and_changes_nothing(client, stage, order) -> None:
    body = till.notice(order, stage.now)
    headers = signing.sign(SECRET, stage.now, body)
    post(client, body, headers)
    again = post(client, body, headers)
    assert (again.status_code, again.json()["verdict"]) == (200, "repeated")


def test_an_unknown_order_is_taken_and_noted(client, stage, order) -> None:
    body = till.notice(order, stage.now, reference="PG-NADIE")
    answer = post(client, body, signing.sign(SECRET, stage.now, body))
    assert (answer.status_code, answer.json()["verdict"]) == (200, "unknown-order")


def test_what_is_signed_and_no_notice_is_refused(client, stage, bank) -> None:
    body = b"[]"
    assert post(client, body, signing.sign(SECRET, stage.now, body)).status_code == 400


def test_another_gateways_address_is_not_there(client, stage, bank) -> None:
    assert post(client, b"{}", {}, "/pagos/avisos/otra/").status_code == 404


def test_a_flood_is_not_read(client, stage, bank) -> None:
    assert post(client, b"x" * 70_000, {}).status_code == 413


def test_only_posts_are_taken(client, bank) -> None:
    assert client.get(ADDRESS).status_code == 405


def test_what_is_not_believed_does_not_fill_the_table(client, stage, bank) -> None:
    for _ in range(3):
        post(client, b"siempre lo mismo", {})
    assert PaymentNotice.objects.get().times == 3

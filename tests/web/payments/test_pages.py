"""Pages of money as people meet them."""

import pytest

from engine.models import ReconciliationLine
from engine.payments import signing
from engine.payments.notices import receive
from tests.engine.payments import till
from tests.web.pages import Page, visit
from tests.web.payments.conftest import SECRET


def bring(bank, order, stage, said: str = "APPROVED", **more) -> None:
    body = till.notice(order, stage.now, said, **more)
    receive(bank, signing.sign(SECRET, stage.now, body), body, stage.now)


def test_the_case_page_leads_to_its_order(client, citizen, stage, order) -> None:
    client.force_login(citizen)
    page = visit(client, "citizens:case", order.case.radicado)
    assert "Concepto de uso del suelo: $ 52.400" in page.text
    link = page.tree.xpath("string(//a[contains(., 'Pagar')]/@href)")
    assert link == f"/pagos/{order.reference}/"


def test_an_order_says_what_how_much_why_and_until_when(client, order) -> None:
    page = visit(client, "payments:order", order.reference)
    assert page.title == "Concepto de uso del suelo"
    for words in ("$ 52.400", "Descuento", "−$ 1.000", "lunes 30 de noviembre de 2026"):
        assert words in page.text
    assert len(page.ids) == len(set(page.ids))


def test_who_has_the_link_sees_nothing_of_the_person(client, order) -> None:
    page = visit(client, "payments:order", order.reference)
    assert "Marta" not in page.html
    assert order.case.radicado not in page.text


def test_paying_leads_to_the_bank_and_the_policy_lets_it(client, order) -> None:
    page = visit(client, "payments:order", order.reference)
    assert "form-action 'self' http://127.0.0.1:8030" in page.response["Content-Security-Policy"]
    answer = client.post(page.form_with("Pagar").get("action"))
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"http://127.0.0.1:8030/pagar/{order.reference}",
    )


def test_a_bank_that_is_down_is_told_and_nothing_is_lost(client, bank, order) -> None:
    bank.is_down = True
    answer = client.post(f"/pagos/{order.reference}/pagar/")
    assert answer.status_code == 503
    assert "El banco no responde" in Page(answer).text


def test_coming_back_before_the_notice_refreshes_without_script(client, bank, stage, order) -> None:
    client.post(f"/pagos/{order.reference}/pagar/")
    page = visit(client, "payments:back", order.reference)
    assert page.title == "Estamos confirmando su pago"
    assert page.tree.xpath("string(//meta[@http-equiv='refresh']/@content)") == "5"
    order.refresh_from_db()
    bring(bank, order, stage)
    page = visit(client, "payments:back", order.reference)
    assert page.title == "Recibimos su pago"
    assert not page.tree.xpath("//meta[@http-equiv='refresh']")


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("REJECTED", "El banco no aprobó el pago"),
        ("PENDING", "El banco está procesando su pago"),
    ],
)
def test_coming_back_says_what_the_bank_said(client, bank, stage, order, said, title) -> None:
    client.post(f"/pagos/{order.reference}/pagar/")
    order.refresh_from_db()
    bring(bank, order, stage, said)
    assert visit(client, "payments:back", order.reference).title == title


def test_what_is_under_way_is_not_paid_again(client, bank, stage, order) -> None:
    bring(bank, order, stage, "PENDING")
    answer = client.post(f"/pagos/{order.reference}/pagar/", follow=True)
    assert "No pague otra vez" in Page(answer).text


def test_an_order_that_does_not_exist_says_what_to_do(client, bank) -> None:
    answer = client.get("/pagos/PG-NADIE/")
    assert answer.status_code == 404
    assert "No encontramos esa orden" in answer.content.decode()


@pytest.mark.parametrize("address", ["/oficina/pagos/", "/oficina/pagos/ordenes/"])
def test_the_treasurys_desk_is_for_the_treasury(client, citizen, treasurer, order, address) -> None:
    assert client.get(address).status_code == 302
    client.force_login(citizen)
    assert client.get(address).status_code == 404
    client.force_login(treasurer)
    assert order.reference in visit(client, address).text


def test_orders_are_found_by_reference_radicado_and_status(client, treasurer, order) -> None:
    client.force_login(treasurer)
    radicado = order.case.radicado
    for query in (f"buscar={order.reference}", f"buscar={radicado}", "estado=open"):
        page = visit(client, f"/oficina/pagos/ordenes/?{query}")
        assert order.reference in page.text
    assert "Ninguna orden" in visit(client, "/oficina/pagos/ordenes/?estado=paid").text


def test_the_treasury_resolves_a_difference_with_a_reason(
    client, bank, stage, treasurer, order
) -> None:
    bring(bank, order, stage, amount=1000)
    line = ReconciliationLine.objects.get()
    client.force_login(treasurer)
    page = visit(client, "payments:office")
    assert "El valor es distinto" in page.text
    page = visit(client, "payments:difference", line.pk)
    refused = page.press(client, "Resolver", {"Por qué": " "})
    assert refused.response.status_code == 400
    form = page.form_with("Resolver")
    sent = page.values(form) | {"que": "accepted", "motivo": "Es la tarifa de ayer."}
    answer = client.post(form.get("action"), sent, follow=True)
    assert "Quedó resuelta" in Page(answer).text
    order.refresh_from_db()
    assert order.status == "paid"
    shown = visit(client, "payments:difference", line.pk).text
    assert "Es la tarifa de ayer." in shown

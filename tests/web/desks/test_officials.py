"""An official's desk: the inbox, the item beside its case, and what an error says."""

import pytest

from engine.models import WorkItem
from tests.engine import cases
from tests.web.pages import visit


@pytest.fixture
def desk(sign_in):
    return sign_in("secretario-gobierno")


@pytest.fixture
def item(case) -> WorkItem:
    return cases.waiting_item(case)


def test_the_inbox_lists_what_waits_for_the_role(desk, case, item) -> None:
    page = visit(desk, "officials:inbox")

    assert case.radicado in page.text
    assert item.name in page.text


def test_an_empty_inbox_says_what_will_happen(sign_in, office) -> None:
    page = visit(sign_in("tesorero"), "officials:inbox")

    assert "No hay tareas pendientes" in page.text


def test_the_item_shows_the_case_beside_the_form_only_after_it_is_taken(desk, case, item) -> None:
    before = visit(desk, "officials:item", item.id)
    after = before.press(desk, "Tomar la tarea")

    assert case.applicant_name in before.text
    assert "Terminar la tarea" not in before.text
    assert "Terminar la tarea" in after.text


def test_what_is_missing_is_told_beside_its_field_and_nothing_is_lost(desk, item) -> None:
    page = visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    page = page.press(desk, "Terminar la tarea")

    assert page.response.status_code == 422
    assert "por corregir" in page.text
    item.refresh_from_db()
    assert item.status == "claimed"


def test_a_task_that_somebody_holds_names_them(desk, sign_in, item) -> None:
    visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    other = sign_in("secretario-gobierno", email="otra@correo.test")

    assert "La tiene Carmen" in visit(other, "officials:item", item.id).text


def test_a_released_task_goes_back_to_the_inbox(desk, item) -> None:
    page = visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    page = page.press(desk, "Soltar la tarea")

    assert "Devolvió la tarea" in page.text
    assert "Disponible" in page.text


def test_the_item_says_which_row_of_a_table_decided(desk, item) -> None:
    page = visit(desk, "officials:item", item.id)

    assert "¿Por qué decidió así el sistema?" in page.text
    assert "Se cumplió la fila" in page.text


@pytest.mark.parametrize(
    ("groups", "expected"),
    [((), 404), (("tesorero",), 404), (("secretario-gobierno",), 200)],
    ids=["citizen", "another office", "the office"],
)
def test_only_the_role_opens_the_item(sign_in, item, groups, expected) -> None:
    client = sign_in(*groups, email="alguien@correo.test")

    assert client.get(f"/oficina/tarea/{item.id}/").status_code == expected


@pytest.mark.parametrize("address", ["/oficina/", "/auditoria/", "/analisis/"])
def test_nobody_is_sent_to_sign_in(client, office, address) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert "/cuenta/" in answer["Location"]


@pytest.mark.parametrize(
    ("role", "address", "expected"),
    [
        ("auditor", "/auditoria/", 200),
        ("auditor", "/analisis/", 404),
        ("analista-procesos", "/analisis/", 200),
        ("analista-procesos", "/auditoria/", 404),
        ("tesorero", "/auditoria/", 404),
    ],
)
def test_each_desk_is_for_its_role(sign_in, office, role, address, expected) -> None:
    assert sign_in(role).get(address).status_code == expected

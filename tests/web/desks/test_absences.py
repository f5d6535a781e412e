"""Absences in the browser: entering one's own, a supervisor's, what the desk says, and coming back."""

from datetime import timedelta

import pytest

from engine.commands import clock
from engine.models import Absence
from tests.engine import cases, folders
from tests.web.pages import visit

FIELDS = {
    "¿Quién queda encargado?": "",
    "Primer día": "2026-11-20",
    "Último día": "2026-11-27",
    "Acto que nombra": "Decreto 012",
    "Fecha del acto": "2026-11-19",
}


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", "tesorero", name="Lucía")


@pytest.fixture
def item(case):
    return cases.waiting_item(case)


@pytest.fixture
def carmen(sign_in, item):
    desk = sign_in("secretario-gobierno")
    visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    return desk


def enter(desk, lucia, **changes):
    page = visit(desk, "officials:absence_own")
    answers = FIELDS | {"¿Quién queda encargado?": str(lucia.user_id)} | changes
    return page.press(desk, "Registrar la ausencia", answers)


def test_the_substitute_s_desk_has_the_task_and_says_why(carmen, sign_in, lucia, item) -> None:
    page = enter(carmen, lucia)
    assert "Carmen → Lucía" in page.text

    desk = sign_in("tesorero", email="lucia@correo.test")
    assert "Usted atiende lo de Carmen por encargo" in visit(desk, "officials:inbox").text
    page = visit(desk, "officials:item", item.id)
    assert "Le llegó por encargo" in page.text
    assert "Terminar la tarea" in page.text


def test_the_desk_of_who_is_away_says_so_and_they_come_back(carmen, lucia, item) -> None:
    enter(carmen, lucia)
    assert "Usted está ausente hasta el 27 de noviembre" in visit(carmen, "officials:inbox").text

    visit(carmen, "officials:absences").press(carmen, "Ya volví")

    assert "Usted está ausente" not in visit(carmen, "officials:inbox").text
    assert Absence.objects.get().revoked_by.first_name == "Carmen"


def test_after_the_last_day_the_task_is_no_page_for_the_substitute(
    carmen, sign_in, lucia, item, friday
) -> None:
    enter(carmen, lucia)
    desk = sign_in("tesorero", email="lucia@correo.test")
    with clock.lend(lambda: friday + timedelta(days=8)):
        assert desk.get(f"/oficina/tarea/{item.id}/").status_code == 404


def test_what_is_wrong_is_told_and_kept(carmen, lucia) -> None:
    page = enter(carmen, lucia, **{"Último día": "2026-11-01"})

    assert page.response.status_code == 400
    assert "Revise las fechas" in page.text
    assert page.control("Acto que nombra").get("value") == "Decreto 012"


def test_a_supervisor_enters_it_with_the_signature(carmen, sign_in, lucia) -> None:
    person = folders.person("carmen@correo.test", "secretario-gobierno")
    desk = sign_in("supervisor", email="jefe@correo.test")
    page = visit(desk, "officials:absences").press(
        desk, "Seguir", {"Registrar la ausencia de otra persona": str(person.user_id)}
    )
    form = page.form_with("Registrar la ausencia")
    sent = page.values(form) | {
        "encargado": str(lucia.user_id),
        "desde": "2026-11-20",
        "hasta": "2026-11-27",
        "acto": "Decreto 012",
        "fecha_acto": "2026-11-19",
        "firma": "on",
    }
    desk.post(page.response.request["PATH_INFO"], sent)

    assert Absence.objects.get().signs


def test_nobody_else_opens_the_form_of_another_person(sign_in, lucia, office) -> None:
    desk = sign_in("secretario-gobierno", email="otra@correo.test")

    assert desk.get(f"/oficina/ausencias/de/{lucia.user_id}/").status_code == 404


def test_what_the_absent_one_holds_is_among_the_substitute_s_own(
    carmen, sign_in, lucia, case, item
) -> None:
    enter(carmen, lucia)
    desk = sign_in("tesorero", email="lucia@correo.test")
    inbox = visit(desk, "/oficina/?vista=mias")
    page = visit(desk, "officials:item", item.id)

    assert case.radicado in inbox.text
    assert inbox.tree.xpath("string(//*[@data-bandeja-cuenta='mias'])") == "1"
    assert "que está ausente: usted hace su trabajo hasta el 27 de noviembre" in page.text

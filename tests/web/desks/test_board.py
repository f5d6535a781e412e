"""The supervisor's board: numbers that lead to lists, passing on what somebody has, and the term."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine import commands
from engine.commands import clock
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end
from tests.web.pages import visit


@pytest.fixture
def items(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    return [
        cases.waiting_item(folders.file(cases.citizen(f"vecina{number}@correo.test")))
        for number in range(3)
    ]


@pytest.fixture
def carmen(db):
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", folders.OFFICE, name="Lucía")


@pytest.fixture
def boss(sign_in, items, carmen):
    cases.claim(carmen, items[0])
    cases.claim(carmen, items[1])
    return sign_in("supervisor", email="jefe@correo.test")


def links(page) -> list[str]:
    return page.tree.xpath("//main//ul[@class='cifras-tablero']//a/strong/text()")


def test_the_numbers_are_those_of_the_office(boss) -> None:
    page = visit(boss, "officials:board")

    assert links(page) == ["3", "0", "0", "1", "0", "0"]
    assert "Carmen 2" in page.text
    assert "Secretaria de Gobierno 3" in page.text


def test_what_is_late_is_counted_and_listed(boss, friday, items) -> None:
    with clock.lend(lambda: friday + timedelta(days=40)):
        assert links(visit(boss, "officials:board"))[:2] == ["3", "3"]
        page = visit(boss, "/oficina/tablero/tareas/?plazo=vencidas")

    assert all(item.case.radicado in page.text for item in items)


def test_what_is_due_soon_is_counted_in_business_days(boss, friday, items) -> None:
    # A Thursday: Friday and Monday are left.
    with clock.lend(lambda: friday + timedelta(days=20)):
        assert links(visit(boss, "officials:board"))[1:3] == ["0", "3"]
        page = visit(boss, "/oficina/tablero/tareas/?plazo=pronto")

    assert page.text.count("Faltan 2 días hábiles") == len(items)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("plazo=libres", [2]), ("grupo=secretario-gobierno", [0, 1, 2]), ("grupo=tesorero", [])],
    ids=["free", "of a role", "of another role"],
)
def test_each_list_has_what_its_number_says(boss, items, query, shown) -> None:
    page = visit(boss, f"/oficina/tablero/tareas/?{query}")

    listed = [number for number, item in enumerate(items) if item.case.radicado in page.text]
    assert listed == shown


def test_what_somebody_has_is_passed_on_together(boss, items, carmen, lucia) -> None:
    page = visit(boss, f"/oficina/tablero/tareas/?persona={carmen.user_id}")
    chosen = page.tree.xpath("//input[@name='tarea']/@value")
    answer = boss.post(
        "/oficina/varias/",
        {
            "tarea": chosen,
            "accion": "reasignar",
            "persona": str(lucia.user_id),
            "motivo": "Vacaciones",
        },
    )

    assert "2 tareas hechas." in b"".join(answer.streaming_content).decode()
    for item in items[:2]:
        item.refresh_from_db()
        assert item.assignee_id == lucia.user_id


def test_the_term_is_extended_with_its_motives(boss, items) -> None:
    case = items[0].case
    before = case.due_on
    page = visit(boss, "officials:term", case.radicado)

    page.press(
        boss,
        "Prorrogar el término",
        {"¿Cuánto agrega?": "3", "Motivos de la prórroga": "Falta un concepto"},
    )

    case.refresh_from_db()
    assert case.due_on > before


def test_an_extension_that_the_law_does_not_allow_says_so(boss, items) -> None:
    case = items[0].case
    page = visit(boss, "officials:term", case.radicado).press(
        boss,
        "Prorrogar el término",
        {"¿Cuánto agrega?": "300", "Motivos de la prórroga": "Falta un concepto"},
    )

    assert page.response.status_code >= 400
    assert page.control("¿Cuánto agrega?").get("value") == "300"


def test_the_term_is_suspended_and_resumed(boss, items) -> None:
    case = items[0].case
    visit(boss, "officials:term", case.radicado).press(
        boss, "Suspender el término", {"¿Por qué se suspende?": "Se cayó el puente"}
    )
    assert "Se cayó el puente" in visit(boss, "officials:board_standing").text

    visit(boss, "officials:term", case.radicado).press(
        boss, "Reanudar el término", {"¿Qué llegó?": "Hay paso"}
    )

    case.refresh_from_db()
    assert case.status != "suspended"


@pytest.mark.parametrize(
    "address", ["tablero/", "tablero/tareas/", "tablero/suspendidos/", "expediente/{}/termino/"]
)
def test_the_board_is_only_for_who_supervises(sign_in, items, address) -> None:
    desk = sign_in(folders.OFFICE)

    place = address.format(items[0].case.radicado)
    assert desk.get(f"/oficina/{place}").status_code == 404


def test_who_is_away_stands_on_the_board_with_who_stands_in(boss, friday, carmen, lucia) -> None:
    commands.enter_absence(
        commands.EnterAbsence(
            actor=carmen,
            absence_id=uuid4(),
            person_id=carmen.user_id,
            substitute_id=lucia.user_id,
            starts_on=friday.date(),
            ends_on=friday.date() + timedelta(days=4),
            act="Resolución 7",
            act_date=friday.date(),
        )
    )

    page = visit(boss, "officials:board")

    assert "Ausentes hoy Carmen , hasta el 24 de noviembre" in page.text
    assert "Lo atiende Lucía" in page.text
    assert "Ausente hasta el 24 de noviembre" in page.text
    with clock.lend(lambda: friday + timedelta(days=5)):
        assert "Ausente" not in visit(boss, "officials:board").text

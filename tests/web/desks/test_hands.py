"""From hand to hand in the browser: reasignar, delegar, devolver, visto bueno, and internal notes."""

import pytest

from engine.models import Consultation, WorkItem
from tests.engine import cases, folders
from tests.web.pages import visit


@pytest.fixture
def item(case) -> WorkItem:
    return cases.waiting_item(case)


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", "secretario-gobierno", name="Lucía")


@pytest.fixture
def held(sign_in, item, lucia):
    """Carmen's desk, with the item in her hands."""
    desk = sign_in("secretario-gobierno")
    visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    return desk


def press(desk, item, button: str, **answers):
    """Press a button of the item's page after filling in the fields of its form."""
    page = visit(desk, "officials:item", item.id)
    form = page.form_with(button)
    sent = page.values(form) | {
        name: value
        for control in form.xpath(".//*[@name]")
        for key, value in answers.items()
        if (name := control.get("name")).endswith(key)
    }
    return desk.post(form.get("action"), sent, follow=True)


def text_of(response) -> str:
    return response.content.decode()


def test_a_colleague_gets_what_is_reassigned(held, item, lucia) -> None:
    answer = press(
        held, item, "Reasignar la tarea", persona=str(lucia.user_id), motivo="Es de su zona"
    )

    item.refresh_from_db()
    assert item.assignee_id == lucia.user_id
    assert "Reasignó la tarea" in text_of(answer)


def test_what_is_delegated_is_taken_back(held, item, lucia) -> None:
    press(held, item, "Delegar la tarea", persona=str(lucia.user_id), motivo="Estoy en visita")
    page = visit(held, "officials:item", item.id)
    assert "delegó esta tarea a Lucía" in page.text

    page.press(held, "Retomar la tarea")

    item.refresh_from_db()
    assert item.owner_id is None
    assert item.assignee.first_name == "Carmen"


def test_returning_says_why_and_frees_the_task(held, item, case) -> None:
    press(held, item, "Devolver la tarea", motivo="No me corresponde")

    item.refresh_from_db()
    assert item.assignee_id is None
    assert "No me corresponde" in case.events.get(kind="item.returned").data


def test_what_is_missing_is_told_beside_its_field_and_kept(held, item, lucia) -> None:
    answer = press(held, item, "Reasignar la tarea", persona="", motivo="Es de su zona")

    assert answer.status_code == 422
    assert "Elija a una persona." in text_of(answer)
    assert "Es de su zona" in text_of(answer)


def test_a_colleague_answers_and_the_asker_reads_it(held, sign_in, item, lucia) -> None:
    press(held, item, "Enviar la pregunta", persona=str(lucia.user_id), motivo="¿Procede?")
    asked = Consultation.objects.get()
    assert "Sin responder" in visit(held, "officials:item", item.id).text

    desk = sign_in("tesorero", email="lucia@correo.test")
    assert "¿Procede?" in visit(desk, "officials:consultations").text
    assert "Consultas 1" in visit(desk, "officials:inbox").text
    address = f"/oficina/consultas/{asked.id}/"
    assert desk.post(address, {"texto": "Sí."}).status_code == 422
    desk.post(address, {"acuerdo": "si", "texto": "Procede, según el acuerdo."})

    desk = sign_in("secretario-gobierno")
    page = visit(desk, "officials:item", item.id)
    assert "Visto bueno" in page.text
    assert "Procede, según el acuerdo." in page.text


def test_a_note_is_read_beside_the_case(held, item, case) -> None:
    press(held, item, "Guardar la nota", texto="Llamar antes de decidir")

    assert "Llamar antes de decidir" in visit(held, "officials:item", item.id).text
    assert "Llamar antes de decidir" in visit(held, "officials:case", case.radicado).text


def test_the_citizen_s_own_page_has_no_notes(held, item, case, client) -> None:
    press(held, item, "Guardar la nota", texto="Llamar antes de decidir")
    client.force_login(case.owner, backend="django.contrib.auth.backends.ModelBackend")

    assert "Llamar" not in visit(client, f"/mis-tramites/{case.radicado}/").text
    assert client.get(f"/oficina/expediente/{case.radicado}/notas/").status_code == 404


@pytest.mark.parametrize("verb", ["reasignar", "delegar", "devolver", "consultar"])
def test_another_office_finds_no_such_page(held, item, sign_in, verb) -> None:
    other = sign_in("tesorero", email="otra@correo.test")

    assert other.get(f"/oficina/tarea/{item.id}/{verb}/").status_code == 404
    assert other.post(f"/oficina/tarea/{item.id}/{verb}/", {}).status_code == 404


def test_a_supervisor_reassigns_what_nobody_took(sign_in, item, lucia) -> None:
    boss = sign_in("supervisor", email="jefe@correo.test")
    page = visit(boss, "officials:reasignar", item.id)

    page.press(boss, "Reasignar la tarea", {"¿A quién?": str(lucia.user_id), "¿Por qué?": "Urge"})

    item.refresh_from_db()
    assert item.assignee_id == lucia.user_id


def test_another_colleague_s_question_is_no_page(held, item, lucia, sign_in) -> None:
    press(held, item, "Enviar la pregunta", persona=str(lucia.user_id), motivo="¿Procede?")
    other = sign_in("secretario-gobierno", email="otra@correo.test")

    assert other.get(f"/oficina/consultas/{Consultation.objects.get().id}/").status_code == 404

"""An item beside its case: its parts, the draft that is kept, and the preview of what would be made."""

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


@pytest.fixture
def taken(desk, item):
    return visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")


def address(item: WorkItem, what: str) -> str:
    return f"/oficina/tarea/{item.id}/{what}/"


def test_the_page_says_in_plain_words_why_the_item_came(taken) -> None:
    assert "¿Por qué me llegó?" in taken.text
    assert "Usted tiene ese rol: Secretaria de Gobierno" in taken.text
    assert "La tomó Carmen" in taken.text


def test_the_flow_is_drawn_with_the_step_where_the_case_stands(desk, case, item, taken) -> None:
    place = taken.tree.xpath("//*[@data-bpmn-url]")[0]
    drawn = desk.get(place.get("data-bpmn-url"))

    assert place.get("data-bpmn-current") == item.element_id
    assert place.get("data-bpmn-passed")
    assert drawn["Content-Type"] == "application/xml"
    assert f'id="{item.element_id}"' in drawn.content.decode()
    assert f"Está en: {item.name}" in taken.text


@pytest.mark.parametrize(("groups", "expected"), [((), 404), (("tesorero",), 404)])
def test_the_drawing_is_for_who_works_on_the_case(sign_in, case, groups, expected) -> None:
    other = sign_in(*groups, email="alguien@correo.test")

    assert other.get(f"/oficina/expediente/{case.radicado}/flujo.bpmn").status_code == expected


def test_documents_open_beside_the_form(taken) -> None:
    frame = taken.tree.xpath("//iframe[@data-visor]/@name")
    links = taken.tree.xpath("//a[@data-papel]")

    assert links
    assert {link.get("target") for link in links} == set(frame)
    assert all("?ver=1" in link.get("href") for link in links)


def test_what_was_typed_is_kept_right_or_wrong_and_comes_back(desk, item, taken) -> None:
    form = taken.form_with("Terminar la tarea")
    typed = {**taken.values(form), "decision": "no", "reason": "A medio escr"}
    saved = desk.post(form.get("data-borrador"), typed, headers={"HX-Request": "true"})
    again = visit(desk, "officials:item", item.id)

    assert saved.content.decode().startswith("Borrador guardado")
    assert again.values(again.form_with("Terminar la tarea"))["decision"] == "no"
    item.refresh_from_db()
    assert (item.status, item.answers["decision"]) == ("claimed", "no")


def test_a_draft_can_be_put_away_without_javascript(desk, item, taken) -> None:
    answer = desk.post(address(item, "borrador"), {"decision": "procede"}, follow=True)

    assert "Guardó el borrador" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/oficina/"


def test_nobody_else_writes_into_the_draft(desk, sign_in, item, taken) -> None:
    other = sign_in("secretario-gobierno", email="otra@correo.test")
    held = other.post(address(item, "borrador"), {"decision": "no"})
    stranger = sign_in("tesorero", email="tercera@correo.test")
    missing = stranger.post(address(item, "borrador"), {"decision": "no"})

    assert (held.status_code, missing.status_code) == (409, 404)
    item.refresh_from_db()
    assert item.answers == {}


def test_the_preview_shows_the_document_and_changes_nothing(desk, case, item, taken) -> None:
    before = case.documents.count(), case.events.count()
    answer = desk.post(
        address(item, "previa"), {"decision": "procede", "verified_with": ["sisben"]}
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "nada ha pasado todavía" in page
    assert "Certificado de residencia" in page
    assert (case.documents.count(), case.events.count()) == before
    item.refresh_from_db()
    assert item.status == "claimed"


def test_the_drafted_pdf_is_for_who_asked_for_it(desk, sign_in, item, taken) -> None:
    page = desk.post(
        address(item, "previa"), {"decision": "procede", "verified_with": ["sisben"]}
    ).content.decode()
    pdf = page.partition('<iframe class="visor" src="')[2].partition("#")[0]
    mine = desk.get(pdf)
    other = sign_in("secretario-gobierno", email="otra@correo.test").get(pdf)

    assert mine.content.startswith(b"%PDF-")
    assert mine["X-Frame-Options"] == "SAMEORIGIN"
    assert other.status_code == 404


def test_a_preview_of_wrong_answers_says_what_is_wrong(desk, item, taken) -> None:
    page = taken.press(desk, "Terminar la tarea")
    answer = desk.post(address(item, "previa"), {})

    assert page.response.status_code == answer.status_code == 422
    assert "por corregir" in answer.content.decode()


def test_a_choice_shows_the_questions_that_now_apply_and_complains_of_none(
    desk, item, taken
) -> None:
    answer = desk.post(
        address(item, "borrador"),
        {"decision": "no", "accion": "actualizar"},
        headers={"HX-Request": "true"},
    )
    form = answer.content.decode()

    assert answer.status_code == 200
    assert "<html" not in form
    assert "<textarea" in form
    assert "por corregir" not in form
    item.refresh_from_db()
    assert item.answers["decision"] == "no"

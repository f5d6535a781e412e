import re

import pytest
from django.urls import reverse

from tests.web.pages import visit, walk

ANSWERS = {
    "Número de documento": "27000001",
    "Nombres": "Marta",
    "Apellidos": "Chávez",
    "Correo electrónico": "marta@correo.test",
    "¿Cuándo fue la última jornada?": "2026-01-10",
    "¿A cuántas jornadas asistió?": "3",
}


@pytest.fixture
def marta(client, citizen):
    client.force_login(citizen)
    return client


def _form(client, procedure):
    return visit(client, reverse("citizens:begin", args=[procedure.slug]))


def _preview(client, procedure, **changes):
    return walk(client, _form(client, procedure), {**ANSWERS, **changes})


def _radicado(page):
    found = re.search(r"\d{4}-\d{5}-E-\d{6}", page.text)
    assert found, page.text
    return found.group()


def test_filing_asks_to_sign_in_and_comes_back(client, procedure):
    address = reverse("citizens:begin", args=[procedure.slug])
    answer = client.get(address)
    assert answer["Location"] == f"{reverse('account_login')}?next={address}"


def test_what_the_account_says_is_not_asked_again(marta, procedure):
    page = _form(marta, procedure)
    assert page.control("Número de documento").get("value") == "27000001"
    assert page.control("Nombres").get("value") == "Marta"


def test_an_error_is_named_and_every_answer_is_kept(marta, procedure):
    page = _preview(marta, procedure, **{"¿A cuántas jornadas asistió?": "90"})
    field = page.control("¿A cuántas jornadas asistió?")
    links = page.tree.xpath("//*[contains(@class,'resumen-errores')]//a/@href")
    assert f"#{field.get('id')}" in links
    assert field.get("value") == "90"
    assert page.control("¿Cuándo fue la última jornada?").get("value") == "2026-01-10"
    assert "Constancia de asistencia" in visit(marta, reverse("citizens:my_cases")).text


def test_a_draft_is_found_again_as_it_was_left(marta, procedure):
    page = _form(marta, procedure).press(
        marta, "Guardar borrador", {"Nombres": "Marta Lucía", "Correo electrónico": "x"}
    )
    assert "Guardamos su borrador" in page.text
    assert page.control("Nombres").get("value") == "Marta Lucía"
    assert page.control("Correo electrónico").get("value") == "x"
    assert page.problems == []


def test_the_term_is_read_before_anything_is_sent(marta, procedure):
    page = _preview(marta, procedure)
    assert page.title == "Revise antes de radicar"
    for words in ("15 días hábiles", "Gratuito", "Marta", "27000001"):
        assert words in page.text


def test_the_receipt_shows_number_date_hour_and_term(marta, procedure):
    page = _preview(marta, procedure).press(marta, "Radicar")
    assert page.title == "Recibimos su solicitud"
    assert _radicado(page)
    assert re.search(r"\d{1,2} de \w+ de \d{4}, \d{1,2}:\d{2}:\d{2}", page.text)
    assert "Respuesta a más tardar el" in page.text


def test_a_second_press_gives_the_same_receipt(marta, procedure):
    preview = _preview(marta, procedure)
    first = preview.press(marta, "Radicar")
    second = preview.press(marta, "Radicar")
    assert _radicado(first) == _radicado(second)


def test_the_case_tells_its_story_and_waits_for_the_office(marta, procedure):
    radicado = _radicado(_preview(marta, procedure).press(marta, "Radicar"))
    page = visit(marta, reverse("citizens:case", args=[radicado]))
    assert f"Quedó radicada con el número {radicado}" in page.text
    assert "Revisar la planilla" in page.text
    assert "En estudio" in page.text


def test_nobody_else_reads_a_case(marta, neighbour, procedure):
    radicado = _radicado(_preview(marta, procedure).press(marta, "Radicar"))
    marta.force_login(neighbour)
    page = visit(marta, reverse("citizens:case", args=[radicado]))
    assert page.response.status_code == 404
    assert "Marta" not in page.text


def test_nobody_else_reads_a_draft(marta, neighbour, procedure):
    address = _form(marta, procedure).press(marta, "Guardar borrador", {}).response.request
    marta.force_login(neighbour)
    page = visit(marta, address["PATH_INFO"])
    assert page.response.status_code == 404


def test_a_draft_is_thrown_away_at_its_owners_wish(marta, procedure):
    _form(marta, procedure).press(marta, "Guardar borrador", {})
    page = visit(marta, reverse("citizens:my_cases")).press(marta, "Eliminar")
    assert "Eliminamos el borrador" in page.text
    assert "Aún no ha radicado nada" in page.text


def test_the_number_of_the_receipt_finds_the_case(marta, procedure):
    radicado = _radicado(_preview(marta, procedure).press(marta, "Radicar"))
    page = visit(marta, reverse("citizens:lookup") + f"?numero={radicado.lower()}")
    assert radicado in page.text
    assert page.response.status_code == 200


def test_an_unknown_number_says_what_to_try(client, db):
    page = visit(client, reverse("citizens:lookup") + "?numero=2026-52001-E-999999")
    assert page.response.status_code == 404
    assert "Revise que el número esté completo" in page.text

"""Analysts see the shelf, auditors the whole story of a case."""

from engine.models import Event
from tests.engine import cases
from tests.web.pages import visit


def test_the_shelf_shows_procedures_and_their_drawing(sign_in, office) -> None:
    slug, _ = cases.scenario("T02-E2")
    client = sign_in("analista-procesos")

    assert slug in visit(client, "analysts:shelf").text
    page = visit(client, "analysts:procedure", slug)
    assert "inicio.form" in page.text
    drawing = client.get(f"/analisis/{slug}/flujo.bpmn")
    assert drawing.content.startswith(b"<?xml")


def test_an_auditor_finds_a_case_and_its_whole_chain(sign_in, case) -> None:
    client = sign_in("auditor")

    page = visit(client, "auditors:search").press(
        client, "Buscar", {"Radicado, nombre": case.radicado}
    )
    assert case.radicado in page.text
    story = visit(client, "auditors:story", case.radicado)
    assert "La cadena de eventos está completa" in story.text
    assert "T02.07" in story.text


def test_an_auditor_is_told_where_a_chain_was_touched(sign_in, case) -> None:
    Event.objects.filter(case=case, seq=3).update(data='{"x":1}')

    page = visit(sign_in("auditor"), "auditors:story", case.radicado)

    assert "no se sostiene" in page.text
    assert "Evento 3" in page.text

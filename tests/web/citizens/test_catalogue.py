import pytest
from django.urls import reverse

from tests.web.pages import visit

pytestmark = pytest.mark.django_db


def test_search_forgives_accents_and_capitals(client, procedure):
    page = visit(client, reverse("citizens:home") + "?q=PARTICIPACION")
    assert procedure.sheet.official_name in page.text


def test_a_search_without_results_offers_every_procedure(client, procedure):
    page = visit(client, reverse("citizens:home") + "?q=zzzz")
    assert "No encontramos un trámite con esas palabras" in page.text
    assert procedure.sheet.official_name not in page.text


def test_a_window_without_procedures_says_so(client):
    assert "Todavía no hay trámites publicados" in visit(client, reverse("citizens:home")).text


def test_the_sheet_says_what_it_takes_before_anything_is_asked(client, procedure):
    page = visit(client, reverse("citizens:sheet", args=[procedure.slug]))
    for words in ("Gratuito", "15 días hábiles", "Haber firmado la planilla", "Ley 1437 de 2011"):
        assert words in page.text
    assert page.tree.xpath("//a[text()='Iniciar trámite']/@href")


def test_a_procedure_that_does_not_exist_leads_back(client):
    page = visit(client, reverse("citizens:sheet", args=["no-existe"]))
    assert page.response.status_code == 404
    assert page.title == "No encontramos ese trámite"

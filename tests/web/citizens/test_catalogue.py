import pytest
from django.urls import reverse

from bpmn import versions
from bpmn.package import from_files
from tests.bpmn.samples import NOW, documented_files
from tests.web.pages import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anything(db):
    """A procedure by which anybody asks for anything, without saying who they are."""
    slug, files = documented_files()
    changed = {
        name: files[name].decode().replace(slug, "pedir-algo").replace('["natural"]', '["anonimo"]')
        for name in ("procedure.toml", "process.bpmn")
    }
    encoded = {name: text.encode() for name, text in changed.items()}
    folder = from_files("pedir-algo", files | encoded)
    return versions.publish(folder, library={}, author="ana", publisher="luis", now=NOW)


def test_search_forgives_accents_and_capitals(client, procedure):
    page = visit(client, reverse("citizens:home") + "?q=PARTICIPACION")
    assert procedure.sheet.official_name in page.text


def test_a_search_without_results_offers_every_procedure(client, procedure):
    page = visit(client, reverse("citizens:home") + "?q=zzzz")
    assert "No encontramos un trámite con esas palabras" in page.text
    assert procedure.sheet.official_name not in page.text


def test_a_search_without_results_leads_to_who_answers_anything(client, procedure, anything):
    page = visit(client, reverse("citizens:home") + "?q=zzzz")
    assert page.tree.xpath("//a[text()='Preguntar o pedir a la entidad']/@href") == [
        reverse("citizens:sheet", args=[anything.slug])
    ]


def test_a_typo_asks_what_was_meant(client, procedure):
    page = visit(client, reverse("citizens:home") + "?q=asitencia")
    assert procedure.sheet.official_name in page.text
    link = page.tree.xpath("//p[@class='sugerencia']/a")[0]
    meant = visit(client, link.get("href"))
    assert "1 trámite" in meant.text
    assert "Quiso decir" not in meant.text


def test_lists_have_addresses_and_can_be_left(client, procedure):
    home = visit(client, reverse("citizens:home"))
    theme = procedure.sheet.themes[0]
    place = home.tree.xpath("//a[starts-with(@href, '/?tema=')]/@href")[0]
    page = visit(client, place)
    assert theme in "".join(page.tree.xpath("//title/text()"))
    assert procedure.sheet.official_name in page.text
    back = page.tree.xpath("//ul[contains(@class, 'elegidos')]//a/@href")
    assert back == [reverse("citizens:home")]


def test_a_list_that_does_not_exist_says_what_to_do(client, procedure):
    page = visit(client, reverse("citizens:home") + "?tema=nada")
    assert "No encontramos un trámite" in page.text


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


def test_a_sheet_says_cost_term_and_how_long_it_takes_right_after_its_title(client, procedure):
    page = visit(client, reverse("citizens:sheet", args=[procedure.slug]))
    headings = page.tree.xpath("//main//*[self::h1 or self::h2]")
    assert [one.text for one in headings[:2]] == [procedure.sheet.official_name, "En resumen"]
    told = headings[1].getparent().xpath(".//dt/text()")
    assert told == ["Costo", "Plazo máximo de respuesta", "Cuánto se demora en la práctica"]

"""An archivist finds an expediente, reads what it holds, takes its index and holds it."""

from lxml import etree

from archive.records.index import SCHEMA
from tests.archive.custody.expedientes import SELECTED, closed
from tests.web.pages import visit


def test_the_list_is_searched_and_filtered(certificate, store, nubia) -> None:
    other = closed(store, SELECTED)

    page = visit(nubia, "archivists:expedientes")
    assert certificate.number in page.text
    assert other.number in page.text
    page = page.press(nubia, "Buscar", {"Número": "110.02"})
    assert certificate.number not in page.text
    page = visit(nubia, "/archivo/expedientes/?etapa=central")
    assert "Ningún expediente coincide" in page.text
    page = visit(nubia, "/archivo/expedientes/?serie=200.08.01&etapa=management&pagina=x")
    assert certificate.number in page.text


def test_the_page_shows_holdings_in_order_dates_and_the_log(certificate, nubia) -> None:
    page = visit(nubia, "archivists:expediente", certificate.number)

    assert "2 documentos, 4 folios" in page.text
    rows = page.tree.xpath("//tbody/tr/th/text()")
    assert [row.strip()[:2] for row in rows if row.strip()] == ["1.", "2.", "3."]
    assert "20 de noviembre de 2027" in page.text
    assert "Se cerró el expediente" in page.text
    assert "CERTIFICADOS / Residencia" in page.text


def test_the_index_of_today_and_the_sealed_one_are_downloaded(certificate, nubia) -> None:
    page = visit(nubia, "archivists:expediente", certificate.number)
    [xml] = page.tree.xpath("//a[contains(., 'en XML')]/@href")
    [sealed] = page.tree.xpath("//a[contains(., 'índice sellado')]/@href")

    answer = nubia.get(xml)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(answer.content))
    assert "attachment" in answer["Content-Disposition"]
    assert nubia.get(sealed).content == f"índice {certificate.number}".encode()


def test_a_hold_is_placed_and_released_with_its_reasons(certificate, store, nubia, alvaro) -> None:
    key = certificate.holdings.first().store_key
    page = visit(nubia, "archivists:expediente", certificate.number)

    page = page.press(nubia, "Poner la retención")
    assert page.response.status_code == 422
    page = page.press(
        nubia,
        "Poner la retención",
        {"Quién": "Juzgado Primero", "Con qué": "Auto 15 de 2026", "Por qué": "Tutela"},
    )
    assert "Una retención legal lo protege" in page.text
    assert store.is_held(key)
    page = visit(alvaro, "archivists:expediente", certificate.number)
    page = page.press(alvaro, "Levantar la retención")
    assert "Falta una razón" in page.text
    page = page.press(alvaro, "Levantar la retención", {"Por qué se levanta": "Terminó"})
    assert "Levantó la retención legal" in page.text
    assert not store.is_held(key)
    assert nubia.post("/archivo/retenciones/00000000-0000-0000-0000-000000000000/levantar/")

"""axe finds nothing against WCAG 2.1 A and AA on the pages of the four people, at both widths."""

import re

import pytest
from playwright.sync_api import Page

from tests.installation import ROOT
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_residence import sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

AXE = ROOT / "web" / "studio" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"""
ANYONE = [
    "/",
    "/verificar/",
    "/cuenta/login/",
    "/cuenta/signup/",
    "/privacidad/",
    "/no-existe/",
    "/archivo/avisos/",
]
PEOPLE = [
    ("ana@demo.test", ["/mis-tramites/"]),
    ("carmen.portilla@demo.test", ["/oficina/", "/oficina/firmar/"]),
    ("jaime.erazo@demo.test", ["/oficina/incidentes/"]),
    ("ivan.caicedo@demo.test", ["/analisis/"]),
    ("beatriz.munoz@demo.test", ["/auditoria/"]),
    (
        "nubia.ceron@demo.test",
        ["/archivo/", "/archivo/expedientes/", "/archivo/trd/", "/archivo/actas/"],
    ),
]
WIDTHS = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    return [f"{page.url}: {fault}" for fault in page.evaluate(RUN)]


@WIDTHS
def test_pages_for_anyone_have_no_barrier(opened, size) -> None:
    page = opened(size)
    found = []
    for address in ANYONE:
        page.goto(address)
        found += faults(page)
    page.goto("/")
    for link in page.get_by_role("link", name=re.compile("^Certificado")).all()[:1]:
        link.click()
        found += faults(page)

    assert found == []


@WIDTHS
@pytest.mark.parametrize(
    ("email", "addresses"),
    PEOPLE,
    ids=["citizen", "official", "supervisor", "analyst", "auditor", "archivist"],
)
def test_pages_of_each_person_have_no_barrier(opened, size, email, addresses) -> None:
    page = opened(size)
    sign_in(page, email, "ventanilla-demo")
    found = []
    for address in addresses:
        page.goto(address)
        found += faults(page)

    assert found == []


@WIDTHS
def test_a_filing_form_has_no_barrier_before_and_after_errors(opened, size) -> None:
    page = opened(size)
    sign_in(page, "ana@demo.test", "ventanilla-demo")
    page.goto("/?q=residencia")
    page.get_by_role("link", name=re.compile("^Certificado")).first.click()
    page.get_by_role("link", name="Iniciar").first.click()
    found = faults(page)
    page.get_by_role("button", name="Revisar y enviar").click()
    page.locator(".resumen-errores").wait_for()

    assert found + faults(page) == []

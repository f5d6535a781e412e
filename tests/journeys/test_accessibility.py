"""axe finds nothing against WCAG 2.1 A and AA on the pages of the four people, at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.installation import ROOT
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_residence import sign_in
from tests.web.access_world import AUDIENCES
from tests.web.test_access_walk import addresses, table

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

AXE = ROOT / "web" / "studio" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
})).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"""
# Who of the demonstration stands for an audience of docs/reference/access.md.
PEOPLE = {
    "nobody": "",
    "citizen": "ana@demo.test",
    "official": "carmen.portilla@demo.test",
    "supervisor": "jaime.erazo@demo.test",
    "analyst": "ivan.caicedo@demo.test",
    "auditor": "beatriz.munoz@demo.test",
    "archivist": "nubia.ceron@demo.test",
    "administrator": "sandra.benavides@demo.test",
}
# Files, not pages; and what ends the session.
NO_PAGES = re.compile(r"\.(json|csv|pdf|xml|zip)$|/logout/$")
WIDTHS = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


def faults(page: Page) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    return [f"{page.url}: {fault}" for fault in page.evaluate(RUN)]


def pages_of(audience: str) -> list[str]:
    """The pages without an object in their address that the table of access gives an audience.

    What everybody gets is looked at once, as nobody.
    """
    column, nobody = list(AUDIENCES).index(audience), list(AUDIENCES).index("nobody")
    names = [view for view, parts in addresses() if not parts]
    rows = {view: table().get((view, "GET"), ()) for view in names}
    return [
        reverse(view)
        for view, row in rows.items()
        if row
        and row[column] == "200"
        and (column == nobody or row[nobody] != "200")
        and not NO_PAGES.search(reverse(view))
    ]


@pytest.mark.parametrize("audience", PEOPLE)
def test_every_page_of_the_table_of_access_has_no_barrier(opened, audience) -> None:
    page = opened(DESK)
    if PEOPLE[audience]:
        sign_in(page, PEOPLE[audience], "ventanilla-demo")
    found = []
    for address in [*pages_of(audience), "/no-existe/"]:
        page.goto(address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            found += [f"{size['width']}: {fault}" for fault in faults(page)]

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

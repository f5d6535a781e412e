"""Every page and every diagram of the whole shelf on a phone: nothing scrolls sideways, nothing breaks."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from bpmn.drawing.measures import measure
from bpmn.versions.shelf import procedure_paths
from tests.journeys.conftest import PHONE
from tests.journeys.test_accessibility import AXE, RUN
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

CITIZEN, ANALYST = "ana@demo.test", "ivan.caicedo@demo.test"
COUNTER, TREASURER = "rocio.chaves@demo.test", "oscar.delgado@demo.test"
ADMINISTRATOR = "sandra.benavides@demo.test"
OF_STAFF = [
    (TREASURER, ["/oficina/pagos/", "/oficina/pagos/ordenes/"]),
    (ADMINISTRATOR, ["/administracion/parametros/", "/administracion/parametros/calendario/"]),
]
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = """() => [...document.querySelectorAll('.diagrama .djs-element[data-element-id]')]
  .filter(e => e.querySelector('.djs-visual')?.childElementCount)
  .map(e => e.dataset.elementId)"""
LINKS = "links => [...new Set(links.map(link => link.getAttribute('href')))]"


class Visitor:
    """One person with one phone, who notes down what a page does wrong."""

    def __init__(self, browser: Browser, window: str, email: str = "") -> None:
        context = browser.new_context(viewport=PHONE, base_url=window, locale="es-CO")
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self._note(said.text))
        if email:
            sign_in(self.page, email, DEMO_PASSWORD)

    def _note(self, text: str) -> None:
        self.problems.append(f"{urlsplit(self.page.url).path}: {text}")

    def look(self, address: str, *, closely: bool = False) -> None:
        """Open a page; closely: with axe as well."""
        answer = self.page.goto(address)
        if answer is None or answer.status != 200:
            self._note(f"{address} answered {answer and answer.status}")
            return
        wider_by = self.page.evaluate(TOO_WIDE)
        if wider_by > 0:
            self._note(f"{wider_by} px wider than the phone")
        if closely:
            self.page.evaluate(AXE.read_text())
            for fault in self.page.evaluate(RUN):
                self._note(fault)

    def steps(self) -> list[str]:
        """Keys of the steps of the form that the page begins, as the answers stand."""
        marks = self.page.locator(".avance__barra > li")
        return [str(mark.get_attribute("data-paso")) for mark in marks.all()]

    def links(self, pattern: str) -> list[str]:
        found = self.page.locator("main a[href]").evaluate_all(LINKS)
        return [link for link in found if re.search(pattern, link)]


@pytest.fixture(scope="module")
def visitor(browser, window) -> Iterator:
    """The same phone for every page of one person."""
    known: dict[str, Visitor] = {}

    def of(email: str = "") -> Visitor:
        if email not in known:
            known[email] = Visitor(browser, window, email)
        known[email].problems.clear()
        return known[email]

    yield of
    for one in known.values():
        one.page.context.close()


@pytest.fixture(scope="module")
def sheets(visitor) -> list[str]:
    """Addresses of the sheets of everything that the window offers."""
    anyone = visitor()
    anyone.look("/", closely=True)
    found = anyone.links(r"^/tramites/[^/]+/$")
    assert anyone.problems == []
    assert found
    return found


def in_drawing(model: bytes) -> set[str]:
    """Elements that a file has shapes or lines for."""
    root = etree.fromstring(model)
    items = [*root.iter(f"{DI}BPMNShape"), *root.iter(f"{DI}BPMNEdge")]
    return {str(item.get("bpmnElement")) for item in items}


def slug(sheet: str) -> str:
    return sheet.strip("/").split("/")[-1]


def test_what_anyone_reads_of_every_procedure_fits_a_phone(visitor, sheets) -> None:
    anyone = visitor()
    for sheet in sheets:
        anyone.look(sheet, closely=True)
        for other in anyone.links("/sin-cuenta/"):
            anyone.look(other, closely=True)
        anyone.look(f"/inventario/{slug(sheet)}/")
        anyone.look(f"/cifras/{slug(sheet)}/")
    assert anyone.problems == []


def test_every_start_form_fits_a_phone_and_has_no_barrier(visitor, sheets) -> None:
    citizen = visitor(CITIZEN)
    for sheet in sheets:
        first = f"{sheet}solicitud/"
        citizen.look(first, closely=True)
        for key in citizen.steps()[1:]:
            citizen.look(f"{first}?paso={key}", closely=True)
    assert citizen.problems == []


def test_every_diagram_is_drawn_whole_and_told_in_words(visitor) -> None:
    analyst = visitor(ANALYST)
    for place, folder in enumerate(procedure_paths()):
        address = f"/analisis/{folder.name}/"
        analyst.look(address, closely=place == 0)
        analyst.page.locator("[data-bpmn-drawn], .diagrama--falla").first.wait_for()
        url = str(analyst.page.locator("[data-bpmn-url]").get_attribute("data-bpmn-url"))
        model = analyst.page.request.get(url).body()
        missing = {*measure(model).missing, *in_drawing(model) - {*analyst.page.evaluate(DRAWN)}}
        if missing:
            analyst.problems.append(f"{address}: {len(missing)} not drawn: {sorted(missing)[:5]}")
        if not analyst.page.locator("[data-bpmn-show]").count():
            analyst.problems.append(f"{address}: no steps in words")
    assert analyst.problems == []


def test_pages_about_all_procedures_fit_a_phone(visitor) -> None:
    anyone = visitor()
    for address in ("/participar/", "/radicado/", "/avisos/", "/inventario/"):
        anyone.look(address, closely=True)
    assert anyone.problems == []


def test_the_desks_fit_a_phone(visitor) -> None:
    clerk = visitor(COUNTER)
    clerk.look("/oficina/radicar/", closely=True)
    clerk.look(clerk.links(r"^/oficina/radicar/[^/]+/$")[0], closely=True)
    found = list(clerk.problems)
    for email, addresses in OF_STAFF:
        person = visitor(email)
        for address in addresses:
            person.look(address, closely=True)
        found += person.problems
    administrator = visitor(ADMINISTRATOR)
    administrator.look("/administracion/parametros/")
    of_one = administrator.links(r"/administracion/parametros/(?!calendario)[^/]+/$")
    administrator.look(of_one[0], closely=True)
    assert found + administrator.problems == []


def test_a_step_of_the_list_is_shown_in_the_diagram(visitor) -> None:
    analyst = visitor(ANALYST)
    analyst.look(f"/analisis/{procedure_paths()[0].name}/")
    page = analyst.page
    page.locator("[data-bpmn-drawn]").wait_for()
    page.locator("summary", has_text="uno a uno").click()
    step = page.locator("[data-bpmn-show]").last
    name = step.get_attribute("data-bpmn-show")
    step.click()
    shown = page.locator(f'.djs-element.bpmn-senalado[data-element-id="{name}"]')
    box, frame = shown.bounding_box(), page.locator(".diagrama").bounding_box()

    assert box is not None
    assert frame is not None
    assert frame["x"] <= box["x"] + box["width"] / 2 <= frame["x"] + frame["width"]
    assert frame["y"] <= box["y"] + box["height"] / 2 <= frame["y"] + frame["height"]
    assert analyst.problems == []

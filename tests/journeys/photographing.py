"""Every page that links lead to, as each of the four people sees it, at both sizes: for `make screenshots`.

Not a test of its own: it runs after the journeys, in the window that they have filled, and also says what axe
finds and what is wider than the phone.
"""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import AXE, RUN
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in
from tests.journeys.test_shelf_pages import TOO_WIDE

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]
BEGINNINGS = {
    "": ["/"],
    "ana": ["/", "/mis-tramites/", "/avisos/mios/"],
    "carmen.portilla": ["/oficina/", "/oficina/varias/", "/oficina/consultas/", "/mi-firma/"],
    "rocio.chaves": ["/oficina/radicar/"],
    "jaime.erazo": ["/oficina/tablero/", "/oficina/incidentes/", "/oficina/ausencias/"],
    "oscar.delgado": ["/oficina/pagos/"],
    "ivan.caicedo": ["/analisis/", "/analisis/borradores/"],
    "beatriz.munoz": ["/auditoria/", "/auditoria/informes/"],
    "nubia.ceron": ["/archivo/"],
    "sandra.benavides": ["/administracion/firmas/", "/administracion/parametros/"],
}
# What is no page, or ends the visit.
_NO_PAGE = re.compile(
    r"\.(pdf|json|csv|xml|zip|bpmn|svg|jsonld|js|css|txt)(\?|$)|/logout/|/estampa"
)


@pytest.mark.parametrize("person", BEGINNINGS, ids=lambda name: name or "nobody")
def test_every_page_that_links_lead_to(person, opened, photograph) -> None:
    page = opened(DESK)
    if person:
        sign_in(page, f"{person}@demo.test", DEMO_PASSWORD)
    faults: list[str] = []
    seen: set[str] = set()
    waiting = deque(BEGINNINGS[person])
    while waiting:
        address = waiting.popleft()
        view = _view(address)
        if not view or view in seen:
            continue
        seen.add(view)
        answer = page.goto(address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            faults += _faults(page, address)
            photograph(page, f"{person or 'nadie'}-{view.replace(':', '-')}")
        waiting.extend(_links(page))
    assert faults == []


def _view(address: str) -> str:
    if _NO_PAGE.search(address):
        return ""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _links(page: Page) -> list[str]:
    found = page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return [str(link) for link in found]


def _faults(page: Page, address: str) -> list[str]:
    width = page.viewport_size["width"] if page.viewport_size else 0
    wider_by = page.evaluate(TOO_WIDE)
    page.evaluate(AXE.read_text())
    faults = [f"{wider_by} px too wide"] if wider_by > 0 else []
    return [f"{address} at {width}: {fault}" for fault in (*faults, *page.evaluate(RUN))]

"""Every kind of page that links lead to, as ten people see it: one walk, for CI and for the photographs."""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from tests.journeys.test_accessibility import AXE, RUN
from tests.journeys.test_shelf_pages import TOO_WIDE

# Where each begins; who has no name has no account.
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


def crawl(page: Page, person: str, look: Callable[[Page, str], None], *, known: set[str]) -> None:
    """Open one page of each kind that links lead to, from where the person begins.

    Args:
        page: of somebody who has signed in.
        person: whose beginnings, by their name.
        look: is called at each page, with its kind: the name of its URL.
        known: kinds that are passed by; what is opened is added.
    """
    waiting, tried = deque(BEGINNINGS[person]), set[str]()
    while waiting:
        address = waiting.popleft()
        view = _view(address)
        if not view or view in known | tried:
            continue
        tried.add(view)
        if _opens(page, address):
            # Who was sent to sign in has not seen what they asked for.
            known.add(_view(page.url))
            look(page, view)
            waiting.extend(_links(page))


def faults_now(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and how much wider than its window it is."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    wider_by = page.evaluate(TOO_WIDE)
    page.evaluate(AXE.read_text())
    faults = [f"{wider_by} px too wide"] if wider_by > 0 else []
    return [f"{page.url} at {width}: {fault}" for fault in (*faults, *page.evaluate(RUN))]


def _opens(page: Page, address: str) -> bool:
    """Whether it is a page and no file."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    return answer is not None and "html" in answer.headers.get("content-type", "")


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

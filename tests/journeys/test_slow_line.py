"""Citizens on a slow line: pages weigh little, and a file that the connection loses is sent again."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from engine.rehearsal.samples import sample_file
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import faults
from tests.journeys.test_residence import choose, field, find_procedure, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

MOST_BYTES = 150 * 1024
CITIZEN, CLAVE = "ana@demo.test", "ventanilla-demo"


class Line:
    """Counts what a page transfers, headers and all, as the network sees it.

    Only what the page itself asked for counts: a page that was left may still be loading its fonts.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        self._asked: set[str] = set()
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._session.on("Network.requestWillBeSent", self._note)
        self._session.on("Network.loadingFinished", self._count)

    def _note(self, told: dict[str, Any]) -> None:
        self._asked.add(told["requestId"])

    def _count(self, told: dict[str, Any]) -> None:
        if told["requestId"] in self._asked:
            self.bytes += int(told["encodedDataLength"])

    def load(self, address: str) -> int:
        """Bytes of a first load, until nothing more comes."""
        self.page.goto("about:blank")
        self._asked.clear()
        self.bytes = 0
        self.page.goto(address, wait_until="networkidle")
        return self.bytes


class Gate:
    """Holds back what the page posts until it is opened."""

    def __init__(self, page: Page) -> None:
        self._held: list[Route] = []
        self._is_open = False
        page.route("**/*", self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method == "POST" and not self._is_open:
            self._held.append(route)
        else:
            route.continue_()

    def open(self) -> None:
        self._is_open = True
        for route in self._held:
            route.continue_()


def test_the_first_load_of_any_page_of_a_citizen_is_light(opened) -> None:
    page = opened(PHONE)
    line = Line(page)
    weights = {address: line.load(address) for address in ("/", "/?q=lisensia", "/radicado/")}
    page.goto("/?q=residencia")
    sheet = str(page.locator(".tarjeta a").first.get_attribute("href"))
    weights[sheet] = line.load(sheet)
    sign_in(page, CITIZEN, CLAVE)
    for address in (f"{sheet}solicitud/", "/mis-tramites/"):
        weights[address] = line.load(address)
    links = page.locator("main a[href^='/mis-tramites/']")
    if links.count():
        case = str(links.first.get_attribute("href"))
        weights[case] = line.load(case)

    assert {address: size for address, size in weights.items() if size > MOST_BYTES} == {}
    assert min(weights.values()) > 10 * 1024


def test_a_file_that_the_connection_loses_is_sent_again(opened, tmp_path: Path) -> None:
    receipt = tmp_path / "recibo.pdf"
    receipt.write_bytes(sample_file("recibo.pdf"))
    page = opened(PHONE)
    sign_in(page, CITIZEN, CLAVE)
    find_procedure(page)
    page.goto(f"{page.url.split('?')[0]}?paso=como-se-comprueba")
    choose(page, "proof_source", "recibo")
    field(page, "bill_file").wait_for()
    page.wait_for_load_state("networkidle")

    page.context.set_offline(True)
    field(page, "bill_file").set_input_files(receipt)
    again = page.get_by_role("button", name="Reintentar")
    expect(again).to_be_visible()
    page.context.set_offline(False)
    again.click()
    expect(page.locator(".archivo-actual")).to_contain_text("Adjuntó recibo.pdf")
    assert faults(page) == []

    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.locator(".archivo-actual")).to_contain_text("Ya adjuntó recibo.pdf")
    assert page.request.get(
        str(page.locator(".archivo-actual a").get_attribute("href"))
    ).body() == sample_file("recibo.pdf")

    empty = tmp_path / "vacio.pdf"
    empty.write_bytes(b"")
    field(page, "bill_file").set_input_files(empty)
    expect(page.locator(".subida .error-campo")).to_contain_text("El archivo está vacío")
    expect(page.locator(".archivo-actual")).to_contain_text("Ya adjuntó recibo.pdf")


def test_of_several_files_each_arrives_by_itself_and_none_is_lost(opened, tmp_path: Path) -> None:
    names = ["uno.pdf", "dos.png", "tres.pdf"]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(sample_file(name, number))
    (tmp_path / "vacio.pdf").write_bytes(b"")
    page = opened(PHONE)
    page.goto("/tramites/pqrsd/sin-cuenta/")
    page.wait_for_load_state("networkidle")
    lines = page.locator(".adjuntos__uno")
    chosen = [tmp_path / name for name in ("uno.pdf", "vacio.pdf", "dos.png")]
    field(page, "evidence").set_input_files(chosen)
    expect(lines.locator("a")).to_have_count(2)
    expect(lines.locator(".error-campo")).to_contain_text("El archivo está vacío")

    page.context.set_offline(True)
    field(page, "evidence").set_input_files(tmp_path / "tres.pdf")
    expect(page.get_by_role("button", name="Reintentar")).to_be_visible()
    page.context.set_offline(False)
    with page.expect_response(lambda answer: "/sin-cuenta/" in answer.url):
        field(page, "pqrsd_kind").select_option("peticion")
    expect(lines).to_have_count(4)
    assert faults(page) == []

    # What has not arrived travels with the page.
    page.get_by_role("button", name="Continuar").click()
    expect(page.locator(".resumen-errores")).to_be_visible()
    expect(lines.locator("a")).to_contain_text(names)


def test_what_is_chosen_and_written_while_an_answer_travels_stays(opened) -> None:
    page = opened(PHONE)
    sign_in(page, CITIZEN, CLAVE)
    find_procedure(page)
    page.goto(f"{page.url.split('?')[0]}?paso=como-se-comprueba")
    page.wait_for_load_state("networkidle")
    gate = Gate(page)
    with page.expect_request(lambda request: request.method == "POST"):
        choose(page, "proof_source", "recibo")
    choose(page, "proof_source", "jac")
    gate.open()
    expect(field(page, "bill_file")).to_be_visible()
    expect(field(page, "jac_id")).to_be_visible()
    expect(page.locator('[name="proof_source"][value="recibo"]')).to_be_checked()
    expect(page.locator('[name="proof_source"][value="jac"]')).to_be_checked()


def test_a_day_is_typed_to_its_end_and_a_file_arrives_while_an_answer_travels(
    opened, tmp_path: Path
) -> None:
    receipt = tmp_path / "recibo.pdf"
    receipt.write_bytes(sample_file("recibo.pdf"))
    page = opened(DESK)
    sign_in(page, CITIZEN, CLAVE)
    find_procedure(page)
    page.goto(f"{page.url.split('?')[0]}?paso=como-se-comprueba")
    page.wait_for_load_state("networkidle")
    choose(page, "proof_source", "recibo")
    field(page, "bill_date").wait_for()
    gate = Gate(page)
    with page.expect_request(lambda request: request.method == "POST"):
        choose(page, "proof_source", "jac")
    field(page, "bill_file").set_input_files(receipt)
    field(page, "bill_date").focus()
    page.keyboard.type("10")
    gate.open()
    expect(field(page, "jac_id")).to_be_visible()
    page.keyboard.type("102025")

    expect(field(page, "bill_date")).to_have_value("2025-10-10")
    expect(page.locator(".archivo-actual")).to_contain_text("Adjuntó recibo.pdf")


def test_many_files_to_verify_show_how_far_they_are_and_can_be_stopped(opened, tmp_path) -> None:
    papers = []
    for number in range(3):
        papers.append(tmp_path / f"{number}.pdf")
        papers[-1].write_bytes(sample_file("recibo.pdf"))
    page = opened(PHONE)
    sign_in(page, "beatriz.munoz@demo.test", CLAVE)
    page.goto("/auditoria/verificar/")
    page.wait_for_load_state("networkidle")
    page.locator('[name="archivos"]').set_input_files(papers)
    gate = Gate(page)
    send = page.get_by_role("button", name="Verificar", exact=True)
    send.click()
    expect(page.locator(".subida")).to_contain_text("Subiendo 3 archivos")
    expect(page.locator("progress")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Cancelar el envío").click()
    expect(send).to_be_focused()
    gate.open()
    send.click()
    page.wait_for_url("**/auditoria/verificar/*-*/")

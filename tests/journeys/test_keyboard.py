"""A whole filing and a whole decision by keyboard alone: Tab, arrows, Enter, Space, what is typed; focus is always seen."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.commands import clock
from engine.rehearsal.samples import sample_file
from tests.journeys.conftest import DESK
from tests.journeys.steps import NEXT
from tests.journeys.test_residence import (
    ANSWERS,
    DEMO_PASSWORD,
    DEMO_PIN,
    SECRETARY,
    reload_until,
    sent_code,
)

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

CITIZEN = "ana@demo.test"
MANY = 300
TICKS = ("radio", "checkbox")
# What has the focus: how it is called, and whether an outline or a shadow shows it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = e.type === 'file' || e.type === 'radio' || e.type === 'checkbox' ? [e, ...(e.labels ?? [])] : [e];
  const marks = shown.flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::before'), getComputedStyle(one, '::after')]);
  const isSeen = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
  const text = (e.innerText || e.getAttribute('aria-label') || e.labels?.[0]?.innerText || '').trim();
  const box = e.getBoundingClientRect();
  return {tag: e.tagName, name: e.name || '', value: e.value ?? '', type: e.type || '', checked: !!e.checked, text,
          isSeen: marks.some(isSeen), isOnScreen: box.bottom > 0 && box.top < innerHeight,
          row: e.closest('tr')?.innerText || ''};
}"""


class Keyboard:
    """The page as somebody without a mouse has it: one focus, moved by Tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []
        # From the beginning: asked for with the key that opens the chooser, it may come after that key.
        page.on("filechooser", lambda chooser: None)

    def next(self) -> dict[str, Any]:
        """Press Tab; what has the focus now."""
        before = self.now()
        self.page.keyboard.press("Tab")
        found = self.now()
        # Within a frame, and at the calendar's button of a date, the browser itself draws the focus.
        is_inner = found["tag"] == "IFRAME" or (
            found["type"] == "date" and found["name"] == before["name"]
        )
        if found["tag"] and not is_inner and not (found["isSeen"] and found["isOnScreen"]):
            self.unseen.append(f"{found['tag']} {found['name']} {found['text'][:40]}")
        return found

    def now(self) -> dict[str, Any]:
        nothing = {"tag": "", "type": "", "name": "", "text": "", "row": ""}
        return self.page.evaluate(FOCUSED) or nothing

    def go_to(self, *, text: str = "", name: str = "", row: str = "") -> dict[str, Any]:
        """Press Tab until the control that is meant has the focus."""
        for _ in range(MANY):
            found = self.next()
            is_meant = found["name"] == name if name else found["text"].startswith(text)
            if found["tag"] and is_meant and row in found["row"]:
                return found
        raise AssertionError(f"Tab never reaches {text or name}")

    def press(self, text: str, *, row: str = "") -> None:
        """Go to a link or button of that name, and press Enter."""
        self.go_to(text=text, row=row)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, value: str) -> None:
        self.go_to(name=name)
        self.page.keyboard.type(value)

    def choose(self, name: str, value: str) -> None:
        """A group of choices is one stop of Tab; the arrows choose within it."""
        self.pick(self.go_to(name=name), value)

    def pick(self, found: Mapping[str, Any], value: str) -> None:
        if found["value"] == value and not found["checked"]:
            self.page.keyboard.press("Space")
        for _ in range(10):
            # With a script, a choice lets the form be drawn again; the focus stays where it was.
            expect(self.page.locator(".htmx-request, .htmx-settling")).to_have_count(0)
            now = self.now()
            assert now["name"] == found["name"], f"{found['name']} lost the focus"
            if now["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {value} of {found['name']}")


def _same_day_and_month(before: date) -> str:
    """A day that is typed alike wherever its month stands: 11 November, or the last such before."""
    month = before.month if before.day >= before.month else before.month - 1
    year = before.year if month else before.year - 1
    return f"{month or 12:02d}{month or 12:02d}{year}"


def _answer_step(keys: Keyboard, answers: Mapping[str, Any], done: set[str]) -> None:
    """From control to control; what is there already stays; then on to the next step."""
    keys.page.locator("main h1").wait_for()
    for _ in range(MANY):
        found = keys.next()
        if found["tag"] == "BUTTON" and found["text"] in NEXT:
            keys.enter()
            return
        name = found["name"]
        if name in answers and name not in done:
            done.add(name)
            _answer(keys, found, answers[name])
    raise AssertionError("Tab never reaches the end of the step")


def _answer(keys: Keyboard, found: Mapping[str, Any], value: Any) -> None:
    page, kind = keys.page, found["type"]
    if isinstance(value, Path):
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(value)
    elif kind == "checkbox" and value is not True:
        _tick(keys, found, str(value))
    elif kind in TICKS and value is True:
        if not found["checked"]:
            page.keyboard.press("Space")
    elif kind == "radio" or kind.startswith("select"):
        keys.pick(found, str(value))
    elif not found["value"]:
        page.keyboard.type(str(value))
    expect(page.locator(".htmx-request")).to_have_count(0)


def _tick(keys: Keyboard, found: Mapping[str, Any], value: str) -> None:
    """Of a list of boxes, the one with that value: each is a stop of its own."""
    while found["value"] != value:
        found = keys.next()
    keys.page.keyboard.press("Space")


def _sign_in(keys: Keyboard, email: str) -> None:
    keys.page.goto("/cuenta/login/")
    keys.write("login", email)
    keys.write("password", DEMO_PASSWORD)
    keys.enter()
    expect(keys.page.get_by_role("button", name="Salir")).to_be_visible()


def _file(keys: Keyboard, receipt: Path, var_dir: Path) -> str:
    page, done = keys.page, set()
    page.goto("/?q=residencia")
    keys.press("Certificado de residencia")
    keys.press("Iniciar")
    day = _same_day_and_month(clock.today())
    answers = {**ANSWERS, "since": "05052020", "bill_date": day, "bill_file": receipt}
    while page.get_by_role("heading", name="Revise antes de firmar").count() == 0:
        _answer_step(keys, answers, done)
        assert page.locator(".resumen-errores").all_inner_texts() == []
    _answer(keys, keys.go_to(name="acuerdo"), True)
    keys.press("Enviarme el código")
    keys.write("codigo", sent_code(var_dir))
    keys.enter()
    expect(page.get_by_text("Firmado electrónicamente")).to_be_visible()
    return page.locator(".radicado__numero").inner_text()


def _decide(keys: Keyboard, radicado: str) -> None:
    page = keys.page
    for decision in ("procede", "firma"):
        page.goto("/oficina/")
        reload_until(page, radicado)
        task = page.locator("tr", has_text=radicado).locator("th a").first.inner_text()
        keys.press(task, row=radicado)
        keys.press("Tomar la tarea")
        keys.choose("decision", decision)
        if decision == "firma":
            keys.write("pin", DEMO_PIN)
            keys.enter()
        else:
            keys.press("Terminar la tarea")
    expect(page.get_by_text("Terminó la tarea")).to_be_visible()


def test_a_filing_and_its_decision_by_keyboard_alone(opened, installation, tmp_path) -> None:
    citizen, receipt = Keyboard(opened(DESK)), tmp_path / "recibo.pdf"
    receipt.write_bytes(sample_file("recibo.pdf"))
    _sign_in(citizen, CITIZEN)
    radicado = _file(citizen, receipt, Path(installation.env["VAR_DIR"]))
    secretary = Keyboard(opened(DESK))
    _sign_in(secretary, SECRETARY)
    _decide(secretary, radicado)

    assert citizen.unseen + secretary.unseen == []

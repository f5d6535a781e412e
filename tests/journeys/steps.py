"""How a person without JavaScript goes through the steps of a form."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

NEXT = ["Continuar", "Revisar y enviar", "Guardar y volver a revisar"]
Value = str | bool | Path | list[str]
Answers = Mapping[str, Value]


def walk(page: Page, answers: Answers) -> None:
    """Answer step after step by the fields' names, until a step says what is wrong or all is read again."""
    while (button := page.get_by_role("button", name=NEXT[0])).count() or (
        button := last_button(page)
    ).count():
        answer_step(page, answers)
        follow(button.first)
        if page.locator(".resumen-errores").count():
            return


def last_button(page: Page):
    return page.get_by_role("button", name=NEXT[1]).or_(page.get_by_role("button", name=NEXT[2]))


def follow(control: Locator) -> None:
    """Press a link or button, and wait for the page that it leads to."""
    with control.page.expect_navigation():
        control.click()


def answer_step(page: Page, answers: Answers) -> None:
    """Fill in what the step asks; a choice may ask more, which a button or a script brings."""
    done = _fill(page, answers, set())
    again = page.get_by_role("button", name="Actualizar las preguntas")
    if again.is_visible():
        follow(again)
    _fill(page, answers, done)


def _fill(page: Page, answers: Answers, done: set[str]) -> set[str]:
    while name := _asked(page, answers, done):
        controls = page.locator(f'[name="{name}"]')
        for closed in controls.first.locator("xpath=ancestor::details[not(@open)]").all():
            closed.locator("> summary").click()
        _set(controls, answers[name])
        done.add(name)
        # With a script, a choice lets the form be drawn again.
        expect(page.locator(".htmx-request")).to_have_count(0)
    return done


def _asked(page: Page, answers: Answers, done: set[str]) -> str:
    """The first answer that the page asks for and does not have; to look for each by itself takes long."""
    names = page.locator("[name]").evaluate_all("all => all.map(one => one.getAttribute('name'))")
    return next((name for name in answers if name in names and name not in done), "")


def _set(controls, value: Value) -> None:
    if isinstance(value, list) and all(isinstance(one, Path) for one in value):
        controls.first.set_input_files(value)
        return
    if isinstance(value, list):
        for one in value:
            _set(controls, one)
        return
    first = controls.first
    kind = first.get_attribute("type")
    if isinstance(value, Path):
        first.set_input_files(value)
    elif value is True:
        first.check()
    elif kind in ("radio", "checkbox"):
        controls.and_(controls.page.locator(f'[value="{value}"]')).check()
    elif first.evaluate("control => control.tagName") == "SELECT":
        first.select_option(str(value))
    else:
        first.fill(str(value))

"""How a person without JavaScript goes through the steps of a form."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

NEXT = ["Continuar", "Revisar y enviar", "Guardar y volver a revisar"]
Answers = Mapping[str, str | bool | Path]


def walk(page: Page, answers: Answers) -> None:
    """Answer step after step by the fields' names, until a step says what is wrong or all is read again."""
    while (button := page.get_by_role("button", name=NEXT[0])).count() or (
        button := last_button(page)
    ).count():
        answer_step(page, answers)
        button.first.click()
        if page.locator(".resumen-errores").count():
            return


def last_button(page: Page):
    return page.get_by_role("button", name=NEXT[1]).or_(page.get_by_role("button", name=NEXT[2]))


def answer_step(page: Page, answers: Answers) -> None:
    """Fill in what the step asks; a choice may ask more, which the button brings."""
    done = _fill(page, answers, set())
    page.get_by_role("button", name="Actualizar las preguntas").click()
    _fill(page, answers, done)


def _fill(page: Page, answers: Answers, done: set[str]) -> set[str]:
    for name, value in answers.items():
        controls = page.locator(f'[name="{name}"]')
        if name in done or not controls.count():
            continue
        _set(controls, value)
        done.add(name)
    return done


def _set(controls, value: str | bool | Path) -> None:
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

"""How an analyst draws, fills in and rehearses in the studio: by the editors' own palettes, menus and fields."""

import re

from playwright.sync_api import Locator, Page, expect

# Where on the screen a line is, almost half way.
PLACE = """line => {
  const at = line.getPointAtLength(line.getTotalLength() * 0.45);
  const shown = new DOMPoint(at.x, at.y).matrixTransform(line.getScreenCTM());
  return [shown.x, shown.y];
}"""
WIDTH = "one => one.getBoundingClientRect().width"
SAVED = re.compile(r"^Guardado hace")


def part(page: Page, path: str) -> Locator:
    return page.locator(f'[data-ruta="{path}"]')


def open_part(page: Page, path: str) -> None:
    part(page, path).click()
    expect(page.locator("[data-ruta-abierta]")).to_have_text(path)


def saved(page: Page) -> None:
    expect(page.locator("[data-estado]")).to_have_text(SAVED)


def element(page: Page, name: str) -> Locator:
    return page.locator(f'[data-element-id="{name}"] .djs-hit').first


def come_near(page: Page, name: str, turns: int = 6) -> None:
    """Turn the wheel over an element until it is big enough to be met."""
    shown = element(page, name)
    shown.hover()
    page.keyboard.down("Control")
    for _ in range(turns):
        before = shown.evaluate(WIDTH)
        page.mouse.wheel(0, -240)
        page.wait_for_function(
            f"([one, before]) => ({WIDTH})(one) > before", arg=[shown.element_handle(), before]
        )
    page.keyboard.up("Control")


def put_on_flow(page: Page, entry: str, flow: str) -> None:
    """Take something from the palette and lay it on a line, which then goes through it."""
    x, y = page.locator(f'[data-element-id="{flow}"] .djs-visual > path').first.evaluate(PLACE)
    page.locator(f'.djs-palette [data-action="{entry}"]').click()
    page.mouse.move(x + 40, y + 30)
    page.mouse.move(x, y, steps=4)
    page.mouse.click(x, y)
    expect(page.locator(".djs-shape.selected")).to_have_count(1)
    # The name is asked for at once; it is written in the panel.
    page.keyboard.press("Escape")


def become(page: Page, kind: str) -> None:
    """Let the chosen element be of another kind."""
    page.locator('.djs-context-pad [data-action="replace"]').click()
    page.locator(f'.djs-popup [data-id="replace-with-{kind}"]').click()


def group(page: Page, name: str) -> Locator:
    """A group of the properties, open."""
    found = page.locator(f'[data-group-id="group-{name}"]')
    if found.locator(".bio-properties-panel-group-entries:not(.open)").count():
        found.locator(".bio-properties-panel-group-header").click()
    return found


def entry(page: Page, name: str) -> Locator:
    """The control of one property; what may be FEEL is written in an editor of its own."""
    place = page.locator(f'[data-entry-id="{name}"]')
    return place.locator('input:not([type="checkbox"]), select, textarea, .cm-content').first


def write_property(page: Page, among: str, name: str, text: str) -> None:
    group(page, among)
    control = entry(page, name)
    control.fill(text)
    control.blur()


def new_part(page: Page, noun: str, name: str) -> None:
    page.get_by_role("button", name=f"Agregar {noun}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nombre").fill(name)
    dialog.get_by_role("button", name="Agregar").click()


def ask_in_form(page: Page, kind: str, key: str, label: str) -> None:
    """Add a field that must be answered at the end of the open form."""
    page.locator(f'.fjs-palette-field[data-field-type="{kind}"]').press("Enter")
    page.locator(".fjs-children .fjs-element[data-id]").last.click(position={"x": 6, "y": 6})
    group(page, "general")
    entry(page, "label").fill(label)
    entry(page, "key").fill(key)
    group(page, "validation")
    page.locator('[data-entry-id="required"] label').first.click()
    saved(page)


def rewrite(page: Page, path: str, text: str) -> None:
    """Put another text in a file's place."""
    open_part(page, path)
    lines = page.get_by_role("textbox", name=path)
    lines.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    saved(page)


def rehearse(page: Page) -> Locator:
    """Play all scenarios from the studio; the list of what came of each."""
    page.locator('[data-pie-ficha="ensayos"]').click()
    page.get_by_role("button", name="Ensayar todos").click()
    expect(page.locator(".ensayos__dice")).to_contain_text("escenarios", timeout=90_000)
    return page.locator(".ensayos__lista")

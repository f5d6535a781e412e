"""An official at the inbox and an item, by keyboard: rows come by themselves, and what is typed is kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import faults
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

OFFICIAL = "mesa@demo.test"
# A procedure of one task for a role that no other journey uses, so that no other cases come in between.
OFFICE = f"""
from django.contrib.auth.models import Group
from tests.engine import folders
from tests.engine.runtime.models import chain, end
from web.accounts.models import User
person, _ = User.objects.get_or_create(email="{OFFICIAL}", defaults={{"first_name": "Mesa"}})
person.set_password("{DEMO_PASSWORD}")
person.save()
person.groups.add(Group.objects.get_or_create(name="comite-gel")[0])
task = folders.task("revisar", groups="comite-gel")
folders.publish(task, end("fin"), chain(folders.LAST, "revisar", "fin"))
print(folders.file(), folders.file())
"""
ONE_MORE = "from tests.engine import folders; print(folders.file())"


@pytest.fixture(scope="module")
def office(installation, window) -> None:
    installation.script(OFFICE)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-fila]')?.dataset.fila || ''"))


def rows(page: Page) -> list[str]:
    return [str(row.get_attribute("data-fila")) for row in page.locator("[data-fila]").all()]


def test_rows_come_by_themselves_and_what_is_typed_stays(
    opened, installation, office, photograph
) -> None:
    page = opened(DESK)
    sign_in(page, OFFICIAL, DEMO_PASSWORD)
    page.goto("/oficina/")
    before = rows(page)
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    installation.script(ONE_MORE)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("[data-fila]")).to_have_count(len(before) + 1)
    expect(page.locator("[data-bandeja-buscar]")).to_be_focused()
    expect(page.locator("[data-bandeja-buscar]")).to_have_value("jk?")
    expect(page.locator("[data-bandeja-anuncio]")).to_have_text("Llegó 1 tarea nueva.")
    expect(page.locator('[data-bandeja-cuenta="grupos"]')).to_have_text(str(len(before) + 1))
    photograph(page, "bandeja-viva")
    assert faults(page) == []


def test_the_list_is_walked_by_keyboard_unless_one_switches_it_off(opened, office) -> None:
    page = opened(DESK)
    sign_in(page, OFFICIAL, DEMO_PASSWORD)
    page.goto("/oficina/")
    listed = rows(page)
    page.keyboard.press("j")
    assert focused(page) == listed[0]
    page.keyboard.press("ArrowDown")
    assert focused(page) == listed[1]
    page.keyboard.press("k")
    assert focused(page) == listed[0]

    page.keyboard.press("?")
    page.get_by_label("Usar los atajos de una sola tecla").uncheck()
    page.get_by_role("button", name="Cerrar").click()
    page.reload()
    page.keyboard.press("j")
    assert focused(page) == ""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_item_and_its_case_have_no_barrier(opened, office, photograph, size) -> None:
    page = opened(size)
    sign_in(page, OFFICIAL, DEMO_PASSWORD)
    page.goto("/oficina/")
    page.locator("[data-abrir]").first.click()
    found = []
    for tab in page.get_by_role("tab").all():
        tab.click()
        found += faults(page)
    photograph(page, "tarea-partes")

    assert found == []

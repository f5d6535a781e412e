"""A supervisor meets a case that stands still: in the list, its page, and after trying it again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import faults
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

# A gateway without a default, to which a task of the office leads; the same failure in two cases.
STUCK = """
from decimal import Decimal
from django.contrib.auth.models import Group
from engine import commands
from engine.errors import CaseStuck
from engine.models import Incident
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, flow, xor
from web.accounts.models import User
boss, _ = User.objects.get_or_create(
    email="jefe@demo.test", defaults={"first_name": "Jaime", "last_name": "Erazo"}
)
boss.set_password("ventanilla-demo")
boss.save()
boss.groups.add(Group.objects.get_or_create(name="supervisor")[0])
folders.publish(
    folders.task("uno"),
    xor("cual").replace('id="cual"', 'id="cual" name="¿El monto pasa de cien?"'),
    end("fin"),
    end("otro"),
    chain(folders.LAST, "uno", "cual"),
    flow("cual", "fin", "=amount > 100", "mucho"),
    flow("cual", "otro", "=amount > 1000", "muchisimo"),
)
carmen = cases.official(folders.OFFICE)
for amount in (1, 2):
    item = folders.held(folders.file(), carmen, "uno")
    try:
        cases.complete(carmen, item, {"amount": Decimal(amount)})
    except CaseStuck:
        pass
print(Incident.objects.count())
"""


@pytest.fixture(scope="module")
def stuck(installation, window) -> int:
    return int(installation.script(STUCK))


def open_first(page: Page) -> None:
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", name="Qué pasó")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_sees_tries_again_and_closes(opened, stuck, photograph, size) -> None:
    page = opened(size, javascript=size == DESK)
    sign_in(page, "jefe@demo.test", DEMO_PASSWORD)
    page.get_by_role("link", name="Incidentes").click()
    expect(page.get_by_text("Ninguna salida de la compuerta").first).to_be_visible()
    photograph(page, "incidentes")

    open_first(page)
    photograph(page, "incidente")
    page.get_by_label("Por qué se reintenta").fill("Parece que ya se corrigió")
    page.get_by_role("button", name="Reintentar").click()
    expect(page.get_by_text("volvió a fallar. Van 2 veces.")).to_be_visible()
    photograph(page, "incidente-falla-otra-vez")

    page.get_by_role("link", name="Ver la historia").click()
    expect(page.get_by_text("Hay un incidente abierto")).to_be_visible()
    photograph(page, "caso-con-incidente")
    page.get_by_role("link", name="¿El monto pasa de cien?").click()
    page.get_by_label("Cómo se resolvió").fill("Se atendió en papel, con el oficio 12")
    page.get_by_role("button", name="Resolver").click()
    expect(page.get_by_text("Cerró el incidente")).to_be_visible()
    photograph(page, "incidente-cerrado")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_incidents_have_no_barrier(opened, installation, stuck, size) -> None:
    installation.script(STUCK)
    page = opened(size)
    sign_in(page, "jefe@demo.test", DEMO_PASSWORD)
    page.goto("/oficina/incidentes/")
    found = faults(page)
    open_first(page)
    found += faults(page)
    page.get_by_label("Cómo se resolvió").evaluate("field => { field.required = false }")
    page.get_by_role("button", name="Resolver").click()
    expect(page.get_by_role("alert").first).to_contain_text("Falta el motivo")

    assert found + faults(page) == []

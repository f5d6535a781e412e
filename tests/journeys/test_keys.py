"""Keys and authorities in a real window: an official's own page, and those of who administers them."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_accessibility import faults
from tests.journeys.test_residence import DEMO_PASSWORD, DEMO_PIN, SECRETARY, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

WIDTHS = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
ADMINISTRATOR = "sandra.benavides@demo.test"


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []


@WIDTHS
def test_an_official_tries_her_key_without_javascript(opened, photograph, size) -> None:
    page = opened(size, javascript=False)
    sign_in(page, SECRETARY, DEMO_PASSWORD)
    page.goto("/oficina/")
    page.get_by_role("link", name="Mi firma").click()
    expect(page.get_by_text("Vigente")).to_be_visible()
    page.get_by_label("PIN de su llave").fill(DEMO_PIN)
    page.get_by_role("button", name="Probar la llave").click()

    expect(page.get_by_text("La llave firma bien")).to_be_visible()
    photograph(page, "mi-firma")


@WIDTHS
def test_pages_of_keys_fit_and_have_no_barrier(opened, photograph, size) -> None:
    page = opened(size)
    sign_in(page, SECRETARY, DEMO_PASSWORD)
    page.goto("/mi-firma/")
    assert_fits(page)
    page = opened(size)
    sign_in(page, ADMINISTRATOR, DEMO_PASSWORD)
    page.goto("/administracion/firmas/")
    assert_fits(page)
    photograph(page, "firmas")
    page.get_by_role("link", name="Carmen Portilla Erazo").click()
    expect(page.get_by_role("heading", name="Facultades de firma")).to_be_visible()
    assert_fits(page)
    page.get_by_role("button", name="Registrar la facultad").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fits(page)
    photograph(page, "firma-de-una-persona")
    page.goto("/administracion/firmas/sello/")
    assert_fits(page)
    photograph(page, "sello")

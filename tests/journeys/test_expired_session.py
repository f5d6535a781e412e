"""The session ends while a citizen writes; in Chromium, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import answer_step
from tests.journeys.test_residence import DEMO_PASSWORD, field, find_procedure, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

CITIZEN = "ana@demo.test"


@pytest.mark.parametrize(
    ("size", "javascript"), [(PHONE, False), (DESK, True)], ids=["without JavaScript", "with it"]
)
def test_what_was_typed_is_there_after_signing_in_again(opened, size, javascript) -> None:
    page = opened(size, javascript=javascript)
    sign_in(page, CITIZEN, DEMO_PASSWORD)
    find_procedure(page)
    answer_step(page, {"cert_kind": "general", "certificate_for": True})
    page.get_by_role("button", name="Continuar").click()
    field(page, "residence_address").fill("Calle 18 # 28-45")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_text("guardamos lo que escribió")).to_be_visible()
    field(page, "login").fill(CITIZEN)
    field(page, "password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Ingresar").click()

    expect(page.get_by_text("Todavía no se ha enviado")).to_be_visible()
    expect(field(page, "residence_address")).to_have_value("Calle 18 # 28-45")

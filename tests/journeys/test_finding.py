"""People find what they need while they type, with typos, by lists, and never stand before nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK
from tests.journeys.test_accessibility import WIDTHS, faults

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def test_results_come_while_one_types_and_the_address_goes_along(opened) -> None:
    page = opened(DESK)
    page.goto("/")
    box = page.get_by_role("searchbox")
    page.wait_for_load_state("networkidle")
    box.press_sequentially("recidensia")
    expect(page.locator(".sugerencia")).to_contain_text("residencia")
    expect(page.locator("#cuantos")).not_to_be_empty()
    expect(box).to_have_value("recidensia")
    expect(box).to_be_focused()
    page.locator(".sugerencia a").click()
    expect(page.locator(".tarjetas").first).to_contain_text("Certificado de residencia")
    expect(page.get_by_role("searchbox")).to_have_value("residencia")


@WIDTHS
def test_what_a_search_and_a_list_show_has_no_barrier(opened, size) -> None:
    page = opened(size)
    found = []
    for address in ("/?q=recidensia", "/?q=zzzz", "/?publico=natural"):
        page.goto(address)
        found += faults(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found += [f"{address} is too wide"] if too_wide else []
    assert found == []

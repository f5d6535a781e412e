"""What takes longer than a moment says so: the pressed button turns, says what it does, and sends once."""

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def test_a_button_says_what_it_does_while_the_answer_is_awaited(opened) -> None:
    page = opened(DESK)
    sent: list[str] = []

    def keep_waiting(route: Route) -> None:
        sent.append(route.request.method)
        # The browser stays on its page, as it does while an answer is on its way.
        route.fulfill(status=204)

    page.goto("/cuenta/login/")
    page.route("**/cuenta/login/", keep_waiting)
    button = page.locator("main form button[type=submit]").first
    button.click()

    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_have_text("Ingresando…")
    button.click()
    assert sent == ["POST"]

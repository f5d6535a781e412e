"""Every page that links lead to, as each of ten people sees it, at both sizes: for `make screenshots`.

Not a test of its own: it runs after the journeys, in the window that they have filled, and also says what axe
finds and what is wider than the phone.
"""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.crawl import BEGINNINGS, crawl, faults_now
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


@pytest.mark.parametrize("person", BEGINNINGS, ids=lambda name: name or "nobody")
def test_every_page_that_links_lead_to(person, opened, photograph) -> None:
    page = opened(DESK)
    if person:
        sign_in(page, f"{person}@demo.test", DEMO_PASSWORD)
    faults: list[str] = []

    def look(page: Page, view: str) -> None:
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            faults.extend(faults_now(page))
            photograph(page, f"{person or 'nadie'}-{view.replace(':', '-')}")

    crawl(page, person, look, known=set())
    assert faults == []

"""axe finds nothing on any kind of page that links lead ten people to, and none is wider than a phone."""

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.crawl import BEGINNINGS, crawl, faults_now
from tests.journeys.test_residence import DEMO_PASSWORD, sign_in
from tests.patience import until

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

# A case is followed and worked, and an audit is open, whatever other journeys have done before.
SOMETHING = """
from tests.engine import cases, folders
from web.accounts.models import User
folders.open_audit(User.objects.get(email="beatriz.munoz@demo.test").pk)
print(cases.file("T02-E2", actor=cases.citizen("ana@demo.test")).radicado)
"""
WAITING = "from engine.models import WorkItem; print(WorkItem.objects.filter(case__radicado='{}').count())"
KINDS = {"citizens:case", "officials:item"}


@pytest.fixture(scope="module")
def case(installation, window) -> None:
    radicado = installation.script(SOMETHING)
    until(lambda: int(installation.script(WAITING.format(radicado))), "the first task of a case")


def test_no_kind_of_page_has_a_barrier(opened, case) -> None:
    known: set[str] = set()
    found: list[str] = []
    for person in BEGINNINGS:
        page = opened(PHONE)
        if person:
            sign_in(page, f"{person}@demo.test", DEMO_PASSWORD)
        crawl(page, person, lambda page, _: found.extend(faults_now(page)), known=known)
        page.context.close()
    assert found == []
    assert known >= KINDS

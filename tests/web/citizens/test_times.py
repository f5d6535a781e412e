"""The sheet tells how long a procedure really takes, before anybody signs in."""

from datetime import timedelta

import pytest

from engine.commands import clock
from tests.engine import folders
from tests.engine.queries.test_durations import MONDAY, close_after, office
from tests.web.pages import visit

pytestmark = pytest.mark.django_db
__all__ = ["office"]


def test_the_sheet_tells_it_to_anyone(client, office) -> None:
    with clock.lend(lambda: MONDAY + timedelta(days=30)):
        before = visit(client, "citizens:sheet", folders.SLUG).text
        for days in (0, 0, 0, 1, 2):
            close_after(office, days)
        after = visit(client, "citizens:sheet", folders.SLUG).text
    assert "no ha terminado ninguno" in before
    assert "La mitad, en el mismo día" in after
    assert "Nueve de cada diez, en 2 días hábiles" in after
    assert "en los 5 que terminaron en los últimos doce meses" in after


def test_machines_read_the_same_sheet(client, office) -> None:
    page = visit(client, "citizens:sheet", folders.SLUG)
    link = page.tree.xpath("//link[@type='application/ld+json']/@href")[0]
    with clock.lend(lambda: MONDAY + timedelta(days=30)):
        for _ in range(5):
            close_after(office, 1)
        answer = client.get(link)
    told = answer.json()
    assert answer["Content-Type"] == "application/ld+json"
    assert (told["@type"], told["offers"]["description"]) == ("GovernmentService", "Gratuito")
    measured = {one["name"]: one["value"] for one in told["additionalProperty"]}
    assert measured == {"cases": 5, "medianBusinessDays": 1, "p90BusinessDays": 1}

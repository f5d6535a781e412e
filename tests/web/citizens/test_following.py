"""The citizen reads whose turn it is, how each day of the term counts, and whose the days were."""

from datetime import timedelta

import pytest
from django.urls import reverse

from engine.commands import clock
from engine.jobs.execution import run_due
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def case(office):
    filed = cases.file("T02-E2")
    run_due()
    return filed


@pytest.fixture
def ana(client, case):
    client.force_login(
        User.objects.get(pk=case.owner_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_case_says_whose_turn_it_is_since_when_and_until_when(ana, case):
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert "Le toca a la entidad" in page.text
    assert "Desde el 20 de noviembre de 2026, a más tardar hasta el" in page.text


def test_each_day_of_the_term_is_explained(ana, case):
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    days = visit(ana, page.tree.xpath("//a[contains(., 'Ver cada día del plazo')]/@href")[0])
    assert "Día de la radicación: no cuenta" in days.text
    assert "Fin de semana" in days.text
    assert "Vence el plazo" in days.text
    assert len(days.tree.xpath("//li[@aria-current='date']")) == 1


def test_days_are_shared_out_by_whose_turn_it_was(ana, case):
    with clock.lend(lambda: FRIDAY + timedelta(days=4)):
        page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert "En manos de la entidad 5 días" in page.text
    widths = page.tree.xpath("//*[contains(@class,'reparto__parte')]/@width")
    assert [float(one) for one in widths] == [100.0]


def test_an_action_says_what_comes_of_it(ana, case):
    page = visit(ana, reverse("citizens:case", args=[case.radicado]))
    assert "Puede presentarla de nuevo cuando quiera" in page.text


def test_nobody_else_reads_how_the_term_counts(client, case, neighbour):
    client.force_login(neighbour)
    assert client.get(reverse("citizens:term", args=[case.radicado])).status_code == 404

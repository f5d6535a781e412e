"""The citizen is asked to complete a request: what, why, until when, in which field; the rest is read-only."""

import pytest
from django.urls import reverse

from engine.jobs.execution import run_due
from engine.models import Case
from tests.engine import cases
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]
NOTE = "Sirve el recibo del agua o el de la luz."


@pytest.fixture
def asked(office):
    """A case whose applicant was asked for a proof, in the official's words."""
    case = cases.file("T02-E5")
    run_due()
    item = cases.waiting_item(case)
    official = cases.official(*item.groups)
    cases.claim(official, item)
    cases.complete(official, item, {"requirement_note": NOTE})
    run_due()
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def ana(client, asked):
    client.force_login(
        User.objects.get(pk=asked.owner_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_case_says_what_is_asked_by_whom_and_until_when(ana, asked):
    page = visit(ana, reverse("citizens:case", args=[asked.radicado]))
    for words in ("Le toca a usted", "Una prueba de dónde vive", NOTE, "Lo pidió Carmen"):
        assert words in page.text
    assert "a más tardar hasta el 21 de diciembre de 2026" in page.text
    assert "Mientras tanto el plazo de la entidad está suspendido" in page.text


def test_the_exact_field_says_why_it_is_asked_and_the_rest_is_only_read(ana, asked):
    page = visit(ana, reverse("citizens:case", args=[asked.radicado]))
    link = page.tree.xpath("//div[contains(@class,'pedido')]//a[contains(@class,'boton')]/@href")
    form = visit(ana, link[0])
    target = form.tree.xpath("//a[starts-with(., 'Ir al campo')]/@href")[0]
    field = form.tree.xpath("//*[@id=$id]", id=target.removeprefix("#"))
    assert field, f"{target} is not on the page"
    assert "Le pedimos: Una prueba de dónde vive" in form.text
    section = form.tree.xpath("//section[contains(@class,'radicadas')]")[0]
    assert not section.xpath(".//input|.//select|.//textarea")


def test_days_that_the_citizen_takes_are_told_as_theirs_and_do_not_count(ana, asked):
    page = visit(ana, reverse("citizens:term", args=[asked.radicado]))
    assert "Todavía no tiene fecha nueva" in page.text
    assert "usted debía completar la solicitud" in page.text


def test_a_neighbour_is_asked_nothing(client, asked, neighbour):
    client.force_login(neighbour)
    assert client.get(reverse("citizens:case", args=[asked.radicado])).status_code == 404

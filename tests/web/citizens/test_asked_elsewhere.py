"""A requirement outside the shared sub-process: the same panel on the case, and the same marks in its form."""

import pytest
from django.urls import reverse

from bpmn import versions
from bpmn.package import read_folder
from engine.jobs.execution import run_due
from tests.engine import cases
from tests.engine.cases import FRIDAY, SHELF
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.pages import visit
from web.accounts.models import User

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def incomplete(office):
    """A filing that its person insisted on, though one document was missing."""
    slug, _ = cases.scenario("T10-E2")
    versions.publish(
        read_folder(SHELF / slug),
        library=versions.shelf_library(),
        author="ana",
        publisher="luis",
        now=FRIDAY,
    )
    case = cases.file("T10-E2")
    run_due()
    return case


@pytest.fixture
def panel(client, incomplete):
    """What was asked, as the applicant's page of the case shows it."""
    client.force_login(
        User.objects.get(pk=incomplete.owner_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    page = visit(client, reverse("citizens:case", args=[incomplete.radicado]))
    return page.tree.xpath("//div[contains(@class,'pedido')]")[0]


@pytest.fixture
def form(client, panel):
    return visit(client, panel.xpath(".//a[contains(@class,'boton')]/@href")[0])


def test_the_form_marks_the_field_of_each_thing_that_is_asked(panel, form):
    items = panel.xpath(".//li")
    targets = form.tree.xpath("//a[starts-with(., 'Ir al campo')]/@href")
    assert len(items) == len(targets) == form.text.count("Se lo pedimos: ") == 1
    assert targets == ["#id_completion.structural_project"]
    assert form.tree.xpath("//*[@id=$id]", id=targets[0].removeprefix("#"))


def test_files_that_were_filed_are_kept_and_the_one_that_is_asked_is_not(form):
    kept = {
        name.removeprefix("completion.").removesuffix("__anterior")
        for name in form.tree.xpath("//input[contains(@name,'__anterior')]/@name")
    }
    assert kept == {"location_plan", "architectural_project", "soil_study_file"}
    assert form.tree.xpath("//input[@name='completion.risk_certificate_no']/@value") == [
        "CERT-RIE-2026-000001"
    ]

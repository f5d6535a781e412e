"""With every timestamping service down a document waits; nothing goes out, and it goes on by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.models import Document, Incident, Job
from signatures import timestamps, trust
from signatures.verification import verify
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.engine.jobs.test_renewal import DevSeal
from tests.signatures.timestamps.conftest import trusting
from tests.signatures.timestamps.responder import Behaviour, Issuer, answering


@pytest.fixture
def services(dev_pki):
    timestamps.forget()
    issuer = Issuer(dev_pki.directory)
    with answering(issuer) as first, answering(issuer) as second:
        yield first, second


@pytest.fixture
def waiting(office, dev_pki, services, settings):
    """A case whose constancia waits, after a day of tries with every service down."""
    settings.PKI_DIR, settings.PKI_URL, settings.TRUST_ROOTS = (
        dev_pki.directory,
        dev_pki.base_url,
        "",
    )
    for service in services:
        service.behaviour = Behaviour(status=503)
    seal = DevSeal(dev_pki, trusting(dev_pki, *services))
    with workshop.lend(replace(office, seal=seal)):
        cases.file("T01-E1")
        for hours in range(24):
            with clock.lend(lambda hours=hours: FRIDAY + timedelta(hours=hours)):
                run_due()
        yield Job.objects.get(status="retrying")


def test_it_waits_without_giving_up_and_says_why(waiting) -> None:
    assert waiting.attempts >= 20
    assert waiting.retries_left > 0
    assert waiting.last_error["code"] == "timestamp-unavailable"
    assert "HTTP 503" in waiting.last_error["message"]
    assert waiting.run_after <= FRIDAY + timedelta(hours=23, minutes=10)


def test_people_are_told_while_it_waits(waiting) -> None:
    incident = Incident.objects.get(job=waiting)

    assert (incident.status, incident.code) == ("open", "timestamp-unavailable")
    assert incident.occurrences >= 10
    assert waiting.case.events.filter(kind="job.failed").count() == 5
    assert waiting.case.events.filter(kind="incident.opened").count() == 1


def test_nothing_goes_out_meanwhile(waiting) -> None:
    assert not Document.objects.filter(case=waiting.case).exclude(kind="anexo").exists()


def test_it_goes_on_when_one_service_returns(waiting, services, store) -> None:
    services[1].behaviour = Behaviour()

    with clock.lend(lambda: FRIDAY + timedelta(days=1, hours=1)):
        run_due()

    waiting.refresh_from_db()
    document = Document.objects.filter(case=waiting.case, signed_at__isnull=False).first()
    assert waiting.status == "done"
    assert Incident.objects.get(job=waiting).status == "resolved"
    assert verify(store.get(document.archive_key), trust.from_settings()).valid

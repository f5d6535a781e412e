"""Tries and pauses of jobs, and what a person does about those that gave up."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from engine import commands
from engine.errors import IncidentNotFound, NotAllowed
from engine.exchange import ServiceUnavailable
from engine.jobs.execution import run_due
from engine.models import Incident, Job
from engine.models.actor import SYSTEM
from engine.queries import incidents
from tests.engine import flows
from tests.engine.cases import citizen, official


class Broken(Exception):
    """What the outside says when it is broken."""


def broken() -> None:
    raise Broken("sin respuesta")


def ask(retries: str = "3", **headers: str) -> Job:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", retries, service="predios", **headers),
        flows.end("respondida"),
        flows.path("inicio", "numera", "pregunta", "respondida"),
    )
    return flows.file("pregunta-ejemplo").jobs.get()


@pytest.fixture
def dead(registry):
    """A job that gave up at its only try."""
    registry.does = broken
    job = ask(retries="1")
    run_due()
    registry.does = lambda: None
    return job


@pytest.fixture
def supervisor(db):
    return official("supervisor")


@pytest.mark.parametrize(
    ("backoff", "pauses"),
    [
        ("", [5, 30, 120]),
        ("10,60", [10, 60, 60]),
        ("PT10S, PT1M", [10, 60, 60]),
        ("PT1H", [3600, 3600, 3600]),
    ],
    ids=["own", "seconds", "iso", "one"],
)
def test_pauses_grow_as_the_model_says(registry, hours, backoff, pauses) -> None:
    registry.does = broken
    job = ask(retries="4", **({"retryBackoff": backoff} if backoff else {}))
    seen = []
    for _ in pauses:
        run_due()
        job.refresh_from_db()
        seen.append(job.run_after - hours.now)
        hours.now = job.run_after

    assert seen == [timedelta(seconds=seconds) for seconds in pauses]


def test_a_job_has_as_many_tries_as_the_model_says(registry, hours) -> None:
    registry.does = broken
    job = ask(retries="2")

    for _ in range(5):
        run_due()
        hours.move(hours=2)

    job.refresh_from_db()
    assert registry.asked == 2
    assert job.status == "dead"
    assert job.last_error == {"code": "Broken", "message": "sin respuesta"}


def test_a_service_that_stays_away_is_the_models_own_error(registry, hours) -> None:
    def away() -> None:
        raise ServiceUnavailable("predios")

    registry.does = away
    job = ask(retries="1")

    run_due()

    incident = Incident.objects.get(job=job)
    assert incident.code == "uncaught-error"
    assert incident.data["element"] == "pregunta"


def test_a_retried_job_goes_on_and_its_incident_is_resolved(dead, supervisor) -> None:
    incident = Incident.objects.get(job=dead)

    commands.retry_incident(
        commands.RetryIncident(
            actor=supervisor, incident_id=incident.id, reason="ya responde", submit_id=uuid4()
        )
    )
    run_due()

    incident.refresh_from_db()
    assert flows.state_of(dead.case) == {"status": "closed", "outcome": "respondida"}
    assert incident.status == "resolved"
    assert flows.refreshed(dead.case).open_incidents == 0


def test_a_job_that_fails_again_is_the_same_incident(dead, supervisor, registry, hours) -> None:
    incident = Incident.objects.get(job=dead)
    registry.does = broken
    commands.retry_incident(
        commands.RetryIncident(
            actor=supervisor, incident_id=incident.id, reason="a ver", submit_id=uuid4()
        )
    )

    for _ in range(5):
        run_due()
        hours.move(hours=2)

    incident.refresh_from_db()
    assert incident.occurrences == 2
    assert incident.status == "open"


def test_a_resolved_incident_leaves_the_job_where_it_stands(dead, supervisor) -> None:
    incident = Incident.objects.get(job=dead)

    commands.resolve_incident(
        commands.ResolveIncident(
            actor=supervisor,
            incident_id=incident.id,
            reason="se respondió por oficio",
            submit_id=uuid4(),
        )
    )

    incident.refresh_from_db()
    dead.refresh_from_db()
    assert (incident.status, incident.resolution) == ("resolved", "se respondió por oficio")
    assert dead.status == "dead"
    assert incidents.open_incidents(supervisor) == []


def test_supervisors_see_what_failed_and_nobody_else_does(dead, supervisor) -> None:
    rows = incidents.open_incidents(supervisor)

    assert [(row.element_id, row.code, row.occurrences) for row in rows] == [
        ("pregunta", "Broken", 1)
    ]
    assert rows[0].radicado == flows.refreshed(dead.case).radicado
    assert incidents.incident(supervisor, rows[0].id) == rows[0]
    assert incidents.open_incidents(citizen()) == []
    with pytest.raises(IncidentNotFound):
        incidents.incident(official("secretario-gobierno", email="x@correo.test"), rows[0].id)


def test_only_supervisors_retry(dead) -> None:
    with pytest.raises(NotAllowed):
        commands.retry_incident(
            commands.RetryIncident(
                actor=citizen(),
                incident_id=Incident.objects.get(job=dead).id,
                reason="quiero",
                submit_id=uuid4(),
            )
        )


def test_the_console_lists_retries_and_resolves(dead) -> None:
    incident = Incident.objects.get(job=dead)
    listed = StringIO()

    call_command("incidents", stdout=listed)
    call_command("incidents", "retry", str(incident.id), stdout=StringIO())
    run_due()

    assert str(incident.id) in listed.getvalue()
    assert flows.refreshed(dead.case).outcome == "respondida"
    with pytest.raises(CommandError, match="incident-not-found"):
        call_command("incidents", "resolve", str(incident.id), "--reason", "nada")


def test_the_actor_of_the_console_is_the_system(dead) -> None:
    assert [row.code for row in incidents.open_incidents(SYSTEM)] == ["Broken"]

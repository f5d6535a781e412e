"""Jobs: done once whatever happens, tried again when that helps, shown when it does not."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from engine import commands
from engine.commands import clock
from engine.exchange.simulators import ServiceDownSimulator
from engine.jobs import workshop
from engine.jobs.execution import due_jobs, run_due, run_job
from engine.jobs.table import HANDLERS, TYPES
from engine.models import Document, Event, Job
from engine.models.actor import SYSTEM
from signatures.errors import SigningRefused, TimestampUnavailable
from tests.engine import cases


class SealThatFails:
    """A seal whose timestamp service is out of reach."""

    def seal(self, pdf, *, reason, location, now, profile):
        raise TimestampUnavailable


class SealThatRefuses:
    """A seal that cannot be put on the document, whenever it is tried."""

    def seal(self, pdf, *, reason, location, now, profile):
        raise SigningRefused(detail="malformed")


def test_a_job_delivered_twice_makes_one_document(office) -> None:
    case = cases.file("T02-E2")
    job = Job.objects.get(case=case, type="document.seal")

    assert run_job(job.id, "one")
    assert not run_job(job.id, "two")

    assert Document.objects.filter(case=case, kind="constancia").count() == 1


def test_a_job_that_another_worker_holds_is_left_alone(office) -> None:
    case = cases.file("T02-E2")
    job = Job.objects.get(case=case, type="document.seal")
    commands.claim_job(commands.ClaimJob(job_id=job.id, worker="one"))

    assert not run_job(job.id, "two")
    assert job.id not in due_jobs()


def test_the_job_of_a_worker_that_died_is_taken_over_when_its_lock_runs_out(office, friday) -> None:
    case = cases.file("T02-E2")
    job = Job.objects.get(case=case, type="document.seal")
    commands.claim_job(commands.ClaimJob(job_id=job.id, worker="dead"))

    with clock.lend(lambda: friday + timedelta(minutes=3)):
        assert run_job(job.id, "next")

    assert Document.objects.get(case=case, kind="constancia").status == "archived"


def test_work_begun_by_a_dead_worker_is_not_done_again(office, store, friday) -> None:
    case = cases.file("T02-E2")
    job = Job.objects.get(case=case, type="document.seal")
    with (
        workshop.lend(replace(office, store=_StoreThatDies(store))),
        pytest.raises(KeyboardInterrupt),
    ):
        run_job(job.id, "dies")
    kept = Document.objects.get(case=case, kind="constancia")

    with clock.lend(lambda: friday + timedelta(minutes=3)):
        run_job(job.id, "next")

    kept.refresh_from_db()
    assert kept.status == "archived"
    assert list(store.keys()) == [kept.archive_key]


class _StoreThatDies:
    """Puts the object and then takes its process with it."""

    def __init__(self, store) -> None:
        self._store = store

    def put(self, content, **rest):
        self._store.put(content, **rest)
        raise KeyboardInterrupt


def test_an_unreachable_tsa_lets_the_document_wait(office, friday) -> None:
    case = cases.file("T02-E2")
    with workshop.lend(replace(office, seal=SealThatFails())):
        run_due()
    job = Job.objects.get(case=case, type="document.seal")

    assert job.status == "retrying"
    assert job.last_error["code"] == "timestamp-unavailable"
    assert not Document.objects.filter(case=case, kind="constancia").exists()
    with clock.lend(lambda: friday + timedelta(minutes=1)):
        run_due()
    assert Document.objects.get(case=case, kind="constancia").status == "archived"


def test_a_job_that_never_succeeds_becomes_an_incident_that_a_person_retries(
    office, friday
) -> None:
    case = cases.file("T02-E2")
    moment = [friday]
    with clock.lend(lambda: moment[0]):
        with workshop.lend(replace(office, seal=SealThatRefuses())):
            for _ in range(20):
                run_due()
                moment[0] += timedelta(hours=2)
        job = Job.objects.get(case=case, type="document.seal")
        assert job.status == "dead"
        assert Event.objects.filter(case=case, kind="incident.opened").exists()

        commands.retry_job(job.id, SYSTEM, "volvió la estampa")
        run_due()

    job.refresh_from_db()
    assert job.status == "done"


def test_a_service_that_stays_down_is_an_error_that_the_model_answers(office, friday) -> None:
    moment = [friday]
    down = replace(office, exchange={**office.exchange, "predios": ServiceDownSimulator()})
    with clock.lend(lambda: moment[0]), workshop.lend(down):
        case = cases.file("T01-E1")
        for _ in range(10):
            run_due()
            moment[0] += timedelta(hours=2)

    case.refresh_from_db()
    assert case.state == "EN_CONTINGENCIA"
    assert cases.waiting_item(case).element_id == "T01.09"


def test_a_dead_broker_loses_nothing(office, django_capture_on_commit_callbacks, caplog) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        case = cases.file("T01-E1")

    run_due()

    case.refresh_from_db()
    assert case.outcome == "CERTIFICADO"


def test_every_handler_says_what_it_does() -> None:
    assert HANDLERS.keys() <= TYPES
    assert all(handler.__doc__ for handler in HANDLERS.values())


def test_an_unknown_job_is_nothing_to_do(office) -> None:
    assert not run_job(uuid4(), "one")

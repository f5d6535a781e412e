"""Two workers on one job at the same moment: one of them does it, and its result comes in once."""

import threading

import pytest
from django.db import connection

from engine.jobs.execution import run_job
from engine.models import Case, Event, Job
from tests.engine import flows
from tests.engine.faults.crowd import broken, crowd
from tests.engine.registry import ServiceThat, lent_registry
from tests.environment import ON_POSTGRES

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time"),
]
SLUG = "pregunta-ejemplo"


@pytest.fixture
def job(hours) -> Job:
    flows.publish(
        SLUG,
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    return flows.file(SLUG).jobs.get()


def results() -> int:
    return Event.objects.filter(kind="registry.asked").count()


def test_of_many_workers_that_are_told_of_a_job_one_does_it(job, store) -> None:
    with lent_registry(store, ServiceThat()) as service:
        did = crowd(8, lambda number: run_job(job.id, f"worker {number}"))

    assert sorted(did) == [False] * 7 + [True]
    assert (service.asked, results()) == (1, 1)
    assert Case.objects.get().outcome == "fin"
    assert broken() == []


def test_a_worker_that_comes_too_late_with_its_result_changes_nothing(job, hours, store) -> None:
    """The first one sleeps past its lease, a second one does the job, then the first one wakes."""
    is_asleep, may_wake = threading.Event(), threading.Event()

    def sleep_at_first() -> None:
        if not is_asleep.is_set():
            is_asleep.set()
            assert may_wake.wait(30)

    def work(number: int) -> bool:
        if number == 0:
            return run_job(job.id, "slow")
        assert is_asleep.wait(30)
        hours.move(hours=1)
        try:
            return run_job(job.id, "quick")
        finally:
            may_wake.set()

    with lent_registry(store, ServiceThat(sleep_at_first)) as service:
        assert crowd(2, work) == [True, True]

    done = Job.objects.get()
    assert (done.status, done.attempts, done.locked_by) == ("done", 2, "quick")
    assert (service.asked, results()) == (2, 1)
    assert broken() == []
    connection.close()

"""Leases of jobs: one worker at a time, taken over when it dies, kept while it lives, refused when late."""

from uuid import uuid4

import pytest

from engine import commands
from engine.errors import JobLockLost
from engine.jobs.execution import do, due_jobs, run_due, run_job
from engine.models import Incident, Job
from engine.models.actor import SYSTEM
from tests.engine import flows


def ask(retries: str = "3", **headers: str) -> Job:
    """A case that waits for the answer of a registry, with a way out of the waiting."""
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", retries, service="predios", **headers),
        flows.boundary("desiste", "pregunta", flows.on_message()),
        flows.end("respondida"),
        flows.end("desistida"),
        flows.path("inicio", "numera", "pregunta", "respondida"),
        flows.path("desiste", "desistida"),
        beside=flows.message("msg.desiste"),
    )
    return flows.file("pregunta-ejemplo").jobs.get()


def give_up_waiting(job: Job) -> None:
    commands.deliver_message(
        commands.DeliverMessage(
            actor=SYSTEM, message="msg.desiste", correlation_key="uno", submit_id=uuid4()
        )
    )


def outcome(job: Job) -> str:
    return flows.refreshed(job.case).outcome


def test_a_job_is_claimed_by_one_worker(registry) -> None:
    job = ask()

    first = commands.claim_jobs("one", 10)
    second = commands.claim_jobs("two", 10)

    assert [claimed.id for claimed in first] == [job.id]
    assert second == []


def test_the_oldest_due_job_is_claimed_first(registry, hours) -> None:
    first = ask()
    hours.move(seconds=1)
    flows.file("pregunta-ejemplo", "dos")

    claimed = commands.claim_jobs("one", 1)

    assert [job.id for job in claimed] == [first.id]


def test_a_slow_worker_that_beats_keeps_its_job(registry, hours) -> None:
    job = ask()
    taken_over = []

    def slow() -> None:
        lease = commands.lease_of(Job.objects.get(pk=job.id))
        for _ in range(3):
            hours.move(seconds=100)
            assert commands.beat(lease)
            taken_over.extend(commands.claim_jobs("two", 1))

    registry.does = slow

    assert run_job(job.id, "one")
    assert taken_over == []
    assert outcome(job) == "respondida"


def test_the_job_of_a_silent_worker_is_taken_over_and_its_late_result_refused(
    registry, hours
) -> None:
    job = ask()
    late = commands.claim_jobs("silent", 1)[0]
    hours.move(seconds=121)

    assert run_due("next") == 1

    with pytest.raises(JobLockLost):
        commands.finish_job(
            commands.FinishJob(lease=commands.lease_of(late), variables={"response": "tarde"})
        )
    assert outcome(job) == "respondida"
    assert registry.asked == 1


def test_a_lease_that_was_lost_does_not_beat(registry, hours) -> None:
    ask()
    late = commands.claim_jobs("silent", 1)[0]
    hours.move(seconds=121)
    commands.claim_jobs("next", 1)

    assert not commands.beat(commands.lease_of(late))


def test_a_worker_that_loses_its_job_while_it_works_changes_nothing(registry, hours) -> None:
    job = ask()

    def overtaken() -> None:
        registry.does = lambda: None
        hours.move(seconds=121)
        run_due("next")

    registry.does = overtaken

    run_job(job.id, "slow")

    assert outcome(job) == "respondida"
    assert flows.kinds(job.case).count("registry.asked") == 1


def test_past_its_deadline_a_try_cannot_be_kept_alive(registry, hours) -> None:
    ask(deadline="PT3M")
    claimed = commands.claim_jobs("one", 1)[0]
    hours.move(seconds=100)
    assert commands.beat(commands.lease_of(claimed))

    hours.move(seconds=81)

    assert not commands.beat(commands.lease_of(claimed))
    assert due_jobs() == [claimed.id]


def test_a_job_that_kills_its_workers_is_set_aside_with_an_incident(registry, hours) -> None:
    job = ask(retries="2")

    def killed() -> None:
        raise KeyboardInterrupt

    registry.does = killed
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            run_due("dies")
        hours.move(minutes=3)

    assert run_due("next") == 0

    job.refresh_from_db()
    incident = Incident.objects.get(job=job)
    assert job.status == "dead"
    assert registry.asked == 2
    assert incident.code == "job-worker-lost"
    assert "incident.opened" in flows.kinds(job.case)


def test_a_job_that_hangs_until_its_deadline_is_told_as_such(registry, hours) -> None:
    job = ask(retries="1", deadline="60")
    commands.claim_jobs("hangs", 1)
    hours.move(seconds=61)

    assert run_due("next") == 0

    assert Incident.objects.get(job=job).code == "job-deadline-passed"


def test_a_result_for_a_cancelled_job_changes_nothing(registry) -> None:
    job = ask()
    registry.does = lambda: give_up_waiting(job)

    run_job(job.id, "one")

    job.refresh_from_db()
    assert job.status == "cancelled"
    assert outcome(job) == "desistida"
    assert "registry.asked" not in flows.kinds(job.case)


def test_the_same_result_twice_is_one(registry) -> None:
    job = ask()
    claimed = commands.claim_jobs("one", 1)[0]
    do(claimed)
    events = flows.kinds(job.case)

    commands.finish_job(
        commands.FinishJob(lease=commands.lease_of(claimed), variables={"response": 2})
    )

    assert flows.kinds(job.case) == events


def test_the_incident_of_a_job_that_nobody_needs_any_more_is_resolved(registry, hours) -> None:
    job = ask(retries="1")
    commands.claim_jobs("dies", 1)
    hours.move(seconds=121)
    run_due("next")
    assert flows.refreshed(job.case).open_incidents == 1

    give_up_waiting(job)

    assert Incident.objects.get().status == "resolved"
    assert flows.refreshed(job.case).open_incidents == 0
    assert due_jobs() == []

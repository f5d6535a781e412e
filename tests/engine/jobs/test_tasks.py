"""Celery knows every task that is sent by name, and beat sweeps every table that waits."""

import pytest
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded

from engine.commands import _dead_jobs, _routing, _waiting
from engine.jobs import tasks
from engine.jobs.execution import run_due, run_job
from engine.models import Job, LogHead, Message
from engine.timers import tasks as timer_tasks
from tests.engine import cases, flows
from tests.signatures.devpki_fixture import free_port
from web.celery import app


def test_every_task_that_a_command_names_exists() -> None:
    names = {
        _dead_jobs.RUN_JOB,
        _waiting.RUN_JOB,
        _routing.DELIVER_MESSAGE,
        _routing.DELIVER_BROADCAST,
    }
    assert names <= set(current_app.tasks)


def test_beat_names_tasks_that_exist_and_lets_none_pile_up() -> None:
    # As a worker does when it starts.
    app.loader.import_default_modules()
    schedule = app.conf.beat_schedule
    beaten = {entry["task"] for entry in schedule.values()}

    assert beaten <= set(current_app.tasks)
    # A sweep that no beat names would find nothing, and nobody would notice.
    assert {name for name in current_app.tasks if "sweep" in name} <= beaten
    assert len(schedule) == 16
    assert all(entry["options"]["expires"] for entry in schedule.values())


def test_the_sweeps_find_what_no_broker_announced(registry, hours) -> None:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.throw("dice", flows.on_message()),
        flows.catch("espera", flows.after("PT1H")),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "dice", "espera", "fin"),
        beside=flows.message("msg.noticia"),
    )
    case = flows.file("pregunta-ejemplo")

    tasks.sweep()
    tasks.sweep_messages()
    tasks.sweep_broadcasts()
    hours.move(hours=1)
    tasks.sweep_messages()
    timer_tasks.sweep()
    timer_tasks.slow_sweep()

    assert flows.refreshed(case).outcome == "fin"
    assert Message.objects.get().status == "expired"


def test_a_task_carries_only_an_id(registry) -> None:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios"),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    job = flows.file("pregunta-ejemplo").jobs.get()

    tasks.run(str(job.id))

    assert Job.objects.get().locked_by == tasks.worker_name()
    assert not run_job(job.id, "late")


def ask(**headers: str) -> Job:
    flows.publish(
        "pregunta-ejemplo",
        flows.start("inicio"),
        flows.number(),
        flows.service("pregunta", "registry.query", service="predios", **headers),
        flows.end("fin"),
        flows.path("inicio", "numera", "pregunta", "fin"),
    )
    return flows.file("pregunta-ejemplo").jobs.get()


def test_a_process_is_broken_off_after_the_time_of_a_job_and_then_replaced(settings) -> None:
    limits = app.conf.task_annotations["engine.jobs.run"]

    assert limits["soft_time_limit"] == settings.JOB_DEADLINE_SECONDS
    assert limits["time_limit"] > limits["soft_time_limit"]
    assert app.conf.task_soft_time_limit >= 2 * settings.JOB_DEADLINE_SECONDS
    assert app.conf.task_time_limit > app.conf.task_soft_time_limit


def test_a_handler_that_is_broken_off_has_used_up_a_try(registry) -> None:
    def hang() -> None:
        raise SoftTimeLimitExceeded

    registry.does = hang
    job = ask()

    tasks.run(str(job.id))

    job.refresh_from_db()
    assert (job.status, job.attempts) == ("retrying", 1)
    assert job.last_error["code"] == "SoftTimeLimitExceeded"


def test_a_job_with_a_deadline_of_its_own_gets_a_process_with_those_limits(
    registry, monkeypatch
) -> None:
    job = ask(deadline="PT2H")
    sent = []
    monkeypatch.setattr(tasks.run, "apply_async", lambda *args, **kwargs: sent.append(kwargs))

    tasks.run(str(job.id))
    tasks.sweep()

    job.refresh_from_db()
    assert job.status == "queued"
    assert sent[0]["soft_time_limit"] == 7200
    assert sent[0]["time_limit"] > 7200
    assert len(sent) == 2

    tasks.run(str(job.id), is_limited=True)

    job.refresh_from_db()
    assert job.status == "done"


def test_a_sweep_begins_no_job_after_the_time_of_one(registry, monkeypatch) -> None:
    job = ask()
    moments = iter([0.0, 0.0, 1000.0])
    monkeypatch.setattr("engine.jobs.execution.monotonic", lambda: next(moments))

    assert run_due(seconds=900) == 1
    assert Job.objects.get(pk=job.pk).status == "done"


@pytest.mark.django_db
def test_messages_of_a_broker_about_rows_that_are_gone_do_nothing() -> None:
    unknown = str(flows.uuid4())

    tasks.run(unknown)
    tasks.deliver_message(unknown)
    tasks.deliver_broadcast(unknown)


def test_the_log_and_the_renewals_have_their_tasks(office, dev_pki, settings) -> None:
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TSA_FILE = settings.TRUST_ROOTS = ""
    cases.file("T01-E1")

    tasks.seal()
    tasks.seal_whole()
    tasks.sweep_renewals()

    assert LogHead.objects.count() == 1


def test_without_a_tsa_the_log_s_task_leaves_it_for_the_next(office, dev_pki, settings) -> None:
    settings.PKI_DIR, settings.TRUST_ROOTS = dev_pki.directory, ""
    settings.TSA_URL, settings.TSA_FILE = f"http://127.0.0.1:{free_port()}/", ""
    cases.file("T01-E1")

    tasks.seal()

    assert LogHead.objects.count() == 0

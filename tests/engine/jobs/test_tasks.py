"""Celery knows every task that is sent by name, and beat sweeps every table that waits."""

import pytest
from celery import current_app

from engine.commands import _dead_jobs, _routing, _waiting
from engine.jobs import tasks
from engine.jobs.execution import run_job
from engine.models import Job, Message
from engine.timers import tasks as timer_tasks
from tests.engine import flows
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
    schedule = app.conf.beat_schedule

    assert {entry["task"] for entry in schedule.values()} <= set(current_app.tasks)
    assert len(schedule) == 5
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


@pytest.mark.django_db
def test_messages_of_a_broker_about_rows_that_are_gone_do_nothing() -> None:
    unknown = str(flows.uuid4())

    tasks.run(unknown)
    tasks.deliver_message(unknown)
    tasks.deliver_broadcast(unknown)

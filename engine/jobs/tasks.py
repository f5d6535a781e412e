"""Celery's entry points: they carry only ids, since the database is the truth."""

import os
import socket
from uuid import UUID

from celery import shared_task
from django.conf import settings

from engine import commands
from engine.jobs.execution import due_jobs, run_due, run_job
from engine.jobs.limits import limits_of
from engine.jobs.outbox import deliver_broadcasts, deliver_messages


@shared_task(name="engine.jobs.run", ignore_result=True)
def run(job_id: str, is_limited: bool = False) -> None:
    """Do one job; one with a deadline of its own comes again, in a message with its own limits."""
    seconds = None if is_limited else commands.own_deadline_seconds(UUID(job_id))
    if seconds is None:
        run_job(UUID(job_id), worker_name())
    else:
        run.apply_async((job_id, True), **limits_of(seconds))


@shared_task(name="engine.jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Do the jobs that are due but that no message announced: retries, and what a broker lost.

    Those with a deadline of their own need other limits than this task, so they are only announced.
    """
    for job_id in due_jobs(has_own_deadline=True):
        run.apply_async((str(job_id),), expires=2 * settings.SWEEP_SECONDS + 10)
    run_due(worker_name(), seconds=settings.JOB_DEADLINE_SECONDS)


@shared_task(name="engine.messages.deliver", ignore_result=True)
def deliver_message(message_id: str) -> None:
    """Bring one message to whoever waits for it."""
    commands.deliver_stored(UUID(message_id))


@shared_task(name="engine.messages.sweep", ignore_result=True)
def sweep_messages() -> None:
    """Deliver the messages that nobody announced or that are awaited by now; end those that are over."""
    deliver_messages()


@shared_task(name="engine.broadcasts.deliver", ignore_result=True)
def deliver_broadcast(broadcast_id: str) -> None:
    """Bring one signal to all who waited for it."""
    commands.deliver_broadcast(UUID(broadcast_id))


@shared_task(name="engine.broadcasts.sweep", ignore_result=True)
def sweep_broadcasts() -> None:
    """Bring on the signals that not everybody has yet."""
    deliver_broadcasts()


def worker_name() -> str:
    """This process, as people see it beside a job."""
    return f"{socket.gethostname()}:{os.getpid()}"

"""Celery's entry points: they carry only ids, since the database is the truth."""

import os
import socket
from uuid import UUID

from celery import shared_task

from engine.jobs.execution import due_jobs, run_job


@shared_task(name="engine.jobs.run", ignore_result=True)
def run(job_id: str) -> None:
    """Do one job."""
    run_job(UUID(job_id), _worker())


@shared_task(name="engine.jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Do the jobs that are due but that no message announced: retries, and what a broker lost."""
    for job_id in due_jobs():
        run_job(job_id, _worker())


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"

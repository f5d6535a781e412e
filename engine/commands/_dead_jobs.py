"""Jobs that have given up: how they come to it, with an incident, and how a person queues them again."""

from collections.abc import Mapping
from typing import Any

from engine.commands import _incidents
from engine.commands._work import Work
from engine.errors import JobNotFound
from engine.models import Job, JobStatus

RUN_JOB = "engine.jobs.run"
_TRIES_BY_HAND = 3


def give_up(
    work: Work, job: Job, code: str, message: str, data: Mapping[str, Any] | None = None
) -> None:
    """Set a job aside after its last try, with an incident that says why.

    Args:
        work: on the job's case.
        job: locked.
        code: of the failure, in kebab-case.
        message: what the handler or the model said.
        data: more of it, JSON-safe.
    """
    job.last_error = {"code": code, "message": message}
    job.locked_until = None
    job.give_up()
    job.save()
    incident = _incidents.open_for_job(work, job, code, message)
    if data:
        incident.data = {key: str(value) for key, value in data.items()}
        incident.save(update_fields=["data"])


def requeue(work: Work, job: Job, reason: str) -> None:
    """Queue a job that had given up, with some tries more, and resolve its incident.

    Raises:
        JobNotFound: it does not wait for that.
    """
    if job.status not in (JobStatus.DEAD, JobStatus.RETRYING):
        raise JobNotFound
    job.requeue()
    job.retries_left = max(job.retries_left, _TRIES_BY_HAND)
    job.run_after = work.now
    job.save()
    work.record("job.requeued", job=str(job.id), element=job.element_id, reason=reason)
    work.send_task(RUN_JOB, str(job.id))

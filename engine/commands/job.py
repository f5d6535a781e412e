"""Bring a worker's result, failure or business error back into the case; the outbox's other half."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from engine.commands._run import run, wake
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import JobNotFound
from engine.feel.wire import to_wire
from engine.models import Job, JobStatus
from engine.models.actor import SYSTEM, Actor
from engine.runtime import JobCompleted, JobFailedWithError


@dataclass(frozen=True, kw_only=True)
class ClaimJob:
    """A worker takes a job; the lock runs out by itself if the worker dies."""

    job_id: UUID
    worker: str


@dataclass(frozen=True, kw_only=True)
class FinishJob:
    """A worker's result."""

    job_id: UUID
    variables: Mapping[str, Any]
    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThrowJobError:
    """A worker met an error that the model has an answer for (a BPMN error)."""

    job_id: UUID
    code: str
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class FailJob:
    """A worker could not do it this time.

    Attributes:
        retry_at: when to try again; None gives up and leaves an incident.
    """

    job_id: UUID
    code: str
    message: str
    retry_at: datetime | None


def claim_job(command: ClaimJob) -> Job | None:
    """Take the job for one worker; None when it is done, taken, cancelled or not due."""
    with transaction.atomic():
        job = (
            Job.objects.select_for_update()
            .filter(
                pk=command.job_id,
                status__in=[JobStatus.QUEUED, JobStatus.RETRYING, JobStatus.RUNNING],
            )
            .first()
        )
        moment = now()
        if job is None or job.run_after > moment:
            return None
        if job.status == JobStatus.RUNNING and job.locked_until and job.locked_until > moment:
            return None
        job.start()
        job.attempts += 1
        job.locked_by = command.worker
        job.locked_until = moment + timedelta(seconds=settings.JOB_LOCK_SECONDS)
        job.save()
    return job


def finish_job(command: FinishJob) -> None:
    """Put the result into the case and move the flow on; a second result changes nothing.

    Raises:
        JobNotFound: there is no such job.
        CaseStuck: the model failed on the result; the job stays.
    """
    _on_job("finish-job", command.job_id, lambda work, job: _finish(work, job, command))


def throw_job_error(command: ThrowJobError) -> None:
    """Throw the BPMN error at the job's element.

    Raises:
        JobNotFound: there is no such job.
        CaseStuck: nothing in the model catches it; the job stays.
    """
    _on_job("throw-job-error", command.job_id, lambda work, job: _throw(work, job, command))


def fail_job(command: FailJob) -> None:
    """Keep the failure, and when to try again.

    Raises:
        JobNotFound: there is no such job.
    """
    _on_job("fail-job", command.job_id, lambda work, job: _fail(work, job, command))


def retry_job(job_id: UUID, actor: Actor, reason: str) -> None:
    """Queue a job that had given up, at a person's word.

    Raises:
        JobNotFound: it is not waiting for that.
    """
    run(
        "retry-job",
        actor,
        lambda work: _requeue(work, job_id, reason),
        case_id=_case_of(job_id),
        submit_id=uuid4(),
    )
    wake([job_id])


def _case_of(job_id: UUID) -> UUID:
    case_id = Job.objects.filter(pk=job_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise JobNotFound
    return case_id


def _on_job(verb: str, job_id: UUID, body: Any) -> None:
    def on_open_job(work: Work) -> dict[str, Any]:
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.status not in (JobStatus.DONE, JobStatus.CANCELLED):
            body(work, job)
        return {}

    run(verb, SYSTEM, on_open_job, case_id=_case_of(job_id), submit_id=uuid4())


def _finish(work: Work, job: Job, command: FinishJob) -> None:
    job.finish()
    job.result = to_wire(dict(command.variables))
    job.finished_at = work.now
    job.locked_until = None
    job.save()
    for kind, data in command.events:
        work.record(kind, job=str(job.id), **data)
    if job.process_id:
        work.advance(JobCompleted(job.token, dict(command.variables)))


def _throw(work: Work, job: Job, command: ThrowJobError) -> None:
    job.finish()
    job.last_error = {"code": command.code, "message": command.message}
    job.finished_at = work.now
    job.save()
    work.record("job.error-thrown", job=str(job.id), element=job.element_id, error=command.code)
    work.advance(JobFailedWithError(job.token, command.code, command.message))


def _fail(work: Work, job: Job, command: FailJob) -> None:
    job.last_error = {"code": command.code, "message": command.message}
    job.locked_until = None
    if command.retry_at is None:
        job.give_up()
        work.record("incident.opened", job=str(job.id), element=job.element_id, error=command.code)
    else:
        job.retry()
        job.retries_left -= 1
        job.run_after = command.retry_at
        work.record(
            "job.failed",
            job=str(job.id),
            element=job.element_id,
            error=command.code,
            retry_at=command.retry_at.isoformat(),
        )
    job.save()


def _requeue(work: Work, job_id: UUID, reason: str) -> dict[str, Any]:
    job = (
        Job.objects.select_for_update()
        .filter(pk=job_id, status__in=[JobStatus.DEAD, JobStatus.RETRYING])
        .first()
    )
    if job is None:
        raise JobNotFound
    job.requeue()
    job.retries_left = max(job.retries_left, 3)
    job.run_after = work.now
    job.save()
    work.record("job.requeued", job=str(job.id), element=job.element_id, reason=reason)
    return {}

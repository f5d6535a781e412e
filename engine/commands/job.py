"""Bring a worker's result, failure or business error back into the case; the outbox's other half."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands import _incidents
from engine.commands._dead_jobs import give_up, requeue
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.take_job import Lease, holds
from engine.errors import JobLockLost, JobNotFound
from engine.feel.wire import to_wire
from engine.models import Job, JobStatus
from engine.models.actor import SYSTEM, Actor
from engine.runtime import JobCompleted, JobFailedWithError

_QUIET_WAITS = 6


@dataclass(frozen=True, kw_only=True)
class FinishJob:
    """A worker's result."""

    lease: Lease
    variables: Mapping[str, Any]
    events: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThrowJobError:
    """A worker met an error that the model has an answer for (a BPMN error)."""

    lease: Lease
    code: str
    message: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FailJob:
    """A worker could not do it this time.

    Attributes:
        retry_at: when to try again; None gives up and leaves an incident.
        costs_a_try: whether it counts among the tries that the model allows.
        data: what the failing part said, JSON-safe; kept with the incident.
    """

    lease: Lease
    code: str
    message: str
    retry_at: datetime | None
    costs_a_try: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)


def finish_job(command: FinishJob) -> None:
    """Put the result into the case and move the flow on.

    The same result a second time, or one for a job that was cancelled, changes nothing.

    Raises:
        JobNotFound: there is no such job.
        JobLockLost: another worker has the job by now.
        CaseStuck: the model failed on the result; the job stays.
    """
    _on_job("finish-job", command.lease, lambda work, job: _finish(work, job, command))


def throw_job_error(command: ThrowJobError) -> None:
    """Throw the BPMN error at the job's element.

    Raises:
        JobNotFound: there is no such job.
        JobLockLost: another worker has the job by now.
        CaseStuck: nothing in the model catches it; the job stays.
    """
    _on_job("throw-job-error", command.lease, lambda work, job: _throw(work, job, command))


def fail_job(command: FailJob) -> None:
    """Keep the failure, and when to try again.

    Raises:
        JobNotFound: there is no such job.
        JobLockLost: another worker has the job by now.
    """
    _on_job("fail-job", command.lease, lambda work, job: _fail(work, job, command))


def retry_job(job_id: UUID, actor: Actor, reason: str) -> None:
    """Queue a job that had given up, at a person's word.

    Raises:
        JobNotFound: it is not waiting for that.
    """

    def body(work: Work) -> dict[str, Any]:
        job = Job.objects.select_for_update().get(pk=job_id)
        requeue(work, job, reason)
        return {}

    run("retry-job", actor, body, case_id=_case_of(job_id), submit_id=None)


def _case_of(job_id: UUID) -> UUID:
    case_id = Job.objects.filter(pk=job_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise JobNotFound
    return case_id


def _on_job(verb: str, lease: Lease, body: Callable[[Work, Job], None]) -> None:
    def on_held_job(work: Work) -> dict[str, Any]:
        job = Job.objects.select_for_update().get(pk=lease.job_id)
        if holds(job, lease):
            body(work, job)
        elif not _is_settled(job, lease):
            raise JobLockLost
        return {}

    run(verb, SYSTEM, on_held_job, case_id=_case_of(lease.job_id), submit_id=None)


def _is_settled(job: Job, lease: Lease) -> bool:
    if job.status == JobStatus.CANCELLED:
        return True
    return job.status == JobStatus.DONE and job.attempts == lease.attempt


def _finish(work: Work, job: Job, command: FinishJob) -> None:
    job.finish()
    job.result = to_wire(dict(command.variables))
    _end_try(work, job)
    for kind, data in command.events:
        work.record(kind, job=str(job.id), **data)
    if job.process_id:
        work.advance(JobCompleted(job.token, dict(command.variables)))


def _throw(work: Work, job: Job, command: ThrowJobError) -> None:
    job.finish()
    job.last_error = {"code": command.code, "message": command.message}
    _end_try(work, job)
    work.record("job.error-thrown", job=str(job.id), element=job.element_id, error=command.code)
    work.advance(
        JobFailedWithError(job.token, command.code, command.message, dict(command.variables))
    )


def _end_try(work: Work, job: Job) -> None:
    job.finished_at = work.now
    job.locked_until = None
    job.save()
    _incidents.resolve_of_job(work, job)


def _fail(work: Work, job: Job, command: FailJob) -> None:
    if command.retry_at is None:
        give_up(work, job, command.code, command.message, command.data)
        return
    job.last_error = {"code": command.code, "message": command.message}
    job.locked_until = None
    job.run_after = command.retry_at
    if not command.costs_a_try:
        job.retries_left += 1
    job.retry()
    job.save()
    if not command.costs_a_try and job.attempts >= _QUIET_WAITS:
        # It goes on by itself, and then the incident is over; until then people have to know.
        _incidents.open_for_job(work, job, command.code, command.message)
        return
    work.record(
        "job.failed",
        job=str(job.id),
        element=job.element_id,
        error=command.code,
        retry_at=command.retry_at.isoformat(),
    )

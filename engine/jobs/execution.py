"""Runs one job: claim, handler, result as a command; and finds the jobs that are due."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from bpmn import versions
from engine import commands
from engine.commands import clock
from engine.errors import CaseStuck
from engine.feel.wire import from_wire
from engine.jobs import workshop
from engine.jobs.contract import BusinessError, HandlerRefused, Task
from engine.jobs.exchange import ServiceUnavailable
from engine.jobs.handlers.record import DocumentsNotArchived
from engine.jobs.table import HANDLERS
from engine.models import Job, JobStatus

# What a service task throws when its service did not answer after the last try (inventory, Part E).
UNAVAILABLE = "err.servicio-externo"
_BACKOFF = (5, 30, 120, 600, 3600)
_log = logging.getLogger(__name__)


def run_job(job_id: UUID, worker: str) -> bool:
    """Take the job and do it once; False when there was nothing to do.

    Never raises for a failure of the handler: it is kept with the job, to be tried again or looked at.
    """
    job = commands.claim_job(commands.ClaimJob(job_id=job_id, worker=worker))
    if job is None:
        return False
    try:
        _do(job)
    except BusinessError as error:
        _throw(job, error.code, str(error))
    except ServiceUnavailable as error:
        _unavailable(job, error)
    except DocumentsNotArchived as error:
        _fail(job, error, final=False)
    except (HandlerRefused, CaseStuck) as error:
        _fail(job, error, final=True)
    except Exception as error:  # noqa: BLE001 — whatever a handler meets is kept with its job
        _log.warning("job %s of type %s failed", job.id, job.type, exc_info=True)
        _fail(job, error, final=False)
    return True


def due_jobs(limit: int = 50) -> list[UUID]:
    """Jobs that a worker may take now, oldest first; also those whose worker died."""
    moment = clock.now()
    return list(
        Job.objects.filter(
            Q(status__in=[JobStatus.QUEUED, JobStatus.RETRYING], run_after__lte=moment)
            | Q(status=JobStatus.RUNNING, locked_until__lte=moment)
        )
        .order_by("run_after")
        .values_list("id", flat=True)[:limit]
    )


def run_due(worker: str = "embedded", limit: int = 500) -> int:
    """Do every job that is due, and those that they make due; how many were done."""
    done = 0
    while done < limit and (ids := due_jobs()):
        progress = [run_job(job_id, worker) for job_id in ids]
        if not any(progress):
            break
        done += sum(progress)
    return done


def _do(job: Job) -> None:
    handler = HANDLERS.get(job.type)
    if handler is None:
        raise HandlerRefused("unknown-task-type", job.type)
    task = Task(
        job=job,
        case=job.case,
        version=versions.by_digest(job.case.version_digest),
        variables=from_wire(job.variables),
        workshop=workshop.current(),
        now=clock.now(),
    )
    done = handler(task)
    commands.finish_job(
        commands.FinishJob(job_id=job.id, variables=done.variables, events=done.events)
    )


def _throw(job: Job, code: str, message: str) -> None:
    try:
        commands.throw_job_error(commands.ThrowJobError(job_id=job.id, code=code, message=message))
    except CaseStuck as error:
        _fail(job, error, final=True)


def _unavailable(job: Job, error: ServiceUnavailable) -> None:
    if job.retries_left <= 1:
        _throw(job, str(job.headers.get("unavailableError") or UNAVAILABLE), str(error))
    else:
        _fail(job, error, final=False)


def _fail(job: Job, error: Exception, *, final: bool) -> None:
    code = str(getattr(error, "code", type(error).__name__))
    last = final or job.retries_left <= 1
    commands.fail_job(
        commands.FailJob(
            job_id=job.id,
            code=code,
            message=str(error)[:500],
            retry_at=None if last else clock.now() + _pause(job),
        )
    )


def _pause(job: Job) -> timedelta:
    """How long to wait: seconds of header `retryBackoff` by commas, or our own growing steps."""
    text = str(job.headers.get("retryBackoff") or "")
    steps = [int(part) for part in text.split(",") if part.strip().isdigit()] or list(_BACKOFF)
    return timedelta(seconds=steps[min(job.attempts - 1, len(steps) - 1)])

"""Runs jobs: claim, handler under a heartbeat, result as a command; and finds those that are due."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from archive.stores import StoreUnavailable
from engine import commands, runtime
from engine.commands import clock
from engine.errors import CaseStuck, DurationUnreadable, JobLockLost
from engine.exchange import ServiceUnavailable
from engine.feel.wire import from_wire
from engine.jobs import workshop
from engine.jobs.contract import BusinessError, HandlerRefused, Task
from engine.jobs.handlers.record import DocumentsNotArchived
from engine.jobs.heartbeat import heartbeat
from engine.jobs.table import HANDLERS
from engine.models import Job
from signatures.errors import RevocationUnavailable, TimestampUnavailable

# What a service task throws when its service did not answer after the last try (inventory, Part E).
UNAVAILABLE = "err.servicio-externo"
_BACKOFF = ("5", "30", "120", "600", "3600")
# Parts of ours that come back: a document waits for them, however long, and uses up no try.
_AWAITED = (TimestampUnavailable, RevocationUnavailable, StoreUnavailable)
_LONGEST_WAIT = timedelta(minutes=10)
_log = logging.getLogger(__name__)


def run_job(job_id: UUID, worker: str) -> bool:
    """Take the job and do it once; False when there was nothing to do.

    Never raises for a failure of the handler: it is kept with the job, to be tried again or looked at.
    """
    job = commands.claim_job(commands.ClaimJob(job_id=job_id, worker=worker))
    if job is None:
        return False
    do(job)
    return True


def do(job: Job) -> None:
    """Do a job that this worker has claimed, and bring what came of it into its case."""
    lease = commands.lease_of(job)
    try:
        with heartbeat(lease):
            _try(job, lease)
    except JobLockLost:
        # Its handler is idempotent, so whoever has it now comes to the same end.
        _log.warning("job %s went to another worker before its result was there", job.id)


def due_jobs(limit: int = 50, *, has_own_deadline: bool | None = None) -> list[UUID]:
    """Jobs that a worker may take now, the oldest first; also those whose worker died.

    Args:
        limit: how many at most.
        has_own_deadline: only those with a deadline of their own, or only those without.
    """
    due = Job.objects.filter(commands.claimable(clock.now()))
    if has_own_deadline is not None:
        own = commands.HAS_OWN_DEADLINE
        due = due.filter(own) if has_own_deadline else due.exclude(own)
    return list(due.order_by("run_after", "created_at").values_list("id", flat=True)[:limit])


def run_due(
    worker: str = "embedded",
    limit: int = 500,
    case_ids: Collection[UUID] | None = None,
    *,
    seconds: float | None = None,
) -> int:
    """Do every job that is due, and those that they make due; how many were done.

    They are claimed one by one: what waits behind a long job is for other workers to take.

    Args:
        worker: who does them, as people see it.
        limit: how many at most.
        case_ids: of these cases only, for rehearsals.
        seconds: after so long no new one is begun, and none with a deadline of its own ever is: for
            who is broken off at some time.
    """
    done = 0
    begun = monotonic()
    while done < limit and (seconds is None or monotonic() - begun < seconds):
        claimed = commands.claim_jobs(worker, 1, case_ids, any_deadline=seconds is None)
        if not claimed:
            break
        for job in claimed:
            do(job)
        done += len(claimed)
    return done


def _try(job: Job, lease: commands.Lease) -> None:
    try:
        _handle(job, lease)
    except JobLockLost:
        raise
    except BusinessError as error:
        _throw(job, lease, error.code, str(error))
    except ServiceUnavailable as error:
        _unavailable(job, lease, error)
    except _AWAITED as error:
        _wait(job, lease, error)
    except DocumentsNotArchived as error:
        _fail(job, lease, error, final=False)
    except (HandlerRefused, CaseStuck) as error:
        _fail(job, lease, error, final=True)
    except Exception as error:  # noqa: BLE001 — whatever a handler meets is kept with its job
        _log.warning("job %s of type %s failed", job.id, job.type, exc_info=True)
        _fail(job, lease, error, final=False)


def _handle(job: Job, lease: commands.Lease) -> None:
    handler = HANDLERS.get(job.type)
    if handler is None:
        raise HandlerRefused("unknown-task-type", job.type)
    task = Task(
        job=job,
        case=job.case,
        version=commands.version_of(job.case.version_digest),
        variables=_variables(job),
        workshop=workshop.current(),
        now=clock.now(),
    )
    done = handler(task)
    commands.finish_job(
        commands.FinishJob(lease=lease, variables=done.variables, events=done.events)
    )


def _variables(job: Job) -> dict[str, object]:
    """What the job's element sees; a job outside the flow brings its own variables."""
    if not job.process_id:
        return dict(from_wire(job.variables))
    return dict(runtime.variables_at(bytes(job.case.frozen or b""), job.token))


def _throw(job: Job, lease: commands.Lease, code: str, message: str) -> None:
    try:
        commands.throw_job_error(commands.ThrowJobError(lease=lease, code=code, message=message))
    except CaseStuck as error:
        _fail(job, lease, error, final=True)


def _unavailable(job: Job, lease: commands.Lease, error: ServiceUnavailable) -> None:
    if job.retries_left <= 0:
        _throw(job, lease, str(job.headers.get("unavailableError") or UNAVAILABLE), str(error))
    else:
        _fail(job, lease, error, final=False)


def _wait(job: Job, lease: commands.Lease, error: Exception) -> None:
    """Nothing of the document is lost or goes out; it goes on when the part is back."""
    _log.warning("job %s of type %s waits: %s", job.id, job.type, error)
    commands.fail_job(
        commands.FailJob(
            lease=lease,
            code=str(getattr(error, "code", type(error).__name__)),
            message=str(error)[:500],
            retry_at=min(_retry_at(job), clock.now() + _LONGEST_WAIT),
            costs_a_try=False,
        )
    )


def _fail(job: Job, lease: commands.Lease, error: Exception, *, final: bool) -> None:
    data = error.data if isinstance(error, CaseStuck) else {}
    last = final or job.retries_left <= 0
    commands.fail_job(
        commands.FailJob(
            lease=lease,
            code=str(data.get("reason") or getattr(error, "code", type(error).__name__)),
            message=str(data.get("detail") or error)[:500],
            retry_at=None if last else _retry_at(job),
            data=data,
        )
    )


def _retry_at(job: Job) -> datetime:
    """When to try again: the steps of header `retryBackoff` by commas, or our own growing ones.

    A step is whole seconds or an ISO 8601 duration; the last one is repeated.
    """
    moment = clock.now()
    text = str(job.headers.get("retryBackoff") or "")
    steps = [part for part in (piece.strip() for piece in text.split(",")) if part] or _BACKOFF
    step = steps[min(job.attempts, len(steps)) - 1]
    try:
        return commands.later(moment, step)
    except DurationUnreadable:
        own = _BACKOFF[min(job.attempts, len(_BACKOFF)) - 1]
        return moment + timedelta(seconds=int(own))

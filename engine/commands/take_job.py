"""Workers take jobs: each one under a lease that runs out by itself when its worker dies.

A try is counted when the job is taken, before its handler runs, so that a job that kills its worker is
set aside after its retries like one that fails.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from engine.commands._dead_jobs import give_up
from engine.commands._durations import later
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import DurationUnreadable
from engine.models import Job, JobStatus
from engine.models.actor import SYSTEM

_TAKEN = [
    "status",
    "attempts",
    "retries_left",
    "locked_by",
    "locked_until",
    "heartbeat_at",
    "deadline_at",
]

HAS_OWN_DEADLINE = Q(headers__has_key="deadline")


@dataclass(frozen=True, kw_only=True)
class ClaimJob:
    """A worker takes one job, of which a message told it."""

    job_id: UUID
    worker: str


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right of one worker to one try of a job; a later try has another one."""

    job_id: UUID
    worker: str
    attempt: int


def claim_job(command: ClaimJob) -> Job | None:
    """Take the job for one worker; None when it is done, taken, cancelled or not due."""
    taken = _claim(Job.objects.filter(pk=command.job_id), command.worker, 1)
    return taken[0] if taken else None


def claim_jobs(
    worker: str,
    limit: int,
    case_ids: Collection[UUID] | None = None,
    *,
    any_deadline: bool = True,
) -> list[Job]:
    """Take the jobs that are due, the oldest first; never one that another worker takes at that moment.

    Args:
        worker: who takes them, as people see it.
        limit: how many at most; each has to be done within its lock.
        case_ids: of these cases only, for rehearsals.
        any_deadline: also those with a deadline of their own.
    """
    jobs = Job.objects.all() if case_ids is None else Job.objects.filter(case_id__in=case_ids)
    if not any_deadline:
        jobs = jobs.exclude(HAS_OWN_DEADLINE)
    return _claim(jobs, worker, limit)


def beat(lease: Lease) -> bool:
    """Tell that the try is alive, so that nobody takes the job over; False when the lease is lost.

    A try that is past its deadline cannot renew its lease.
    """
    moment = now()
    job = Job.objects.filter(_held(lease), deadline_at__gt=moment).only("deadline_at").first()
    if job is None or job.deadline_at is None:
        return False
    renewed = Job.objects.filter(_held(lease)).update(
        heartbeat_at=moment, locked_until=_locked_until(moment, job.deadline_at)
    )
    return bool(renewed)


def lease_of(job: Job) -> Lease:
    """The lease under which a claimed job was taken."""
    return Lease(job_id=job.id, worker=job.locked_by, attempt=job.attempts)


def holds(job: Job, lease: Lease) -> bool:
    """Whether the job is still under that lease."""
    return (job.status, job.locked_by, job.attempts) == (
        JobStatus.RUNNING,
        lease.worker,
        lease.attempt,
    )


def claimable(moment: datetime) -> Q:
    """Jobs that wait and are due, and those whose worker has not been heard of in time."""
    return Q(status__in=[JobStatus.QUEUED, JobStatus.RETRYING], run_after__lte=moment) | Q(
        status=JobStatus.RUNNING, locked_until__lte=moment
    )


def _held(lease: Lease) -> Q:
    return Q(
        pk=lease.job_id,
        status=JobStatus.RUNNING,
        locked_by=lease.worker,
        attempts=lease.attempt,
    )


def _claim(jobs: QuerySet[Job], worker: str, limit: int) -> list[Job]:
    while True:
        moment = now()
        with transaction.atomic():
            found = list(
                jobs.select_for_update(skip_locked=True)
                .filter(claimable(moment))
                .order_by("run_after", "created_at")[:limit]
            )
            poisoned = [job for job in found if _is_poisoned(job)]
            taken = [job for job in found if job not in poisoned]
            for job in taken:
                _take(job, worker, moment)
        for job in poisoned:
            _set_aside(job)
        if taken or not poisoned:
            return taken


def _is_poisoned(job: Job) -> bool:
    return job.status == JobStatus.RUNNING and job.retries_left <= 0


def _take(job: Job, worker: str, moment: datetime) -> None:
    job.start()
    job.attempts += 1
    job.retries_left -= 1
    job.locked_by = worker
    job.heartbeat_at = moment
    job.deadline_at = _deadline(job, moment)
    job.locked_until = _locked_until(moment, job.deadline_at)
    job.save(update_fields=_TAKEN)


def own_deadline_seconds(job_id: UUID) -> float | None:
    """How long a try of the job may take where its model says so; None where the setting holds."""
    job = Job.objects.filter(HAS_OWN_DEADLINE, pk=job_id).first()
    moment = now()
    return None if job is None else (_deadline(job, moment) - moment).total_seconds()


def _deadline(job: Job, moment: datetime) -> datetime:
    # What is unreadable is a matter of the checks before publishing, no reason to leave the job.
    try:
        return later(moment, str(job.headers.get("deadline") or settings.JOB_DEADLINE_SECONDS))
    except DurationUnreadable:
        return later(moment, str(settings.JOB_DEADLINE_SECONDS))


def _locked_until(moment: datetime, deadline: datetime) -> datetime:
    return min(moment + timedelta(seconds=settings.JOB_LOCK_SECONDS), deadline)


def _set_aside(job: Job) -> None:
    """Give up a job whose last try was never heard of again."""
    lease = lease_of(job)

    def body(work: Work) -> dict[str, str]:
        current = Job.objects.select_for_update().get(pk=lease.job_id)
        if holds(current, lease) and current.locked_until and current.locked_until <= work.now:
            code, text = _what_became(current, work.now)
            give_up(work, current, code, text)
        return {}

    run("set-job-aside", SYSTEM, body, case_id=job.case_id, submit_id=None)


def _what_became(job: Job, moment: datetime) -> tuple[str, str]:
    tries = f"{job.attempts} tries, the last by {job.locked_by}"
    if job.deadline_at is not None and job.deadline_at <= moment:
        return "job-deadline-passed", f"not done by its deadline ({tries})"
    return "job-worker-lost", f"its worker was not heard of again ({tries})"

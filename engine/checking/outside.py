"""What belongs to no single case: what waits for workers too long, first answers, acknowledged filings."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from engine.checking.finding import Options
from engine.models import (
    Broadcast,
    Case,
    Job,
    JobStatus,
    Message,
    MessageStatus,
    Submission,
    Timer,
)

_BATCH = 500


def late_jobs(options: Options) -> Iterator[str]:
    """No job is past its deadline, or due for long, without a worker."""
    late = options.now - options.late_after
    waits = Q(status__in=[JobStatus.QUEUED, JobStatus.RETRYING], run_after__lte=late)
    runs = Q(status=JobStatus.RUNNING) & (Q(deadline_at__lte=late) | Q(locked_until__lte=late))
    for job in _streamed(Job.objects.filter(waits | runs).only("type", "status", "run_after")):
        yield f"job {job.id} of type {job.type}: {job.status} since {job.run_after.isoformat()}"


def late_timers(options: Options) -> Iterator[str]:
    """No timer is due for long."""
    late = Timer.objects.filter(due_at__lte=options.now - options.late_after)
    for timer in _streamed(late.only("case_id", "element_id", "due_at")):
        yield f"timer at {timer.element_id} of case {timer.case_id}, due {timer.due_at}"


def late_messages(options: Options) -> Iterator[str]:
    """No message is stored past its expiry, or was never looked at."""
    late = options.now - options.late_after
    never_tried = Q(tried_at=None, retry_at=None, created_at__lte=late)
    found = Message.objects.filter(
        Q(expires_at__lte=late) | never_tried, status=MessageStatus.STORED
    )
    for message in _streamed(found.only("name", "created_at", "expires_at")):
        yield f"message {message.id} ({message.name}) of {message.created_at.isoformat()}"


def late_signals(options: Options) -> Iterator[str]:
    """No signal is still on its way to somebody after long."""
    late = Broadcast.objects.filter(done_at=None, created_at__lte=options.now - options.late_after)
    for signal in _streamed(late.only("signal", "created_at")):
        yield f"signal {signal.id} ({signal.signal}) of {signal.created_at.isoformat()}"


def wrong_submissions(_options: Options) -> Iterator[str]:
    """The case that a first answer names is there, under the radicado that was told."""
    rows = Submission.objects.filter(result__has_key="case_id").order_by("submit_id")
    for batch in _batches(_streamed(rows)):
        ids = [row.result["case_id"] for row in batch]
        told = Case.objects.filter(pk__in=ids).values_list("id", "radicado")
        radicados = {str(case_id): radicado for case_id, radicado in told}
        for row in batch:
            case_id, radicado = row.result["case_id"], row.result.get("radicado")
            if case_id not in radicados:
                yield f"{row.command} {row.submit_id}: no case {case_id}"
            elif radicado not in (None, radicados[case_id]):
                yield f"{row.command} {row.submit_id}: told {radicado}, is {radicados[case_id]}"


def lost_filings(options: Options) -> Iterator[str]:
    """Every radicado that was acknowledged is one of a case."""
    for batch in _batches(options.filings):
        standing = set(Case.objects.filter(radicado__in=batch).values_list("radicado", flat=True))
        yield from (radicado for radicado in batch if radicado not in standing)


def _streamed(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=_BATCH)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch

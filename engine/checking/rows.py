"""Rows against rows: inboxes against items, counters and incidents against what they count."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from engine.checking.contents import Contents
from engine.models import CaseStatus, IncidentStatus, JobStatus, WorkItem

# An item without a term stands behind all that have one.
_NO_TERM = date.max
_BY_ITSELF = "by-itself"
# Item, role, person and term.
_Entry = tuple[UUID, str, int | None, date]


def wrong_entries(found: Contents) -> Iterator[str]:
    """An open item stands once in the inbox of each role and person that has it, others in none."""
    wanted: Counter[_Entry] = Counter()
    for item in found.open_items:
        due_on = item.due_on or found.case.due_on or _NO_TERM
        for inbox in _inboxes(item):
            wanted[(item.id, *inbox, due_on)] += 1
    standing: Counter[_Entry] = Counter(
        (entry.item_id, entry.group, entry.person_id, entry.due_on) for entry in found.entries
    )
    for entry in wanted - standing:
        yield f"missing: {_told(entry)}"
    for entry in standing - wanted:
        yield f"too much: {_told(entry)}"


def wrong_items(found: Contents) -> Iterator[str]:
    """A claimed item is in somebody's hands, a ready one in nobody's, a finished one has its moment."""
    for item in found.items:
        is_open = item in found.open_items
        if (item.status == "claimed") != (item.assignee_id is not None) and is_open:
            yield f"item {item.id}: {item.status}, assignee {item.assignee_id}"
        if is_open == (item.finished_at is not None):
            yield f"item {item.id}: {item.status}, finished at {item.finished_at}"


def wrong_incident_count(found: Contents) -> Iterator[str]:
    """The case counts its open incidents."""
    standing = sum(1 for one in found.incidents if one.status == IncidentStatus.OPEN)
    if standing != found.case.open_incidents:
        yield f"{standing} open, {found.case.open_incidents} counted"


def wrong_jobs(found: Contents) -> Iterator[str]:
    """A running job has a lease, one that waits has none, one that is over has its moment."""
    for job in found.jobs:
        is_leased = None not in (job.locked_until, job.deadline_at) and bool(job.locked_by)
        if job.status == JobStatus.RUNNING and not (is_leased and job.attempts):
            yield f"job {job.id} runs without a lease"
        if job.status != JobStatus.RUNNING and job.locked_until is not None:
            yield f"job {job.id}: {job.status}, locked until {job.locked_until.isoformat()}"
        is_over = job.status in (JobStatus.DONE, JobStatus.CANCELLED)
        if is_over != (job.finished_at is not None):
            yield f"job {job.id}: {job.status}, finished at {job.finished_at}"


def silent_dead_jobs(found: Contents) -> Iterator[str]:
    """A job that was set aside has an incident that is open, or that a person closed."""
    told = {
        one.job_id
        for one in found.incidents
        if one.status == IncidentStatus.OPEN or one.resolution != _BY_ITSELF
    }
    for job in found.jobs:
        if job.status == JobStatus.DEAD and job.id not in told:
            yield f"job {job.id} of type {job.type}"


def stopped_timers(found: Contents) -> Iterator[str]:
    """Only what a suspended case's clock counts, or what an incident tells of, has no moment."""
    told = {
        one.trigger.get("timer")
        for one in found.incidents
        if one.status == IncidentStatus.OPEN or one.resolution != _BY_ITSELF
    }
    for timer in found.timers:
        may_stand = timer.on_case_clock and (
            "share" in timer.running_term or found.case.status == CaseStatus.SUSPENDED
        )
        if timer.due_at is None and not may_stand and timer.token not in told:
            yield f"timer {timer.token} at {timer.element_id}"


def _inboxes(item: WorkItem) -> Iterator[tuple[str, int | None]]:
    yield from ((group, None) for group in dict.fromkeys(item.groups))
    people = {item.assignee_id, item.owner_id} - {None}
    yield from (("", person) for person in people)


def _told(entry: _Entry) -> str:
    item_id, group, person_id, due_on = entry
    return f"item {item_id}, {group or f'person {person_id}'}, {due_on}"

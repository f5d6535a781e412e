"""What happened once is written once: the chain of events, and what jobs and messages brought about."""

from collections import Counter
from collections.abc import Iterator

from engine.checking.contents import Contents
from engine.events import log
from engine.jobs.contract import document_of
from engine.models import DocumentStatus, JobStatus

# What the engine itself may write several times of one job.
_TRIES = ("job.failed", "job.requeued")
_MADE = ("document.drafted", "document.sealed")
_BY_HAND = ("case.modified", "case.migrated")
_ATTACHMENT = "anexo"


def broken_chain(found: Contents) -> Iterator[str]:
    """Each event of the case hashes its content and the one before it, and the case has the end."""
    end = (found.case.event_count, found.case.event_head)
    for link in log.broken_in(end, found.events):
        yield f"{link.reason} at {link.seq}"


def doubled_results(found: Contents) -> Iterator[str]:
    """What a job brought into the case came in one transaction."""
    moments: dict[tuple[str, str], set[object]] = {}
    for event, data in found.data():
        if "job" in data and event.kind not in _TRIES:
            moments.setdefault((event.kind, data["job"]), set()).add(event.at)
    for (kind, job), at in moments.items():
        if len(at) > 1:
            yield f"{kind} of job {job}, {len(at)} times"


def doubled_jobs(found: Contents) -> Iterator[str]:
    """A service task has no more jobs than the flow came to it."""
    if any(event.kind in _BY_HAND for event in found.events):
        return
    opened = Counter((job.process_id, job.element_id) for job in found.jobs if job.process_id)
    reached: Counter[tuple[str, str]] = Counter()
    for _, data in found.data("flow.advanced"):
        reached.update((process, element) for process, element, _ in data["path"])
    for place, count in (opened - reached).items():
        yield f"{'/'.join(place)}: {count} jobs too many"


def wrong_documents(found: Contents) -> Iterator[str]:
    """Each document was made once, by a job of its case, and what a job made is there."""
    made: Counter[str] = Counter(data["document"] for _, data in found.data(*_MADE))
    of_jobs = {document_of(job.id) for job in found.jobs}
    there = {document.id for document in found.documents}
    for document in found.documents:
        if (document.status == DocumentStatus.ARCHIVED) != bool(document.archive_key):
            yield f"document {document.id}: {document.status}, key {document.archive_key!r}"
        if document.kind == _ATTACHMENT:
            continue
        if document.id not in of_jobs:
            yield f"document {document.id} of no job"
        if made[str(document.id)] != 1:
            yield f"document {document.id} made {made[str(document.id)]} times"
    for name in made.keys() - {str(key) for key in there}:
        yield f"document {name} is lost"
    for job in found.jobs:
        own = document_of(job.id)
        named = job.result.get("document") if job.status == JobStatus.DONE else None
        if isinstance(named, dict) and named.get("id") == str(own) and own not in there:
            yield f"document of job {job.id} is lost"


def wrong_messages(found: Contents) -> Iterator[str]:
    """A message that was delivered came into its case once."""
    received = Counter(
        data["id"] for _, data in found.data("message.received", "case.started") if "id" in data
    )
    for message in found.taken:
        times = received[str(message.id)]
        if times != 1 or message.finished_at is None:
            yield f"message {message.id} ({message.name}) received {times} times"


def finished_items(found: Contents) -> Iterator[str]:
    """An item was completed once, and by whoever had it."""
    done = Counter(data["item"] for _, data in found.data("item.completed"))
    for item in found.items:
        if done[str(item.id)] != (1 if item.status == "completed" else 0):
            yield f"item {item.id}: {item.status}, completed {done[str(item.id)]} times"

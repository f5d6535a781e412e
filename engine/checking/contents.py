"""All rows of some cases, read with one query for each table; answers and bytes of documents stay there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bpmn import versions
from engine import runtime
from engine.commands import version_of
from engine.models import (
    Case,
    Document,
    Event,
    InboxEntry,
    Incident,
    Job,
    Message,
    MessageStatus,
    Subscription,
    Timer,
    WorkItem,
)

OPEN_ITEM = ("ready", "claimed")
OPEN_JOB = ("queued", "running", "retrying", "dead")
_CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Contents:
    """One case with everything that belongs to it, as it stood when it was read.

    Attributes:
        entries: in inboxes, of its items.
        taken: messages that it took or that started it.
    """

    case: Case
    events: Sequence[Event]
    items: Sequence[WorkItem]
    entries: Sequence[InboxEntry]
    jobs: Sequence[Job]
    timers: Sequence[Timer]
    subscriptions: Sequence[Subscription]
    incidents: Sequence[Incident]
    documents: Sequence[Document]
    taken: Sequence[Message]

    @property
    def name(self) -> str:
        """How people call the case."""
        return self.case.radicado or f"case {self.case.id}"

    @cached_property
    def tokens(self) -> tuple[runtime.Waiting, ...]:
        """Where the case's tokens stand; none when it is not in the flow.

        Raises:
            ExecutionError: the state is unreadable, or of another version than the case.
        """
        if not self.case.frozen:
            return ()
        model = versions.compiled(version_of(self.case.version_digest))
        return runtime.waiting(model, bytes(self.case.frozen))

    @property
    def is_readable(self) -> bool:
        """Whether the state can be read; what it holds is compared only then."""
        try:
            return bool(self.tokens) or True
        except runtime.ExecutionError:
            return False

    @property
    def open_items(self) -> list[WorkItem]:
        """Items that wait for somebody."""
        return [item for item in self.items if item.status in OPEN_ITEM]

    @property
    def flow_jobs(self) -> list[Job]:
        """Jobs of the flow that wait for a worker or a person."""
        return [job for job in self.jobs if job.process_id and job.status in OPEN_JOB]

    def data(self, *kinds: str) -> Iterator[tuple[Event, dict[str, Any]]]:
        """Events of these kinds, or of all, with their content."""
        for event in self.events:
            if not kinds or event.kind in kinds:
                yield event, json.loads(event.data)


def read(cases: QuerySet[Case]) -> Iterator[Contents]:
    """The contents of these cases, in their order.

    Args:
        cases: as few as fit in memory with their events.
    """
    found = list(cases.defer("answers", "running_term"))
    ids = [case.id for case in found]
    items = _by_case(WorkItem.objects.filter(case__in=ids).defer("answers", "headers"))
    entries: dict[UUID, list[InboxEntry]] = defaultdict(list)
    for entry in InboxEntry.objects.filter(item__case__in=ids).select_related("item"):
        entries[entry.item.case_id].append(entry)
    jobs = _by_case(Job.objects.filter(case__in=ids).defer("variables", "headers"))
    timers = _by_case(Timer.objects.filter(case__in=ids))
    subscriptions = _by_case(Subscription.objects.filter(case__in=ids))
    incidents = _by_case(Incident.objects.filter(case__in=ids).defer("data"))
    documents = _by_case(Document.objects.filter(case__in=ids).defer("content"))
    taken: dict[UUID | None, list[Message]] = defaultdict(list)
    for message in Message.objects.filter(taken_by__in=ids, status=MessageStatus.CORRELATED).defer(
        "variables"
    ):
        taken[message.taken_by_id].append(message)
    events = _events(ids)
    for case in found:
        yield Contents(
            case=case,
            events=events[case.id],
            items=items[case.id],
            entries=entries[case.id],
            jobs=jobs[case.id],
            timers=timers[case.id],
            subscriptions=subscriptions[case.id],
            incidents=incidents[case.id],
            documents=documents[case.id],
            taken=taken[case.id],
        )


def _by_case(rows: QuerySet[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _events(ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(case__in=ids).order_by("case_id", "seq")
    for event in rows.iterator(chunk_size=_CHUNK):
        found[event.case_id].append(event)
    return found

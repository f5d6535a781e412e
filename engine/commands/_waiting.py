"""Rows of what waits in a case: items with their inbox entries, jobs, timers, subscriptions.

A step opens and cancels by token. What it opens waits in memory until the command is over, so that all
rows of a table are written in one statement, and what the same command cancels again is never written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine import runtime
from engine.commands import _entries, _opening
from engine.commands._reckoning import reckon_anew
from engine.models import (
    CaseRole,
    Job,
    JobStatus,
    Subscription,
    Timer,
    WorkItem,
)

if TYPE_CHECKING:
    from engine.commands._work import Work

_PLACE = ("process_id", "element_id", "name", "created_at")
_ITEM_COLUMNS = ("process_id", "element_id", "name", "form_id", "groups", "headers", "properties")
_JOB_COLUMNS = ("process_id", "element_id", "name", "type", "headers", "properties")
_TIMER_COLUMNS = ("due_at", "on_case_clock", "running_term", "failures", "attempts")
_OPEN_ITEM = ("ready", "claimed")
_OPEN_JOB = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.RETRYING, JobStatus.DEAD)
RUN_JOB = "engine.jobs.run"


class WaitingRows:
    """What one command opens in its case, until it is written."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._items: dict[str, WorkItem] = {}
        self._jobs: dict[str, Job] = {}
        self._timers: dict[str, Timer] = {}
        self._subscriptions: dict[str, Subscription] = {}

    def open(self, step: runtime.Step, *, is_replacing: bool) -> None:
        """Take what a step opened.

        Args:
            step: what the runtime answered.
            is_replacing: items and jobs may stand under a token that has a row already.
        """
        work = self._work
        known = self._known(step) if is_replacing else {}
        for opened in step.opened:
            item = _opening.item(work, opened)
            if isinstance(old := known.get(opened.token), WorkItem):
                self._replace_item(old, item)
            else:
                self._items[opened.token] = item
        for wanted in step.jobs:
            old_job = known.get(wanted.token)
            if _opening.is_inline(wanted):
                self._cancel_jobs([wanted.token] if old_job else [])
                continue
            job = _opening.job(work, wanted)
            if isinstance(old_job, Job):
                _replace(old_job, job, _JOB_COLUMNS)
            else:
                self.add_job(job)
        for timer in step.timers:
            self._timers[timer.token] = _opening.timer(work, timer)
        for message in step.subscribed:
            self._subscriptions[message.token] = _opening.message(work, message)
        for signal in step.signals:
            self._subscriptions[signal.token] = _opening.signal(work, signal)

    def add_job(self, job: Job) -> None:
        """Queue a job, also one outside the flow, and let a worker know after the commit."""
        self._jobs[job.token] = job
        self._work.send_task(RUN_JOB, str(job.id))

    def reckon_timers(self) -> None:
        """Reckon anew the timers on the case's clock that are not written yet."""
        for timer in self._timers.values():
            if timer.on_case_clock and timer.running_term:
                timer.due_at, timer.running_term = reckon_anew(
                    timer, self._work.case, self._work.calendar
                )

    def cancel(self, tokens: Iterable[str], model: runtime.CompiledModel, before: bytes) -> None:
        """Take away what waited under these tokens.

        Args:
            tokens: of any kind.
            model: of the state before the step.
            before: that state; it tells of what kind a token was.
        """
        left = [token for token in tokens if not self._drop(token)]
        if not left:
            return
        self._work.batch.send()
        kinds = {point.token: point.kind for point in runtime.waiting(model, before)}
        by_kind: dict[str, list[str]] = {}
        for token in left:
            by_kind.setdefault(kinds.get(token, ""), []).append(token)
        self._cancel_items(by_kind.get("item", []))
        self._cancel_jobs(by_kind.get("job", []))
        self._remove(Timer, by_kind.get("timer", []))
        self._remove(Subscription, by_kind.get("message", []) + by_kind.get("signal", []))

    def cancel_all(self) -> None:
        """Take away everything that the case's flow waits for; jobs outside the flow go on."""
        self._work.batch.send()
        case = self._work.case
        items = case.items.filter(status__in=_OPEN_ITEM).values_list("token", flat=True)
        jobs = case.jobs.filter(status__in=_OPEN_JOB).exclude(process_id="")
        self._cancel_items(list(items))
        self._cancel_jobs(list(jobs.values_list("token", flat=True)))
        Timer.objects.filter(case=case).delete()
        Subscription.objects.filter(case=case).delete()

    def write(self) -> None:
        """Bring what was opened into the database, one statement for each table."""
        items = list(self._items.values())
        if items:
            batch = self._work.batch
            batch.insert(items)
            _entries.enter(
                batch, self._work.case, [one for one in items if one.finished_at is None]
            )
            self._admit(items)
        if self._jobs:
            self._work.batch.insert(list(self._jobs.values()))
        if self._timers:
            _upsert(Timer, self._timers, _TIMER_COLUMNS)
        if self._subscriptions:
            _upsert(Subscription, self._subscriptions, ("kind", "message", "correlation_key"))
        for rows in (self._items, self._jobs, self._timers, self._subscriptions):
            rows.clear()

    def move_entries(self) -> None:
        """Put items without a term of their own where the case's new term puts them."""
        self._work.batch.send()
        _entries.follow_case(self._work.case)

    def _known(self, step: runtime.Step) -> Mapping[str, WorkItem | Job]:
        self._work.batch.send()
        case = self._work.case
        found: dict[str, WorkItem | Job] = {}
        tokens = [opened.token for opened in step.opened]
        if tokens:
            found |= {row.token: row for row in case.items.filter(token__in=tokens)}
        tokens = [wanted.token for wanted in step.jobs]
        if tokens:
            found |= {row.token: row for row in case.jobs.filter(token__in=tokens)}
        return found

    def _replace_item(self, old: WorkItem, new: WorkItem) -> None:
        _replace(old, new, _ITEM_COLUMNS)
        _entries.leave(self._work.batch, [old])
        _entries.enter(self._work.batch, self._work.case, [old])
        self._admit([old])

    def _drop(self, token: str) -> bool:
        item = self._items.get(token)
        if item is not None:
            self._end(item)
            return True
        job = self._jobs.pop(token, None)
        if job is not None:
            self._work.tasks.remove((RUN_JOB, (str(job.id),)))
            return True
        timer = self._timers.pop(token, None)
        return timer is not None or self._subscriptions.pop(token, None) is not None

    def _cancel_items(self, tokens: list[str]) -> None:
        if not tokens:
            return
        rows = WorkItem.objects.filter(
            case=self._work.case, token__in=tokens, status__in=_OPEN_ITEM
        )
        items = list(rows.only("token", "element_id", "process_id", "status", "name", "case_id"))
        for item in items:
            self._end(item)
        if items:
            status = items[0].status
            rows.filter(pk__in=[item.pk for item in items]).update(
                status=status, finished_at=self._work.now
            )
            _entries.leave(self._work.batch, items)

    def _end(self, item: WorkItem) -> None:
        work = self._work
        if work.is_expiring:
            item.expire()
        else:
            item.cancel()
        item.finished_at = work.now
        work.record(f"item.{item.status}", item=str(item.id), element=item.element_id)

    def _cancel_jobs(self, tokens: list[str]) -> None:
        if tokens:
            Job.objects.filter(case=self._work.case, token__in=tokens, status__in=_OPEN_JOB).update(
                status=JobStatus.CANCELLED, finished_at=self._work.now, locked_until=None
            )

    def _remove(self, table: type[Timer] | type[Subscription], tokens: list[str]) -> None:
        if tokens:
            table._default_manager.filter(case=self._work.case, token__in=tokens).delete()

    def _admit(self, items: Iterable[WorkItem]) -> None:
        """Let roles that are new to the case read it from now on."""
        case = self._work.case
        new = sorted({group for item in items for group in item.groups} - set(case.roles))
        if new:
            rows = [CaseRole(case=case, group=group) for group in new]
            CaseRole.objects.bulk_create(rows, ignore_conflicts=True)
            case.roles = [*case.roles, *new]


def _replace(old: Any, new: Any, columns: tuple[str, ...]) -> None:
    for column in columns:
        setattr(old, column, getattr(new, column))
    old.save(update_fields=columns)


def _upsert(
    table: type[Timer] | type[Subscription], rows: Mapping[str, Any], columns: tuple[str, ...]
) -> None:
    table._default_manager.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["case", "token"],
        update_fields=[*_PLACE, *columns],
    )

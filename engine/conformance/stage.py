"""Plays one case: keeps the instances, does their jobs, carries messages and signals, moves the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.conformance.deployment import Deployment
from engine.conformance.instances import Instance
from engine.conformance.post import Post, Throw
from engine.conformance.timetable import Timetable
from engine.conformance.worker import Worker
from engine.runtime import RunFailed, Step, Trigger, UnknownToken, advance, start
from engine.runtime.values import (
    ConditionsChecked,
    ItemCompleted,
    MessageReceived,
    SignalReceived,
    TimerFired,
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
MAX_STEPS = 2_000
MAX_INSTANCES = 100
LONGEST = timedelta(days=2)

# The standard's «uncaught error» is the model's own when an event threw it, else the script's.
THROWN, RAISED = "ERROR_thrownErrorEvent", "ERROR_runtime"


class TooLong(Exception):
    """The case goes on and on."""


class Stage:
    """One case of one file, on a clock of its own.

    Attributes:
        incidents: what went wrong, for people.
        is_stuck: a token waits for others that never come.
    """

    def __init__(self, deployment: Deployment, variables: Mapping[str, Any], delay_ms: int) -> None:
        self.worker = Worker()
        self.incidents: list[str] = []
        self.is_stuck = False
        self._models = deployment.models
        self._variables = variables
        self._now = START
        self._end = START + (timedelta(milliseconds=delay_ms) if delay_ms else LONGEST)
        self._instances: list[Instance] = []
        self._timetable = Timetable(deployment.anatomy.timers, START)
        self._hosts = deployment.anatomy.hosts
        self._post = Post(deployment.models, deployment.anatomy)
        self._steps = 0

    def begin(self, process: str) -> bool:
        """Start a process by its none start; False when it has none and waits for its events."""
        points = self._models[process].starts
        if points and all(point.kind != "none" for point in points):
            return False
        self._start(process, None, {})
        return True

    def begin_by_event(self, process: str) -> None:
        """Let the first start event of a process occur."""
        self._start(process, self._models[process].starts[0].element_id, {})

    def play(self) -> None:
        """Go on until nothing can happen any more, or the case's time is over.

        Raises:
            TooLong: the case goes on and on.
        """
        self.settle()
        while self._tick() or self._complete(is_last=True):
            self._count()
            self.settle()

    def settle(self) -> None:
        """Go on as far as it goes without moving the clock.

        Raises:
            TooLong: the case goes on and on.
        """
        while self._deliver() or self._complete(is_last=False) or self._work():
            self._count()

    def has_run(self, process: str) -> bool:
        """Whether the process was started, or will be by the clock."""
        is_there = any(instance.process == process for instance in self._instances)
        return is_there or self._timetable.knows(process)

    def trace(self) -> list[str]:
        """What the case has left."""
        return self.worker.whole_trace()

    def open_ends(self) -> list[str]:
        """Where instances wait that are not finished."""
        return [
            f"{instance.process} at {', '.join(instance.waits()) or 'nothing'}"
            for instance in self._instances
            if not instance.finished
        ]

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooLong(f"more than {MAX_STEPS} steps")

    def _start(self, process: str, at: str | None, variables: Mapping[str, Any]) -> None:
        if len(self._instances) >= MAX_INSTANCES:
            raise TooLong(f"more than {MAX_INSTANCES} instances")
        model, given = self._models[process], {**self._variables, **variables}
        instance = Instance(process, model, b"", self.worker.drop)
        self._instances.append(instance)
        try:
            step = start(model, given, now=self._now, at=at)
        except RunFailed as failed:
            instance.finished = True
            self._fail(instance, failed)
            return
        self._absorb(instance, step)

    def _advance(self, instance: Instance, trigger: Trigger) -> bool:
        """Whether the token was still there."""
        try:
            step = advance(instance.model, instance.state, trigger, now=self._now)
        except UnknownToken:
            return False
        except RunFailed as failed:
            self._fail(instance, failed)
            return True
        self._absorb(instance, step)
        return True

    def _absorb(self, instance: Instance, step: Step) -> None:
        instance.absorb(step)
        for job in step.jobs:
            instance.jobs[job.token] = job
            instance.done[job.token] = self.worker.begin(job, self._now)
        self._post.collect(instance, step)

    def _fail(self, instance: Instance, failed: RunFailed) -> None:
        element = instance.model.elements.get((failed.process_id, failed.element_id or ""))
        is_event = element is not None and element.type.endswith("Event")
        if failed.code == "deadlock":
            self.is_stuck = True
        else:
            is_thrown = failed.code == "uncaught-error" and is_event
            self.worker.trace.append(THROWN if is_thrown else RAISED)
        self.incidents.append(f"{failed.element_id}: {failed.code} {failed.detail}")

    def _deliver(self) -> bool:
        throw = self._post.next(self._instances)
        if throw is None:
            return False
        if throw.is_broadcast:
            self._broadcast(throw)
        elif not self._hand_over(throw):
            self._post.keep(throw)
        return True

    def _broadcast(self, throw: Throw) -> None:
        reached = [
            (instance, waiting.token)
            for instance in self._instances
            if instance is not throw.thrower
            for waiting in instance.signals.values()
            if waiting.signal == throw.name
        ]
        for instance, token in reached:
            if not self._advance(instance, SignalReceived(token, throw.variables)):
                instance.forget(token)
        for process, element_id in self._post.starts(throw):
            self._start(process, element_id, throw.variables)

    def _hand_over(self, throw: Throw) -> bool:
        for instance, token in self._post.receivers(throw, self._instances):
            if self._advance(instance, MessageReceived(token, throw.variables)):
                return True
            instance.forget(token)
        for process, element_id in self._post.starts(throw):
            self._start(process, element_id, throw.variables)
            return True
        # A joint start event that waits for its other events has taken the message, too.
        return self._post.is_taken(throw)

    def _complete(self, *, is_last: bool) -> bool:
        """People do their items at once; those with a boundary event wait until all else is done."""
        for instance in self._instances:
            for token, item in instance.items.items():
                if is_last or item.element_id not in self._hosts:
                    del instance.items[token]
                    self._advance(instance, ItemCompleted(token))
                    return True
        return False

    def _work(self) -> bool:
        due = [
            (at, token, instance)
            for instance in self._instances
            for token, at in instance.done.items()
            if at <= self._now
        ]
        if not due:
            return False
        _, token, instance = min(due, key=lambda found: found[0])
        self._answer(instance, token)
        return True

    def _answer(self, instance: Instance, token: str) -> None:
        job = instance.jobs.pop(token)
        del instance.done[token]
        trigger = self.worker.finish(job)
        if not self._advance(instance, trigger):
            raise LookupError(f"{job.element_id}: the job's token is gone, but was not cancelled")

    def _tick(self) -> bool:
        """Move the clock to what comes next; False when that lies beyond the case's time."""
        timers = [t.due for i in self._instances for t in i.timers.values() if t.due is not None]
        timers += self._timetable.moments()
        moments = [at for i in self._instances for at in i.done.values()]
        moments += [due for due in timers if due <= self._end]
        if not moments:
            return False
        has_moved = min(moments) > self._now
        self._now = max(self._now, min(moments))
        self._fire()
        if has_moved:
            self._check_conditions()
        return True

    def _fire(self) -> None:
        """One timer that is due, the earliest: what it leads to comes before the next one."""
        for process, element_id in self._timetable.take(self._now):
            self._start(process, element_id, {})
        due = [
            (timer.due, instance, timer.token)
            for instance in self._instances
            for timer in instance.timers.values()
            if timer.due is not None and timer.due <= self._now
        ]
        if due:
            _, instance, token = min(due, key=lambda found: found[0])
            del instance.timers[token]
            self._advance(instance, TimerFired(token))

    def _check_conditions(self) -> None:
        for instance in self._instances:
            elements = instance.model.elements.values()
            if not instance.finished and any(e.event == "conditional" for e in elements):
                self._advance(instance, ConditionsChecked())

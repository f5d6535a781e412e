# mypy: disable-error-code="no-untyped-call"
"""Events that wait: intermediate catch events, receive tasks and boundary events.

What a token waits for stands in its internal data as `waits`: for each definition `None` when it
has occurred, or its kind with what finds it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import EventDefinition, Node
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.timing import Moment, TimerUnreadable, following, moment
from engine.runtime.values import OpenedSignal, OpenedSubscription, OpenedTimer
from engine.runtime.workflow import number_of

Waits = list[list[Any] | None]


class EventSpec(NodeSpec):
    """Waits for one of its events, or for all of them (`parallelMultiple`)."""

    def source(self) -> Node:
        """The node whose event definitions count."""
        return self.node

    def definitions(self, internal: Mapping[str, Any]) -> tuple[EventDefinition, ...]:
        """Definitions by the place that a token's name ends with."""
        return self.source().awaited if "waits" in internal else ()

    def is_waiting(self, state: int, internal: Mapping[str, Any]) -> bool:
        """Whether something still has to occur."""
        return state == TaskState.WAITING and any(internal.get("waits", ()))

    def arm(self, task: Any) -> None:
        """Begin to wait for every definition."""
        task._set_state(TaskState.WAITING)
        definitions = self.source().awaited
        waits: Waits = [None] * len(definitions)
        task.internal_data["waits"] = waits
        task.internal_data.pop("occurred", None)
        for index, definition in enumerate(definitions):
            waits[index] = self.open(task, index, definition)

    def disarm(self, task: Any) -> None:
        """Wait no longer for what has not occurred."""
        waits: Waits = task.internal_data.pop("waits", [])
        for index, wait in enumerate(waits):
            if wait is not None and wait[0] != "conditional":
                run_of(task).record.cancel(_name(task, index, len(waits)))

    def occur(self, task: Any, index: int, variables: Mapping[str, Any]) -> None:
        """One of the definitions occurs; go on if that is enough."""
        waits: Waits = task.internal_data["waits"]
        wait, waits[index] = waits[index], None
        if self.source().is_parallel:
            task.internal_data.setdefault("occurred", []).append([index, wait])
            if any(waits):
                self.keep(task, variables)
                return
        self.fire(task, index, wait or [], variables)

    def keep(self, task: Any, variables: Mapping[str, Any]) -> None:
        """Keep what one of several events brought until the last has come."""
        run = run_of(task)
        kept = task.internal_data.setdefault("kept", {})
        kept.update({key: run.storable(value, self.node) for key, value in variables.items()})

    def fire(self, task: Any, index: int, wait: list[Any], variables: Mapping[str, Any]) -> None:
        """Enough has occurred."""
        raise NotImplementedError

    def withdraw(self, task: Any) -> None:
        """Take back what the token waits for."""
        self.disarm(task)
        self.release(task)

    def open(self, task: Any, index: int, definition: EventDefinition) -> list[Any]:
        """Open one definition and say how it is found again."""
        if definition.kind == "message":
            return self._open_message(task, index, definition)
        if definition.kind == "signal":
            return self._open_signal(task, index, definition)
        if definition.kind == "timer":
            return self._open_timer(task, index, definition)
        return ["conditional", False]

    def wait_again(self, task: Any, index: int, wait: list[Any]) -> bool:
        """Wait once more for what has occurred; whether it still can occur."""
        occurred = task.internal_data.pop("occurred", [[index, wait]])
        reopened = [self.reopen(task, place, before) for place, before in occurred]
        return all(reopened) if self.source().is_parallel else any(task.internal_data["waits"])

    def reopen(self, task: Any, index: int, wait: list[Any]) -> bool:
        """Wait again for a definition that has occurred; False for a timer that is over."""
        definition = self.source().awaited[index]
        waits: Waits = task.internal_data["waits"]
        if definition.kind == "conditional":
            waits[index] = ["conditional", True]
        elif definition.kind != "timer":
            waits[index] = self.open(task, index, definition)
        elif not wait[2] or wait[1] == 0:
            return False
        else:
            due = datetime.fromisoformat(wait[3])
            waits[index] = self._opened(task, index, definition, following(due, wait[1], wait[2]))
        return True

    def named(self, task: Any, definition: EventDefinition) -> str:
        """Name of a message or signal.

        Raises:
            RunFailed: the expression gives no text.
        """
        slot = definition.name
        value = run_of(task).engine.evaluate_in(task, slot, self.around(task)) if slot else None
        if isinstance(value, str) and value:
            return value
        raise run_of(task).failure("wrong-type", self.source(), f"{slot and slot.text} → {value!r}")

    def around(self, task: Any) -> int:
        """The scope in which names, keys and times are evaluated."""
        host = task.internal_data.get("host")
        run = run_of(task)
        return run.scope_of(task if host is None else task.workflow.take(host))

    def _place(self, task: Any, index: int) -> dict[str, Any]:
        node, waits = self.source(), task.internal_data["waits"]
        return {
            "token": _name(task, index, len(waits)),
            "process_id": node.process_id,
            "element_id": node.id,
        }

    def _open_message(self, task: Any, index: int, definition: EventDefinition) -> list[Any]:
        run, name = run_of(task), self.named(task, definition)
        key = self._key(task, definition)
        scope = self.around(task)
        opened = OpenedSubscription(
            **self._place(task, index),
            message=name,
            correlation_key=key,
            variables=run.scopes.visible(scope),
        )
        run.record.subscriptions[opened.token] = opened
        return ["message", name, key]

    # Upstream: python-eval-in-correlation
    def _key(self, task: Any, definition: EventDefinition) -> str:
        slot = definition.correlation_key
        if slot is None:
            return ""
        key = run_of(task).engine.evaluate_in(task, slot, self.around(task))
        if not isinstance(key, str | Decimal):
            detail = f"{slot.name}: {slot.text} → {key!r}"
            raise run_of(task).failure("wrong-type", self.source(), detail)
        return str(key)

    def _open_signal(self, task: Any, index: int, definition: EventDefinition) -> list[Any]:
        name = self.named(task, definition)
        opened = OpenedSignal(**self._place(task, index), signal=name)
        run_of(task).record.signals[opened.token] = opened
        return ["signal", name]

    def _open_timer(self, task: Any, index: int, definition: EventDefinition) -> list[Any]:
        run, text = run_of(task), definition.timer
        assert text is not None  # noqa: S101 — the compiler refuses a timer without its text
        value = run.engine.evaluate_in(task, text.slot, self.around(task))
        try:
            when = moment(text.kind, value, run.now, is_legal=text.is_legal)
        except ValueError as error:
            detail = f"{text.slot.name}: {text.slot.text} → {value!r}"
            raise run.failure(TimerUnreadable.code, self.source(), detail) from error
        return self._opened(task, index, definition, when)

    def _opened(
        self, task: Any, index: int, definition: EventDefinition, when: Moment
    ) -> list[Any]:
        opened = OpenedTimer(
            **self._place(task, index),
            name=self.source().name,
            due=when.due,
            term=when.term,
            is_on_case_clock=definition.timer is not None and definition.timer.is_on_case_clock,
        )
        run_of(task).record.timers[opened.token] = opened
        return ["timer", when.left, when.interval, when.due.isoformat() if when.due else None]


class CatchSpec(EventSpec):
    """An intermediate catch event or receive task, also behind an event-based gateway."""

    def begin(self, task: Any) -> bool:
        """Wait, unless it starts the case or there is nothing to wait for (a link's other end)."""
        fired = task.internal_data.pop("fired", None)
        if fired is not None:
            self.finish(task, fired)
            return True
        if not self.node.awaited:
            return True
        self.arm(task)
        return False

    def fire(self, task: Any, index: int, wait: list[Any], variables: Mapping[str, Any]) -> None:
        """Take the variables, win the race if there is one, and go on."""
        self.disarm(task)
        race = task.internal_data.get("race")
        if race is not None:
            self.note(task)
            self._win(task, race)
        kept = run_of(task).kept(task)
        self.finish(task, kept | dict(variables))
        task.complete()

    def _win(self, task: Any, race: int) -> None:
        workflow = task.workflow
        for glance in list(workflow.glances()):
            if glance.internal.get("race") == race and glance.number != number_of(task):
                run_of(task).cancel(workflow.take(glance.number))


class BoundarySpec(EventSpec):
    """A boundary event: armed while its host is active, and the token that leaves by it.

    Source: BPMN 2.0.2, 10.5.4 and 13.5.3; Camunda 8 docs, «Events», for `errorCode` and its kin.
    """

    def fire(self, task: Any, index: int, wait: list[Any], variables: Mapping[str, Any]) -> None:
        """Leave by the boundary; cancel the host, or wait again."""
        run, workflow = run_of(task), task.workflow
        kept = run.kept(task)
        host = workflow.take(task.internal_data["host"])
        if self.node.is_interrupting:
            token = self.caught(workflow, kept | dict(variables))
            run.cancel(host)
            run.schedule([token])
            return
        if not self.wait_again(task, index, wait):
            host.internal_data["guards"].remove(number_of(task))
            run.cancel(task)
        run.schedule([self.caught(workflow, kept | dict(variables))])

    def caught(self, workflow: Any, variables: Mapping[str, Any]) -> Any:
        """A token that leaves by this boundary event."""
        return workflow.top_workflow.run.token(workflow, self, fired=dict(variables))

    def _run_hook(self, my_task: Any) -> bool | None:
        variables = my_task.internal_data.pop("fired", {})
        if self.node.outputs or self.node.event not in ("error", "escalation"):
            self.finish(my_task, variables)
        return True


def _name(task: Any, index: int, count: int) -> str:
    number = number_of(task)
    return str(number) if count == 1 else f"{number}.{index}"

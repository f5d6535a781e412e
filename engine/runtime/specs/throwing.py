# mypy: disable-error-code="no-untyped-call"
"""Events that throw: intermediate throw events, end events, and send tasks without a worker.

Source: BPMN 2.0.2, 10.5.3 (end events), 10.5.4 (intermediate events), 13.5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.runtime import catching, compensation
from engine.runtime.nodes import EventDefinition, Flow
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.values import ThrownMessage
from engine.runtime.workflow import CaseWorkflow, number_of

# What a throw says of the token: it goes on, it waits to be called, or it is gone.
GOES_ON, WAITS, GONE = "goes-on", "waits", "gone"


class ThrowSpec(NodeSpec):
    """Throws each of its events in turn; without one it is a none event."""

    def _run_hook(self, my_task: Any) -> bool | None:
        verdict = GOES_ON
        for definition in self.node.events:
            verdict = max(verdict, _THROWERS[definition.kind](self, my_task, definition), key=_rank)
            if verdict == GONE:
                return None
        if verdict == WAITS:
            return None
        return self.pass_on(my_task)

    def pass_on(self, task: Any) -> bool | None:
        """All is thrown: the token may leave."""
        return True

    def compensated(self, task: Any) -> None:
        """What a compensation was thrown for is undone."""
        if self.pass_on(task):
            task.complete()

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """Its flows, or the way to the other end of its link."""
        link = next((event for event in self.node.events if event.kind == "link"), None)
        if link is None:
            return super().flows(task)
        target = task.workflow.spec.link_targets[link.name.text if link.name else ""]
        return (Flow(f"link:{target}", self.node.id, target),)

    def payload(self, task: Any) -> dict[str, Any]:
        """What goes along with a message or signal: what the input mappings say, and no more."""
        if not self.node.inputs:
            return {}
        run = run_of(task)
        return dict(run.scopes.local(run.scope_of(task)))

    def name_of(self, task: Any, definition: EventDefinition) -> str:
        """Name of a message or signal.

        Raises:
            RunFailed: the expression gives no text.
        """
        run, slot = run_of(task), definition.name
        value = run.engine.evaluate(task, slot) if slot else None
        if isinstance(value, str) and value:
            return value
        raise run.failure("wrong-type", self.node, f"{slot and slot.text} → {value!r}")


def _rank(verdict: str) -> int:
    return (GOES_ON, WAITS, GONE).index(verdict)


def _message(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    run, node = run_of(task), spec.node
    key = definition.correlation_key
    value = run.engine.evaluate(task, key) if key else None
    if value is not None and not isinstance(value, str | Decimal):
        raise run.failure("wrong-type", node, f"correlationKey: {value!r}")
    lifetime = definition.time_to_live
    lasts = run.engine.evaluate(task, lifetime) if lifetime else None
    run.record.thrown.append(
        ThrownMessage(
            process_id=node.process_id,
            element_id=node.id,
            message=spec.name_of(task, definition),
            correlation_key=None if value is None else str(value),
            variables=spec.payload(task),
            time_to_live=None if lasts is None else str(lasts),
        )
    )
    return GOES_ON


# Upstream: signal-end-ignored
def _signal(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    run = run_of(task)
    catching.broadcast(run, spec.node, spec.name_of(task, definition), spec.payload(task))
    return GOES_ON if run.is_alive(task) else GONE


def _error(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    code, message = definition.code or "", spec.node.name or ""
    variables = {**spec.payload(task), "errorCode": code, "errorMessage": message}
    catching.throw_error(run_of(task), task, code, variables, from_inside=True)
    return GONE


def _escalation(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    code = definition.code or ""
    variables = {**spec.payload(task), "escalationCode": code}
    goes_on = catching.throw_escalation(run_of(task), task, code, variables)
    return GOES_ON if goes_on else GONE


# Upstream: compensation-throw-ignored
def _compensation(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    waits = compensation.throw(task, definition.activity, is_waiting=definition.is_waiting)
    return WAITS if waits and run_of(task).is_alive(task) else GOES_ON


def _terminate(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    run_of(task).cancel_all(task.workflow, spared=task)
    return GOES_ON


def _cancel(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    """A transaction is given up: all else in it stops, what it did is undone, then it is left.

    Source: BPMN 2.0.2, 10.3.5 and 13.5.4.
    """
    run, workflow = run_of(task), task.workflow
    run.cancel_all(workflow, spared=task)
    entries, workflow.compensable = workflow.compensable, []
    if not entries:
        catching.throw_cancel(run, _transaction(workflow))
        return GONE
    task.internal_data["cancels"] = True
    compensation.coordinate(run, workflow, entries, thrower=number_of(task))
    return WAITS


def _transaction(workflow: Any) -> Any:
    host = workflow.host
    return host.task_spec.body_of(host) or host


def _link(spec: ThrowSpec, task: Any, definition: EventDefinition) -> str:
    return GOES_ON


_THROWERS: Mapping[str, Callable[[ThrowSpec, Any, EventDefinition], str]] = {
    "message": _message,
    "signal": _signal,
    "error": _error,
    "escalation": _escalation,
    "compensation": _compensation,
    "terminate": _terminate,
    "cancel": _cancel,
    # Upstream: link-events-not-followed
    "link": _link,
}


class EndSpec(ThrowSpec):
    """An end event: throws what it has, and its token is gone."""

    def pass_on(self, task: Any) -> bool | None:
        """Note by which end the case ended; leave a cancelled transaction by its boundary."""
        if task.internal_data.pop("cancels", False):
            catching.throw_cancel(run_of(task), _transaction(task.workflow))
            return None
        if _is_of_case(task.workflow):
            run_of(task).ended = [self.node.process_id, self.node.id]
        return True


def _is_of_case(workflow: Any) -> bool:
    """Whether an end in this process is an end of the case: of its own or of what interrupted it."""
    if isinstance(workflow, CaseWorkflow):
        return True
    host = workflow.host
    is_interruption = (
        host.task_spec.node.is_event_sub_process and host.task_spec.start.is_interrupting
    )
    return is_interruption and _is_of_case(host.workflow)


class CoordinatorSpec(NodeSpec):
    """Where the token stands that runs compensation handlers; no node of the diagram."""

# mypy: disable-error-code="no-untyped-call"
"""Who catches what is thrown: errors, escalations and cancellations go outwards, signals to all.

Source: BPMN 2.0.2, 10.5.6 (event handling) and 13.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import EventDefinition, Node
from engine.runtime.values import ThrownSignal
from engine.runtime.workflow import CaseWorkflow, spec_name

if TYPE_CHECKING:
    from engine.runtime.run import Run


def throw_error(
    run: Run, task: Any, code: str, variables: Mapping[str, Any], *, from_inside: bool
) -> None:
    """Put the token where an error is caught, and cancel what stands inside.

    Args:
        run: the step.
        task: where the error came up.
        code: of the BPMN error.
        variables: what the handler sees, with `errorCode` and `errorMessage`.
        from_inside: the task is an end event, so only what stands around it can catch.

    Raises:
        RunFailed: nothing catches it.
    """
    for host, boundary, sub_process in _catchers(run, task, "error", code, from_inside):
        if boundary is not None:
            _by_boundary(run, host, boundary, variables)
        else:
            sub_process.task_spec.fire_from(sub_process, variables)
        return
    message = str(variables.get("errorMessage") or "")
    raise run.failure("uncaught-error", task.task_spec.node, f"{code} {message}".strip())


def throw_escalation(run: Run, task: Any, code: str, variables: Mapping[str, Any]) -> bool:
    """Tell whoever catches an escalation; whether the thrower may go on.

    An escalation that nobody catches changes nothing but is noted (BPMN 2.0.2, 10.5.6).
    """
    for host, boundary, sub_process in _catchers(run, task, "escalation", code, from_inside=True):
        if boundary is not None:
            _by_boundary(run, host, boundary, variables)
        else:
            sub_process.task_spec.fire_from(sub_process, variables)
        return run.is_alive(task)
    run.record.note("escalation-not-caught", task.task_spec.node, code)
    return True


def throw_cancel(run: Run, host: Any) -> None:
    """Leave a transaction by its cancel boundary event.

    Raises:
        RunFailed: it has none.
    """
    boundary = host.task_spec.catching("cancel", None)
    if boundary is None:
        raise run.failure("cancel-not-caught", host.task_spec.node, "")
    _by_boundary(run, host, boundary, {})


def broadcast(run: Run, node: Node, name: str, variables: Mapping[str, Any]) -> None:
    """Give a signal to every token of the case that waits for it, and hand it out to other cases."""
    found = []
    for workflow in run.workflow.everywhere():
        for glance in list(workflow.glances()):
            for index, wait in enumerate(glance.internal.get("waits", ())):
                if glance.state == TaskState.WAITING and wait and wait[:2] == ["signal", name]:
                    found.append((workflow.take(glance.number), index))
    for task, index in found:
        if run.is_alive(task) and task.internal_data.get("waits", [None])[index]:
            run.record.cancel_occurred(task, index)
            task.task_spec.occur(task, index, variables)
    thrown = ThrownSignal(
        process_id=node.process_id, element_id=node.id, signal=name, variables=variables
    )
    run.record.signalled.append(thrown)


def throw_to_boundary(run: Run, body: Any, event: EventDefinition) -> None:
    """What a multi-instance activity throws: caught at its own boundary, without interrupting it.

    Source: BPMN 2.0.2, 10.3.8 (behavior, noneBehaviorEventRef, oneBehaviorEventRef).
    """
    for boundary in body.task_spec.boundaries:
        if any(_is_same(event, other) for other in boundary.events):
            spec = body.workflow.spec.task_specs[spec_name(boundary.id)]
            run.schedule([spec.caught(body.workflow, {})])


def _is_same(thrown: EventDefinition, caught: EventDefinition) -> bool:
    if thrown.kind != caught.kind:
        return False
    if thrown.name and caught.name:
        return thrown.name.text == caught.name.text
    return caught.code in (None, thrown.code)


def _catchers(
    run: Run, task: Any, kind: str, code: str | None, from_inside: bool
) -> Iterator[tuple[Any, Node | None, Any]]:
    """From the inside outwards: boundary events of hosts, armed event sub-processes of processes."""
    current = task if from_inside else task.task_spec.body_of(task) or task
    is_host = not from_inside
    while current is not None:
        if is_host:
            boundary = current.task_spec.catching(kind, code)
            if boundary is not None:
                yield current, boundary, None
        if not current.task_spec.node.is_event_sub_process or not is_host:
            armed = _armed(current.workflow, kind, code)
            if armed is not None:
                yield current, None, armed
        current, is_host = _host_around(run, current), True


def _host_around(run: Run, task: Any) -> Any:
    if isinstance(task.workflow, CaseWorkflow):
        return None
    host = task.workflow.host
    return host.task_spec.body_of(host) or host


def _armed(workflow: Any, kind: str, code: str | None) -> Any:
    """The armed event sub-process that catches: by code, else the one for all."""
    every = None
    for glance in list(workflow.glances()):
        if "armed" not in glance.internal:
            continue
        for event in glance.spec.source().events:
            if event.kind == kind and event.code == code:
                return workflow.take(glance.number)
            if event.kind == kind and event.code is None:
                every = glance.number
    return None if every is None else workflow.take(every)


def _by_boundary(run: Run, host: Any, boundary: Node, variables: Mapping[str, Any]) -> None:
    workflow = host.workflow
    spec = workflow.spec.task_specs[spec_name(boundary.id)]
    token = spec.caught(workflow, variables)
    if boundary.is_interrupting:
        run.cancel(host)
    run.schedule([token])

# mypy: disable-error-code="no-untyped-call"
"""Compensation: what has been done and can be undone, and undoing it, the last first.

A process keeps an entry for each completed activity that has a handler, or that is a sub-process
with such activities inside. Whoever throws hands the entries to a coordinator, a token of its own
that runs one handler after the other.

Source: BPMN 2.0.2, 10.3.9 and 13.5.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import from_wire
from engine.runtime.nodes import Node
from engine.runtime.workflow import AnyWorkflow, InnerWorkflow, number_of, remove, spec_name

if TYPE_CHECKING:
    from engine.runtime.run import Run

COORDINATOR = "~compensate"
# An entry: [node's id, variables of its scope, entries of the process inside it or None].
Entry = list[Any]


def is_handler(task: Any) -> bool:
    """Whether a task undoes another one."""
    return "compensates" in task.internal_data


def remember(task: Any) -> None:
    """Note that an activity is done and can be compensated."""
    spec = task.task_spec
    nested = task.internal_data.pop("compensable", None)
    body = spec.body_of(task)
    handler = _handler(spec if body is None else body.task_spec)
    # Instances of a repeated activity are undone one by one, the last first.
    if not nested and (not handler or (spec.node.loop is not None and body is None)):
        return
    variables = task.internal_data.pop("snapshot", None)
    task.workflow.compensable.append([spec.node.id, variables, nested])


def throw(task: Any, activity: str | None, *, is_waiting: bool) -> bool:
    """Compensate one activity, or all of the scope; whether the thrower has to wait.

    Args:
        task: of the throw event.
        activity: `activityRef`, or None.
        is_waiting: `waitForCompletion`.
    """
    run: Run = task.workflow.top_workflow.run
    workflow, entries = _chosen(task.workflow, activity)
    if not entries:
        node = task.task_spec.node
        run.record.note("nothing-to-compensate", node, activity or "")
        return False
    coordinate(run, workflow, entries, thrower=number_of(task) if is_waiting else 0)
    return is_waiting


def coordinate(run: Run, workflow: AnyWorkflow, entries: list[Entry], *, thrower: int) -> None:
    """Run the handlers of entries, the last done first; then let the thrower go on."""
    spec = workflow.spec.task_specs[COORDINATOR]
    coordinator = run.token(workflow, spec, entries=entries, thrower=thrower)
    coordinator._set_state(TaskState.STARTED)
    _next(run, coordinator)


def handled(run: Run, handler: Any) -> None:
    """A handler is done: run the next one."""
    coordinator = run.workflow.find(handler.internal_data["compensates"])
    if coordinator is not None:
        _next(run, coordinator)


def reopen(run: Run, workflow: AnyWorkflow, entries: list[Entry], starter: Any) -> None:
    """Compensate inside a sub-process that is open again.

    Args:
        run: the step.
        workflow: the process inside it, still without tokens.
        entries: of what was done inside.
        starter: spec of its compensation event sub-process, or None.
    """
    if starter is None:
        coordinate(run, workflow, entries, thrower=0)
        return
    workflow.compensable = entries
    run.schedule([run.token(workflow, starter, fired={})])


def _next(run: Run, coordinator: Any) -> None:
    workflow = coordinator.workflow
    entries: list[Entry] = coordinator.internal_data["entries"]
    if entries:
        _start(run, coordinator, entries.pop())
        return
    thrower = run.workflow.find(coordinator.internal_data["thrower"])
    remove(coordinator)
    if thrower is not None:
        thrower.task_spec.compensated(thrower)
    run.check_completed(workflow)


def _start(run: Run, coordinator: Any, entry: Entry) -> None:
    node_id, variables, nested = entry
    workflow = coordinator.workflow
    spec = workflow.spec.task_specs[spec_name(node_id)]
    handler = _handler(spec)
    number = number_of(coordinator)
    if handler is not None:
        task = run.token(workflow, workflow.spec.task_specs[spec_name(handler)], compensates=number)
    else:
        inner = workflow.spec.task_specs.get(f"{spec_name(node_id)}[]", spec)
        task = run.token(workflow, inner, compensates=number, reopened=[variables or {}, nested])
    run.schedule([task])


def _chosen(workflow: AnyWorkflow, activity: str | None) -> tuple[AnyWorkflow, list[Entry]]:
    """Entries to compensate, taken out of where they were kept.

    From inside an event sub-process the entries of the process around it can be reached too.
    """
    current: AnyWorkflow | None = workflow
    while current is not None:
        if activity is None:
            chosen = list(current.compensable)
        else:
            chosen = [entry for entry in current.compensable if entry[0] == activity]
        if chosen:
            current.compensable = [e for e in current.compensable if e not in chosen]
            return current, chosen
        current = _around(current)
    return workflow, []


def _handler(spec: Any) -> str | None:
    found: str | None = next((b.handler for b in spec.boundaries if b.handler), None)
    return found


def _around(workflow: AnyWorkflow) -> AnyWorkflow | None:
    if not isinstance(workflow, InnerWorkflow):
        return None
    host = workflow.host
    node: Node = host.task_spec.node
    around: AnyWorkflow | None = host.workflow if node.is_event_sub_process else None
    return around


def restored(variables: dict[str, Any]) -> dict[str, Any]:
    """Variables of an entry as FEEL values."""
    return {name: from_wire(value) for name, value in variables.items()}

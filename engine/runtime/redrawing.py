# mypy: disable-error-code="no-untyped-call"
"""What a migrated case has to open, arm and look at again, since its drawing is another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.beginning import arm
from engine.runtime.moving import Mover, Place, is_same_scope, source_of
from engine.runtime.nodes import Node
from engine.runtime.run import Run
from engine.runtime.specs.events import EventSpec
from engine.runtime.specs.inner import EventSubProcessSpec
from engine.runtime.specs.work import JobSpec, UserSpec
from engine.runtime.workflow import spec_name


def redraw(run: Run, mover: Mover) -> None:
    """Arm what is new, open again what reads otherwise, and let joins look again."""
    before = {mover.target(node): node for node in mover.old.nodes.values()}
    for workflow in run.workflow.everywhere():
        tasks = workflow.every()
        for task in tasks:
            if task.task_spec.guards and _is_active(task):
                _arm_new_guards(run, task, before)
            _reopen(run, task, mover, before)
        for node_id in workflow.spec.event_sub_processes:
            spec = workflow.spec.task_specs[spec_name(node_id)]
            old = before.get((spec.node.process_id, node_id))
            was_there = old is not None and is_same_scope(mover, old, spec.node)
            if not was_there and not workflow.completed and not _is_interrupted(tasks):
                arm(run, workflow, spec)
        run.schedule([task for task in tasks if _looks_again(task)])


def _is_active(task: Any) -> bool:
    """Whether an activity as a whole is under way, so that its boundary is armed."""
    is_whole = "index" not in task.internal_data
    return is_whole and (task.state != TaskState.WAITING or "waits" in task.internal_data)


def _is_interrupted(tasks: list[Any]) -> bool:
    """Whether an event sub-process has stopped all else in its process."""
    return any(
        isinstance(task.task_spec, EventSubProcessSpec)
        and "armed" not in task.internal_data
        and task.task_spec.start.is_interrupting
        for task in tasks
    )


def _looks_again(task: Any) -> bool:
    """Whether a token waited for other tokens; perhaps the new version awaits fewer of them."""
    internal = task.internal_data
    if task.state != TaskState.WAITING or "waits" in internal or "reset" in internal:
        return False
    task._set_state(TaskState.FUTURE)
    return True


def _arm_new_guards(run: Run, task: Any, before: Mapping[Place, Node]) -> None:
    workflow, numbers = task.workflow, task.internal_data.setdefault("guards", [])
    host = before[task.task_spec.node.process_id, task.task_spec.node.id]
    for boundary in task.task_spec.guards:
        old = before.get((boundary.process_id, boundary.id))
        # One that has fired, or was taken away by hand, is not armed a second time.
        if old is None or old.attached_to != host.id or not old.awaited:
            spec = workflow.spec.task_specs[spec_name(boundary.id)]
            guard = run.token(workflow, spec, host=task.id.int)
            spec.arm(guard)
            numbers.append(guard.id.int)


def _reopen(run: Run, task: Any, mover: Mover, before: Mapping[Place, Node]) -> None:
    spec = task.task_spec
    known = before.get((spec.node.process_id, spec.node.id))
    if known is None:
        return
    is_event = isinstance(spec, EventSpec) and "waits" in task.internal_data
    old, new = (source_of(mover.old, known), spec.source()) if is_event else (known, spec.node)
    if _reads_alike(old, new):
        return
    if is_event:
        spec.disarm(task)
        spec.arm(task)
    elif isinstance(spec, UserSpec | JobSpec) and spec.is_waiting(task.state, task.internal_data):
        spec.open_again(task)


def _reads_alike(old: Node, new: Node) -> bool:
    """Whether two elements open the same thing; where they stand in the drawing does not matter."""
    return _opening(old) == _opening(new)


def _opening(node: Node) -> tuple[Any, ...]:
    slots = (node.candidate_groups, node.assignee, node.due, node.priority, node.job_type)
    texts = tuple(slot.text if slot else None for slot in slots)
    events = tuple(
        (
            event.kind,
            event.name.text if event.name else None,
            event.correlation_key.text if event.correlation_key else None,
            (event.timer.kind, event.timer.slot.text, event.timer.clock) if event.timer else None,
            event.condition.text if event.condition else None,
        )
        for event in node.awaited
    )
    return (
        *(node.id, node.process_id, node.name, node.form_id, texts, events),
        *(dict(node.headers), dict(node.properties)),
    )

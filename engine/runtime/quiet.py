# mypy: disable-error-code="no-untyped-call"
"""What moves only when all else is still: joins that wait for what may come, and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.runtime.run import Run


def look(run: Run) -> bool:
    """Let one join or one conditional event go on; whether something did.

    Source: BPMN 2.0.2, 13.4.3 (inclusive join), 10.5.5 (conditional events).
    """
    return _settle_joins(run) or _check_conditions(run)


def _settle_joins(run: Run) -> bool:
    joins = run.model.joins
    if not joins:
        return False
    # Inner processes that are still rows did not change in this step.
    for workflow in (run.workflow, *run.workflow.subprocesses.values()):
        for name in joins.get(workflow.key, ()):
            if workflow.spec.task_specs[name].settle(workflow):
                return True
    return False


def _check_conditions(run: Run) -> bool:
    if not run.model.has_conditions:
        return False
    for workflow in run.workflow.everywhere():
        for glance in list(workflow.glances()):
            for index, wait in enumerate(glance.internal.get("waits", ())):
                is_armed = glance.state == TaskState.WAITING and wait and wait[0] == "conditional"
                if is_armed and _rises(run, workflow.take(glance.number), index):
                    return True
    return False


def _rises(run: Run, task: Any, index: int) -> bool:
    """Let the event occur if its condition has become true since it was last looked at."""
    spec = task.task_spec
    condition = spec.source().awaited[index].condition
    wait = task.internal_data["waits"][index]
    before, wait[1] = wait[1], run.engine.is_true_in(task, condition, spec.around(task))
    if before or not wait[1]:
        return False
    spec.occur(task, index, {})
    return True

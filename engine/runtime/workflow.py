# mypy: disable-error-code="no-untyped-call"
"""SpiffWorkflow's workflows, kept flat: the root and the tokens that live, nothing that is finished.

Upstream keeps every finished task and predicts the next ones; rounds of a loop then confuse its
joins and its walk stops at depth 1,000 (shared notes, `spiffworkflow.md` §0 and §1.3). Here a
finished task leaves the tree at once, and children hang on the root or on their loop's body.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from uuid import UUID

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.runtime.run import Run

# Below this level SpiffWorkflow collects the whole tree for each state change.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def spec_name(node_id: str) -> str:
    """Name of a node's spec; the sign keeps it apart from SpiffWorkflow's own Start and End."""
    return f"#{node_id}"


class CaseWorkflow(BpmnWorkflow):
    """The root process of one case."""

    def __init__(self, run: Run, spec: Any, scope: int) -> None:
        self.run = run
        self.key: str = spec.name
        self.scope = scope
        specs = run.model.specs
        engine = run.engine
        super().__init__(spec, subprocess_specs=specs, script_engine=engine, deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED)

    def create_subprocess(self, my_task: Any, spec_name: str, scope: int = 0) -> InnerWorkflow:
        """Open a sub-process or called process under an activity's task."""
        spec = self.subprocess_specs[spec_name]
        inner = InnerWorkflow(self, spec, spec_name, my_task.id, scope)
        self.subprocesses[my_task.id] = inner
        return inner

    def find(self, token: UUID) -> Any:
        """The live task under this token, or None."""
        for workflow in (self, *self.subprocesses.values()):
            task = workflow.tasks.get(token)
            if task is not None:
                return task
        return None

    def _task_completed_notify(self, task: Any) -> None:
        self.run.check_completed(self)


class InnerWorkflow(BpmnSubWorkflow):
    """A sub-process, or a process called by a call activity."""

    def __init__(
        self, top: CaseWorkflow, spec: Any, key: str, parent_task_id: UUID, scope: int
    ) -> None:
        self.key = key
        self.scope = scope
        super().__init__(spec, parent_task_id, top, deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED)

    def _task_completed_notify(self, task: Any) -> None:
        self.top_workflow.run.check_completed(self)


AnyWorkflow = CaseWorkflow | InnerWorkflow


def begin(workflow: AnyWorkflow) -> None:
    """Put a token on the workflow's start event."""
    run: Run = workflow.top_workflow.run
    start: Any = workflow.spec.start
    for spec in start.outputs:
        run.schedule([workflow.task_tree._add_child(spec, TaskState.FUTURE)])


def remove(task: Any) -> None:
    """Take a task out of the tree."""
    if task.id in task.workflow.tasks:
        task.workflow._remove_task(task.id)

# mypy: disable-error-code="no-untyped-call"
"""SpiffWorkflow's workflows, kept flat: the root and the tokens that live, nothing that is finished.

Upstream keeps every finished task and predicts the next ones; rounds of a loop then confuse its
joins and its walk stops at depth 1,000 (shared notes, `spiffworkflow.md` §0 and §1.3). Here a
finished task leaves the tree at once, and children hang on the root or on their loop's body.
Tokens of a thawed case stay rows until somebody needs them as tasks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.runtime.run import Run

# Upstream: log-extras-below-level-20
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# Internal data that mark a token as one that does not keep its process alive.
_PASSIVE = ("host", "armed", "reset")


def spec_name(node_id: str) -> str:
    """Name of a node's spec; the sign keeps it apart from SpiffWorkflow's own Start and End."""
    return f"#{node_id}"


def number_of(task: Any) -> int:
    """A task's number, under which the outside knows it."""
    number: int = task.id.int
    return number


def is_passive(internal: Mapping[str, Any]) -> bool:
    """Whether a token only stands by: an armed boundary event or event sub-process."""
    return any(mark in internal for mark in _PASSIVE)


class Glance(NamedTuple):
    """A token as it is seen without making a task of it."""

    number: int
    spec: Any
    state: int
    internal: dict[str, Any]


class FlatWorkflow:
    """What the root process and inner processes share.

    Attributes:
        rows: tokens not yet needed as tasks, by number: `[number, spec, state, parent, data]`.
        compensable: what has been done here and can be compensated, oldest first.
    """

    spec: Any
    tasks: dict[UUID, Any]
    task_tree: Any
    completed: bool
    key: str
    scope: int
    rows: dict[int, list[Any]]
    compensable: list[Any]

    def _keep_flat(self, key: str, scope: int) -> None:
        self.key, self.scope = key, scope
        self.rows, self.compensable = {}, []

    def add(self, spec: Any, number: int, parent: Any = None, state: int = TaskState.FUTURE) -> Any:
        """A new token; `parent` is a loop's body, or None."""
        above = self.task_tree if parent is None else parent
        workflow: Any = self
        return Task(workflow, spec, above, state=state, id=UUID(int=number))

    def take(self, number: int) -> Any:
        """The token as a task, or None."""
        row = self.rows.pop(number, None)
        if row is None:
            return self.tasks.get(UUID(int=number)) if number else None
        _, name, state, parent, internal = row
        above = self.take(parent) if parent else None
        task = self.add(self.spec.task_specs[name], number, above, state)
        task.internal_data = internal
        return task

    def glances(self) -> Iterator[Glance]:
        """Every token, oldest first, without making tasks."""
        seen = [
            Glance(number, self.spec.task_specs[row[1]], row[2], row[4])
            for number, row in self.rows.items()
        ]
        seen += [
            Glance(number_of(task), task.task_spec, task.state, task.internal_data)
            for task in self.tasks.values()
            if task is not self.task_tree
        ]
        yield from sorted(seen, key=lambda glance: glance.number)

    def tokens_at(self, spec: Any) -> list[Any]:
        """Tokens at one spec as tasks, oldest first."""
        numbers = [number for number, row in self.rows.items() if row[1] == spec.name]
        numbers += [number_of(task) for task in self.tasks.values() if task.task_spec is spec]
        return [self.take(number) for number in sorted(numbers)]

    def every(self) -> list[Any]:
        """All tokens as tasks, oldest first."""
        return [self.take(glance.number) for glance in self.glances()]

    def children_of(self, task: Any) -> list[Any]:
        """Instances of a loop's body."""
        number = number_of(task)
        for child in [n for n, row in self.rows.items() if row[3] == number]:
            self.take(child)
        return list(task.children)

    def is_empty(self) -> bool:
        """Whether no token is left that keeps the process alive."""
        root = self.task_tree
        return all(is_passive(row[4]) for row in self.rows.values()) and all(
            task is root or is_passive(task.internal_data) for task in self.tasks.values()
        )


class CaseWorkflow(FlatWorkflow, BpmnWorkflow):
    """The root process of one case.

    Attributes:
        inner_rows: inner processes not yet needed, by the number of their activity's token.
    """

    def __init__(self, run: Run, spec: Any, scope: int) -> None:
        self.run = run
        self._keep_flat(spec.name, scope)
        self.inner_rows: dict[int, list[Any]] = {}
        specs = run.model.specs
        engine = run.engine
        super().__init__(spec, subprocess_specs=specs, script_engine=engine, deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED, id=UUID(int=0))

    def create_subprocess(self, my_task: Any, spec_name: str, scope: int = 0) -> InnerWorkflow:
        """Open a sub-process or called process under an activity's task."""
        spec = self.subprocess_specs[spec_name]
        inner = InnerWorkflow(self, spec, spec_name, my_task.id, scope)
        inner.depth = my_task.workflow.depth + 1
        self.subprocesses[my_task.id] = inner
        return inner

    def inner_of(self, number: int) -> InnerWorkflow | None:
        """The process inside an activity, by the number of the activity's token."""
        row = self.inner_rows.pop(number, None)
        if row is None:
            found: InnerWorkflow | None = self.subprocesses.get(UUID(int=number))
            return found
        _, key, scope, tokens, compensable = row
        inner = self.create_subprocess(self.find(number), key, scope)
        inner.rows = {token[0]: token for token in tokens}
        inner.compensable = compensable
        return inner

    def drop_inner(self, task: Any) -> None:
        """Forget the process inside an activity."""
        self.subprocesses.pop(task.id, None)

    def find(self, number: int) -> Any:
        """The live task under this number, or None."""
        if not number:
            return None
        identity = UUID(int=number)
        for workflow in (self, *self.subprocesses.values()):
            if number in workflow.rows or identity in workflow.tasks:
                return workflow.take(number)
        for parent, row in self.inner_rows.items():
            if any(token[0] == number for token in row[3]):
                inner = self.inner_of(parent)
                return None if inner is None else inner.take(number)
        return None

    def everywhere(self) -> list[AnyWorkflow]:
        """This process and all inner ones."""
        for number in list(self.inner_rows):
            self.inner_of(number)
        return [self, *self.subprocesses.values()]

    def _task_completed_notify(self, task: Any) -> None:
        self.run.check_completed(self)


class InnerWorkflow(FlatWorkflow, BpmnSubWorkflow):
    """A sub-process, or a process called by a call activity."""

    def __init__(
        self, top: CaseWorkflow, spec: Any, key: str, parent_task_id: UUID, scope: int
    ) -> None:
        self._keep_flat(key, scope)
        super().__init__(spec, parent_task_id, top, deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED, id=UUID(int=0))

    @property
    def host(self) -> Any:
        """The activity's task in which this process runs."""
        return self.top_workflow.find(self.parent_task_id.int)

    def _calculate_depth(self) -> int:
        # Upstream walks the whole tree for it; who makes the process knows.
        return 0

    def _task_completed_notify(self, task: Any) -> None:
        self.top_workflow.run.check_completed(self)


AnyWorkflow = CaseWorkflow | InnerWorkflow


# Upstream: depth-1000-lost-work
def remove(task: Any) -> None:
    """Take a task out of the tree."""
    if task.id in task.workflow.tasks:
        task.workflow._remove_task(task.id)

# mypy: disable-error-code="no-untyped-call"
"""One step of one case: moves tokens until all of them wait, and writes down what happened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import to_wire
from engine.runtime.errors import RunFailed
from engine.runtime.nodes import Node
from engine.runtime.record import Record
from engine.runtime.scopes import Scopes
from engine.runtime.script_engine import FeelScriptEngine
from engine.runtime.workflow import AnyWorkflow, CaseWorkflow, remove, spec_name

if TYPE_CHECKING:
    from engine.runtime.model import CompiledModel

# A loop without a wait would turn for ever; no procedure enters so many nodes in one step.
MAX_MOVES = 10_000


class Run:
    """The context that specs see through `task.workflow.top_workflow.run`."""

    def __init__(self, model: CompiledModel, scopes: Scopes, now: datetime) -> None:
        self.model = model
        self.scopes = scopes
        self.now = now
        self.record = Record()
        self.engine = FeelScriptEngine(self)
        self.workflow: CaseWorkflow
        self._stack: list[Any] = []

    def schedule(self, tasks: list[Any]) -> None:
        """Let tokens enter their nodes, the first of them first, each branch to its wait."""
        self._stack.extend(reversed(tasks))

    def settle(self) -> None:
        """Move until every token waits.

        Raises:
            RunFailed: an element failed, the model turns without waiting, or nothing can move on.
        """
        moves = 0
        while self._stack:
            task = self._stack.pop()
            if task.state != TaskState.FUTURE:
                continue
            moves += 1
            if moves > MAX_MOVES:
                raise self.failure("too-many-moves", task.task_spec.node, str(MAX_MOVES))
            task.task_spec._update(task)
            if task.state == TaskState.READY and not task.task_spec.manual:
                task.run()
        self._check_deadlock()

    def scope_of(self, task: Any) -> int:
        """The scope in which a task's expressions are evaluated."""
        own: int | None = task.internal_data.get("scope")
        return self.flow_scope(task) if own is None else own

    def flow_scope(self, task: Any) -> int:
        """The scope around a task: its loop's body, sub-process or process."""
        body = task.task_spec.body_of(task)
        scope: int = task.workflow.scope if body is None else body.internal_data["scope"]
        return scope

    def check_completed(self, workflow: AnyWorkflow) -> None:
        """Close a process in which no token is left, and let its activity go on."""
        if workflow.completed or len(workflow.tasks) > 1:
            return
        workflow.completed = True
        if isinstance(workflow, CaseWorkflow):
            return
        task = self.workflow.find(workflow.parent_task_id)
        del self.workflow.subprocesses[task.id]
        task.task_spec.inner_completed(task, workflow)

    def cancel(self, task: Any) -> None:
        """Take a token away with all that it opened."""
        for child in task.children:
            self.cancel(child)
        inner = self.workflow.subprocesses.pop(task.id, None)
        if inner is not None:
            self.cancel_all(inner)
            self.scopes.close(inner.scope)
        if task.task_spec.is_waiting(task):
            self.record.cancel(str(task.id))
        if "scope" in task.internal_data:
            self.scopes.close(task.internal_data["scope"])
        task.cancel()
        remove(task)

    def cancel_all(self, workflow: AnyWorkflow, spared: Any = None) -> None:
        """Take away all tokens of a process but one."""
        for task in workflow.task_tree.children:
            if task is not spared:
                self.cancel(task)

    def throw(self, task: Any, error_code: str, message: str, *, from_inside: bool) -> None:
        """Find the boundary event that catches an error and put the token there.

        Args:
            task: where the error came up.
            error_code: the BPMN error's code.
            message: for people; boundary mappings see it as `errorMessage`.
            from_inside: the task is an end event, so only what stands around it can catch.

        Raises:
            RunFailed: nothing catches it.
        """
        host = self._host_around(task) if from_inside else task.task_spec.body_of(task) or task
        while host is not None:
            boundary = host.task_spec.catching(error_code)
            if boundary is not None:
                self._interrupt(host, boundary, error_code, message)
                return
            host = self._host_around(host)
        node = task.task_spec.node
        raise self.failure("uncaught-error", node, f"{error_code} {message}".strip())

    def storable(self, value: Any, node: Node) -> Any:
        """A value's wire form.

        Raises:
            RunFailed: the value cannot be kept between steps, such as a function.
        """
        try:
            return to_wire(value)
        except TypeError as error:
            raise self.failure("value-not-storable", node, str(error)) from error

    def failure(self, code: str, node: Node, detail: str) -> RunFailed:
        """An error that names its element."""
        return RunFailed(code, node.process_id, node.id, detail)

    def _host_around(self, task: Any) -> Any:
        if isinstance(task.workflow, CaseWorkflow):
            return None
        parent = self.workflow.find(task.workflow.parent_task_id)
        return parent.task_spec.body_of(parent) or parent

    def _interrupt(self, host: Any, boundary: Node, error_code: str, message: str) -> None:
        workflow = host.workflow
        spec = workflow.spec.task_specs[spec_name(boundary.id)]
        task = workflow.task_tree._add_child(spec, TaskState.FUTURE)
        task.internal_data["error"] = [error_code, message]
        self.cancel(host)
        self.schedule([task])

    def _check_deadlock(self) -> None:
        if self.workflow.completed:
            return
        stuck = None
        for workflow in (self.workflow, *self.workflow.subprocesses.values()):
            for task in workflow.tasks.values():
                if task is workflow.task_tree:
                    continue
                if task.task_spec.is_waiting(task):
                    return
                stuck = task.task_spec.node
        if stuck is not None:
            raise self.failure("deadlock", stuck, "no token can move and nothing is waited for")

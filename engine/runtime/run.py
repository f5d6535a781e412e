# mypy: disable-error-code="no-untyped-call"
"""One step of one case: moves tokens until all of them wait, and writes down what happened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import from_wire, to_wire
from engine.runtime import quiet
from engine.runtime.errors import RunFailed, UnknownToken
from engine.runtime.nodes import Node
from engine.runtime.record import Record
from engine.runtime.scopes import Scopes
from engine.runtime.script_engine import FeelScriptEngine
from engine.runtime.workflow import AnyWorkflow, CaseWorkflow, is_passive, remove

if TYPE_CHECKING:
    from engine.runtime.model import CompiledModel

# A loop without a wait would turn for ever; no procedure enters so many nodes in one step.
MAX_MOVES = 50_000
# Nor does one call itself so deeply.
MAX_DEPTH = 100


class Run:
    """The context that specs see through `task.workflow.top_workflow.run`.

    Attributes:
        next_number: number of the next token; a number is never used twice in a case.
        ended: process and id of the last end event of the case that was reached.
    """

    def __init__(self, model: CompiledModel, scopes: Scopes, now: datetime) -> None:
        self.model = model
        self.scopes = scopes
        self.now = now
        self.record = Record()
        self.engine = FeelScriptEngine(self)
        self.next_number = 1
        self.ended: list[str] | None = None
        self.workflow: CaseWorkflow
        self._stack: list[Any] = []
        self._moves = 0

    def token(self, workflow: AnyWorkflow, spec: Any, parent: Any = None, **internal: Any) -> Any:
        """Make a token that is to enter a node; `parent` is a loop's body."""
        task = workflow.add(spec, self.next_number, parent)
        self.next_number += 1
        task.internal_data.update(internal)
        return task

    def task(self, token: str) -> Any:
        """The live task that the outside knows under this token.

        Raises:
            UnknownToken: nothing stands there.
        """
        number = token.partition(".")[0]
        found = self.workflow.find(int(number)) if number.isdigit() else None
        if found is None:
            raise UnknownToken(token)
        return found

    def schedule(self, tasks: list[Any]) -> None:
        """Let tokens enter their nodes, the first of them first, each branch to its wait."""
        self._stack.extend(reversed(tasks))

    def settle(self) -> None:
        """Move until every token waits.

        Raises:
            RunFailed: an element failed, the model turns without waiting, or nothing can move on.
        """
        self._move()
        while quiet.look(self):
            self._move()
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
        if workflow.completed or not workflow.is_empty():
            return
        host = None if isinstance(workflow, CaseWorkflow) else workflow.host
        if host is not None and not host.task_spec.may_complete(host, workflow):
            return
        workflow.completed = True
        self.cancel_all(workflow)
        if host is not None:
            self.workflow.drop_inner(host)
            host.task_spec.inner_completed(host, workflow)

    def cancel(self, task: Any) -> None:
        """Take a token away with all that it opened."""
        for child in task.task_spec.instances_of(task):
            self.cancel(child)
        inner = self.workflow.inner_of(task.id.int) if task.task_spec.has_inner else None
        if inner is not None:
            self.cancel_all(inner)
            self.workflow.drop_inner(task)
            self.scopes.close(inner.scope)
        task.task_spec.withdraw(task)
        if "scope" in task.internal_data:
            self.scopes.close(task.internal_data["scope"])
        task.cancel()
        remove(task)

    def cancel_all(self, workflow: AnyWorkflow, spared: Any = None) -> None:
        """Take away all tokens of a process but one."""
        for glance in list(workflow.glances()):
            task = workflow.take(glance.number)
            if task is not None and task is not spared and not task.task_spec.body_of(task):
                self.cancel(task)

    def is_alive(self, task: Any) -> bool:
        """Whether a task is still in its tree."""
        return task.id in task.workflow.tasks

    def kept(self, task: Any) -> dict[str, Any]:
        """What the earlier ones of several events brought (`parallelMultiple`)."""
        kept = task.internal_data.pop("kept", {})
        return {name: from_wire(value) for name, value in kept.items()}

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

    def _move(self) -> None:
        while self._stack:
            task = self._stack.pop()
            if task.state != TaskState.FUTURE or not self.is_alive(task):
                continue
            self._moves += 1
            if self._moves > MAX_MOVES:
                raise self.failure("too-many-moves", task.task_spec.node, str(MAX_MOVES))
            task.task_spec._update(task)
            if task.state == TaskState.READY and not task.task_spec.manual:
                task.run()

    def _check_deadlock(self) -> None:
        if self.workflow.completed:
            return
        stuck = None
        for workflow in self.workflow.everywhere() if self._is_suspect() else ():
            for glance in workflow.glances():
                if glance.spec.is_waiting(glance.state, glance.internal):
                    return
                if stuck is None or not is_passive(glance.internal):
                    stuck = glance.spec.node
        if stuck is not None:
            raise self.failure("deadlock", stuck, "no token can move and nothing is waited for")

    def _is_suspect(self) -> bool:
        # The usual answer without thawing anything: some token of the root waits for the outside.
        specs = self.workflow.spec.task_specs
        return not any(
            specs[name].is_waiting(state, internal)
            for _, name, state, _, internal in self.workflow.rows.values()
        ) and not any(
            glance.spec.is_waiting(glance.state, glance.internal)
            for glance in self.workflow.glances()
        )

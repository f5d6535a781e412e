# mypy: disable-error-code="no-untyped-call"
"""Activities with a process inside: embedded sub-process, call activity, multi-instance body."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import from_wire
from engine.runtime.nodes import Loop, Node
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.workflow import AnyWorkflow, begin


class InnerSpec(NodeSpec):
    """Runs `inner_key` of the compiled specs and goes on when no token is left in it."""

    def __init__(self, wf_spec: Any, node: Node, name: str | None = None) -> None:
        super().__init__(wf_spec, node, name)
        self.inner_key = node.called_process or f"{node.process_id}/{node.id}"

    def begin(self, task: Any) -> bool:
        """Start what is inside."""
        scope = self.inner_scope(task)
        top = task.workflow.top_workflow
        task._set_state(TaskState.STARTED)
        begin(top.create_subprocess(task, self.inner_key, scope))
        return False

    def inner_scope(self, task: Any) -> int:
        """The scope of what is inside; a sub-process's own scope."""
        return self.open_scope(task)

    def inner_completed(self, task: Any, workflow: AnyWorkflow) -> None:
        """Called when no token is left inside."""
        self.finish(task, {})
        task.complete()


class CallSpec(InnerSpec):
    """A call activity: another process, with a root scope of its own.

    Source: Camunda 8 docs, «Call activities», «Variable mappings» and «Variable propagation».
    """

    def inner_scope(self, task: Any) -> int:
        """A new root with copies of the parent's variables, or of the input mappings alone."""
        run = run_of(task)
        if self.node.propagate_parent:
            return run.scopes.open(None, run.scopes.visible(run.scope_of(task)))
        has_own = "scope" in task.internal_data
        return run.scopes.open(None, run.scopes.local(run.scope_of(task)) if has_own else {})

    def inner_completed(self, task: Any, workflow: AnyWorkflow) -> None:
        """Bring the called process's variables back as far as the model says."""
        run = run_of(task)
        results = run.scopes.local(workflow.scope)
        run.scopes.close(workflow.scope)
        is_wanted = self.node.propagate_child or self.node.outputs
        self.finish(task, results if is_wanted else {})
        task.complete()


class LoopSpec(NodeSpec):
    """The body of a multi-instance activity; its instances are children of its task.

    Source: Camunda 8 docs, «Multi-instance».
    """

    def __init__(self, wf_spec: Any, node: Node, loop: Loop) -> None:
        super().__init__(wf_spec, node)
        self.loop = loop
        self.instance_spec: NodeSpec

    def _update_hook(self, my_task: Any) -> bool:
        self.enter(my_task)
        run, loop = run_of(my_task), self.loop
        items = run.engine.evaluate(my_task, loop.collection)
        if not isinstance(items, list):
            detail = f"{loop.collection.text} → {items!r}"
            raise run.failure("loop-not-a-list", self.node, detail)
        if not items:
            self._complete(my_task, [])
            return False
        self.open_scope(my_task)
        # Not a variable: what a called process copies back would overwrite the other instances'.
        my_task.internal_data["collected"] = [None] * len(items)
        my_task._set_state(TaskState.STARTED)
        first = items[:1] if loop.is_sequential else items
        my_task.internal_data["rest"] = [
            run.storable(item, self.node) for item in items[len(first) :]
        ]
        instances = [self._spawn(my_task, index, item) for index, item in enumerate(first)]
        run.schedule(instances)
        return False

    def _map_inputs(self, task: Any) -> None:
        """Left to the instances."""

    def instance_completed(self, body: Any, task: Any) -> None:
        """Collect one instance's output; start the next one or leave."""
        run, index = run_of(body), task.internal_data["index"]
        collected = body.internal_data["collected"]
        if self.loop.output_element is not None:
            value = run.engine.evaluate(task, self.loop.output_element)
            collected[index] = run.storable(value, self.node)
        self.close(task)
        rest = body.internal_data["rest"]
        if rest:
            run.schedule([self._spawn(body, index + 1, from_wire(rest.pop(0)))])
        elif not body.children:
            self._complete(body, [from_wire(value) for value in collected])

    def _spawn(self, body: Any, index: int, item: Any) -> Any:
        run, loop = run_of(body), self.loop
        instance = body._add_child(self.instance_spec, TaskState.FUTURE)
        instance.internal_data["index"] = index
        local: dict[str, Any] = {"loopCounter": Decimal(index + 1)}
        # A plain name as output element is a local of the instance, so that results stay in it.
        output = loop.output_element.text[1:].strip() if loop.output_element else ""
        if output.isidentifier():
            local[output] = None
        if loop.element:
            local[loop.element] = item
        run.scopes.set_local(self.instance_spec.open_scope(instance), local)
        return instance

    def _complete(self, body: Any, collected: list[Any]) -> None:
        run = run_of(body)
        if self.loop.output_collection:
            run.scopes.propagate(run.flow_scope(body), {self.loop.output_collection: collected})
        body.complete()

# mypy: disable-error-code="no-untyped-call"
"""What all flow nodes do: enter, map variables in and out, leave by their flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import Flow, Node
from engine.runtime.scopes import assign
from engine.runtime.values import Passage
from engine.runtime.workflow import remove, spec_name

if TYPE_CHECKING:
    from engine.runtime.run import Run


def run_of(task: Any) -> Run:
    """The step that moves this task."""
    run: Run = task.workflow.top_workflow.run
    return run


class NodeSpec(BpmnSpecMixin):
    """A flow node that passes its token on at once; other kinds change what they need."""

    def __init__(self, wf_spec: Any, node: Node, name: str | None = None) -> None:
        super().__init__(wf_spec, name or spec_name(node.id), bpmn_name=node.name, lane=node.lane)
        self.node = node
        self.boundaries: tuple[Node, ...] = ()

    def test(self) -> None:
        """Inputs are checked by the compiler; boundary events rightly have none."""

    def serialize(self, serializer: Any, **kwargs: Any) -> NoReturn:
        """Specs are compiled anew from the model's bytes, never stored."""
        raise TypeError(self.name)

    def body_of(self, task: Any) -> Any:
        """The loop's body if this task is one of its instances."""
        return task.parent if "index" in task.internal_data else None

    def is_waiting(self, task: Any) -> bool:
        """Whether someone outside must act on this very task."""
        return False

    def catching(self, error_code: str) -> Node | None:
        """The boundary event for an error: by its code, else the one that catches all."""
        exact = (node for node in self.boundaries if node.error_code == error_code)
        every = (node for node in self.boundaries if node.error_code is None)
        return next(exact, None) or next(every, None)

    def enter(self, task: Any) -> None:
        """Write the passage and open the local scope of the input mappings."""
        if self.body_of(task) is None:
            run_of(task).record.passed.append(
                Passage(
                    process_id=self.node.process_id,
                    element_id=self.node.id,
                    element_type=self.node.type,
                    name=self.node.name,
                    token=str(task.id),
                    properties=self.node.properties,
                )
            )
        if self.node.inputs:
            self._map_inputs(task)

    def begin(self, task: Any) -> bool:
        """Whether the task is ready now; called after `enter`."""
        return True

    def finish(self, task: Any, variables: Mapping[str, Any]) -> None:
        """Bring results to the scopes around (Camunda 8: with and without output mappings).

        Source: Camunda 8 docs, «Variables», «Output mappings» and «Variable propagation».
        """
        run = run_of(task)
        if not self.node.outputs:
            run.scopes.propagate(run.scope_of(task), variables)
            return
        scope = self.open_scope(task)
        run.scopes.set_local(scope, variables)
        around = run.flow_scope(task)
        results: dict[str, Any] = {}
        for mapping in self.node.outputs:
            name = mapping.target[0]
            if len(mapping.target) > 1 and name not in results:
                results[name] = run.scopes.visible(around).get(name)
            assign(results, mapping.target, run.engine.evaluate(task, mapping.source))
        run.scopes.propagate(around, results)

    def open_scope(self, task: Any) -> int:
        """The task's own scope, opened on first need."""
        run = run_of(task)
        scope: int | None = task.internal_data.get("scope")
        if scope is None:
            scope = run.scopes.open(run.flow_scope(task))
            task.internal_data["scope"] = scope
        return scope

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """The flows by which the token leaves."""
        return self.node.outgoing

    def _map_inputs(self, task: Any) -> None:
        run = run_of(task)
        scope = self.open_scope(task)
        for mapping in self.node.inputs:
            value = run.engine.evaluate(task, mapping.source)
            assign(run.scopes.local(scope), mapping.target, value)

    def _predict_hook(self, my_task: Any) -> None:
        """Nothing is predicted: the tree holds only tokens that are there."""

    def _update_hook(self, my_task: Any) -> bool:
        self.enter(my_task)
        return self.begin(my_task)

    def _run_hook(self, my_task: Any) -> bool | None:
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        body = self.body_of(my_task)
        if body is not None:
            body.task_spec.instance_completed(body, my_task)
            return
        self.close(my_task)
        workflow = my_task.workflow
        arrived = []
        for flow in self.flows(my_task):
            spec = workflow.spec.task_specs[spec_name(flow.target)]
            child = workflow.task_tree._add_child(spec, TaskState.FUTURE)
            spec.arrive(child, flow)
            arrived.append(child)
        run_of(my_task).schedule(arrived)

    def arrive(self, task: Any, flow: Flow) -> None:
        """Called when a token comes over a flow, before it enters."""

    def close(self, task: Any) -> None:
        """Forget a finished task and its scope."""
        if "scope" in task.internal_data:
            run_of(task).scopes.close(task.internal_data["scope"])
        remove(task)

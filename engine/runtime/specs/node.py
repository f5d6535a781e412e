# mypy: disable-error-code="no-untyped-call"
"""What all flow nodes do: enter, map variables in and out, leave by their flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.runtime import compensation, coverage
from engine.runtime.nodes import EventDefinition, Flow, Node
from engine.runtime.scopes import assign
from engine.runtime.values import Passage
from engine.runtime.workflow import number_of, remove, spec_name

if TYPE_CHECKING:
    from engine.runtime.run import Run


def run_of(task: Any) -> Run:
    """The step that moves this task."""
    run: Run = task.workflow.top_workflow.run
    return run


class NodeSpec(BpmnSpecMixin):
    """A flow node that passes its token on at once; other kinds change what they need.

    Attributes:
        boundaries: events that hang on it.
        guards: those of them that wait for something while the node is active.
        is_in_ad_hoc: it stands directly in an ad-hoc sub-process.
        has_inner: a process runs inside it.
    """

    has_inner = False

    def __init__(self, wf_spec: Any, node: Node, name: str | None = None) -> None:
        super().__init__(wf_spec, name or spec_name(node.id), bpmn_name=node.name, lane=node.lane)
        self.node = node
        self.boundaries: tuple[Node, ...] = ()
        self.guards: tuple[Node, ...] = ()
        self.is_in_ad_hoc = False

    def test(self) -> None:
        """Inputs are checked by the compiler; boundary events rightly have none."""

    # Upstream: service-task-not-serialisable
    def serialize(self, serializer: Any, **kwargs: Any) -> NoReturn:
        """Specs are compiled anew from the model's bytes, never stored."""
        raise TypeError(self.name)

    def body_of(self, task: Any) -> Any:
        """The loop's body if this task is one of its instances."""
        return task.parent if "index" in task.internal_data else None

    def instances_of(self, task: Any) -> list[Any]:
        """Instances, if the task is a loop's body."""
        return []

    def is_waiting(self, state: int, internal: Mapping[str, Any]) -> bool:
        """Whether someone outside must act on a token in this state."""
        return False

    def definitions(self, internal: Mapping[str, Any]) -> tuple[EventDefinition, ...]:
        """What a waiting token of this spec waits for; empty for anything but events."""
        return ()

    def catching(self, kind: str, code: str | None) -> Node | None:
        """The boundary event for an error or escalation: by its code, else the one for all."""
        every = None
        for boundary in self.boundaries:
            for event in boundary.events:
                if event.kind == kind and event.code == code:
                    return boundary
                if event.kind == kind and event.code is None:
                    every = boundary
        return every

    def enter(self, task: Any) -> None:
        """Write the passage, open the local scope of the input mappings, arm the boundary."""
        if self.body_of(task) is None and "race" not in task.internal_data:
            self.note(task)
        if self.node.inputs or self.node.data:
            self._map_inputs(task)
        if self.guards and self.body_of(task) is None:
            self._arm_guards(task)

    def note(self, task: Any) -> None:
        """Write down that a token passes here; of a race only the winner does."""
        coverage.element_passed(self.node.process_id, self.node.id)
        run_of(task).record.passed.append(
            Passage(
                process_id=self.node.process_id,
                element_id=self.node.id,
                element_type=self.node.type,
                name=self.node.name,
                token=str(number_of(task)),
                properties=self.node.properties,
            )
        )

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
        # An instance writes to its own scope first: there its output element waits for a value. A round of
        # a loop has none; its results are for the condition, and for who comes after.
        body = self.body_of(task)
        is_instance = body is not None and body.task_spec.loop.kind != "standard"
        around = scope if is_instance else run.flow_scope(task)
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

    # Upstream: implicit-split-refused
    # Upstream: conditional-flow-on-activity-refused
    # Upstream: lone-condition-ignored
    def flows(self, task: Any) -> tuple[Flow, ...]:
        """The flows by which the token leaves: all, or those whose condition is true.

        Source: BPMN 2.0.2, 10.2.1 and 13.3.2 (conditional and default flows of activities).
        """
        outgoing = self.node.outgoing
        if all(flow.condition is None for flow in outgoing) and not self.node.default:
            return outgoing
        return self.chosen(task, outgoing)

    def chosen(self, task: Any, outgoing: tuple[Flow, ...], **locals_: Any) -> tuple[Flow, ...]:
        """Flows without condition and those whose condition is true; else the default one.

        Raises:
            RunFailed: no flow can be taken.
        """
        run, default = run_of(task), self.node.default
        taken = [
            flow
            for flow in outgoing
            if flow.id != default
            and (flow.condition is None or run.engine.is_true(task, flow.condition, locals_))
        ]
        if default and not any(flow.condition for flow in taken):
            taken += [flow for flow in outgoing if flow.id == default]
        if not taken and outgoing:
            tried = "; ".join(flow.condition.text for flow in outgoing if flow.condition)
            raise run.failure("no-flow-taken", self.node, tried)
        return tuple(taken)

    def arrive(self, task: Any, flow: Flow) -> None:
        """Called when a token comes over a flow, before it enters."""

    def leave(self, task: Any) -> None:
        """Send tokens over the flows and forget the task."""
        run, workflow = run_of(task), task.workflow
        flows = self.flows(task)
        self.close(task)
        arrived = []
        for flow in flows:
            coverage.flow_taken(self.node.process_id, flow.id)
            spec = workflow.spec.task_specs[spec_name(flow.target)]
            for _ in range(self.node.completion_quantity):
                child = run.token(workflow, spec)
                spec.arrive(child, flow)
                arrived.append(child)
        run.schedule(arrived)
        if self.is_in_ad_hoc:
            host = workflow.host
            host.task_spec.activity_completed(host, workflow)

    def close(self, task: Any) -> None:
        """Forget a finished task and its scope."""
        if "scope" in task.internal_data:
            run_of(task).scopes.close(task.internal_data["scope"])
        remove(task)

    def withdraw(self, task: Any) -> None:
        """Take back what a task opened, since it is cancelled."""
        if self.is_waiting(task.state, task.internal_data):
            run_of(task).record.cancel(str(number_of(task)))
        self.release(task)

    def release(self, task: Any) -> None:
        """Take the armed boundary events away."""
        run = run_of(task)
        for number in task.internal_data.pop("guards", ()):
            guard = task.workflow.take(number)
            if guard is not None:
                guard.internal_data.pop("host")
                run.cancel(guard)

    def _arm_guards(self, task: Any) -> None:
        run, workflow = run_of(task), task.workflow
        numbers = []
        for boundary in self.guards:
            spec = workflow.spec.task_specs[spec_name(boundary.id)]
            guard = run.token(workflow, spec, host=number_of(task))
            numbers.append(number_of(guard))
            spec.arm(guard)
        task.internal_data["guards"] = numbers

    def _map_inputs(self, task: Any) -> None:
        run = run_of(task)
        scope = self.open_scope(task)
        for name in self.node.data:
            run.scopes.local(scope).setdefault(name, None)
        for mapping in self.node.inputs:
            value = run.engine.evaluate(task, mapping.source)
            assign(run.scopes.local(scope), mapping.target, value)

    def _gathered(self, task: Any) -> bool:
        """Whether as many tokens are here as the activity needs; the others are consumed.

        Source: BPMN 2.0.2, 10.3 (startQuantity).
        """
        task._set_state(TaskState.WAITING)
        here = [t for t in task.workflow.tokens_at(self) if t.state == TaskState.WAITING]
        if len(here) < self.node.start_quantity:
            return False
        for other in [t for t in here if t is not task][: self.node.start_quantity - 1]:
            remove(other)
        return True

    def _predict_hook(self, my_task: Any) -> None:
        """Nothing is predicted: the tree holds only tokens that are there."""

    def _update_hook(self, my_task: Any) -> bool:
        is_first = self.body_of(my_task) is None
        if self.node.start_quantity > 1 and is_first and not self._gathered(my_task):
            return False
        self.enter(my_task)
        return self.begin(my_task)

    def _run_hook(self, my_task: Any) -> bool | None:
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        self.release(my_task)
        body = self.body_of(my_task)
        if compensation.is_handler(my_task):
            self.close(my_task)
            compensation.handled(run_of(my_task), my_task)
            return
        compensation.remember(my_task)
        if body is not None:
            body.task_spec.instance_completed(body, my_task)
        else:
            self.leave(my_task)

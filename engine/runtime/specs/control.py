# mypy: disable-error-code="no-untyped-call"
"""Gateways, ends and boundary events."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import Flow
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.values import EndReached
from engine.runtime.workflow import CaseWorkflow, remove


class ExclusiveSpec(NodeSpec):
    """Takes the first flow whose condition is true, else the default.

    Source: BPMN 2.0.2, 13.4.2.
    """

    def _run_hook(self, my_task: Any) -> bool | None:
        flow = self._choose(my_task)
        my_task.internal_data["flow"] = flow.id
        run_of(my_task).record.take_flow(str(my_task.id), flow.id)
        return True

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """Only the chosen one."""
        return tuple(f for f in self.node.outgoing if f.id == task.internal_data["flow"])

    def _choose(self, task: Any) -> Flow:
        run = run_of(task)
        for flow in self.node.outgoing:
            if flow.id == self.node.default:
                continue
            if flow.condition is None or run.engine.is_true(task, flow.condition):
                return flow
        for flow in self.node.outgoing:
            if flow.id == self.node.default:
                return flow
        tried = "; ".join(f.condition.text for f in self.node.outgoing if f.condition)
        raise run.failure("no-flow-taken", self.node, tried)


class ParallelSpec(NodeSpec):
    """Waits for one token on each incoming flow; tokens in excess stay for the next round.

    Source: BPMN 2.0.2, 13.4.1.
    """

    def arrive(self, task: Any, flow: Flow) -> None:
        """Remember the way the token came."""
        if len(self.node.incoming) > 1:
            task.internal_data["flow"] = flow.id

    def _update_hook(self, my_task: Any) -> bool:
        if len(self.node.incoming) > 1:
            my_task._set_state(TaskState.WAITING)
            partners = self._partners(my_task)
            if partners is None:
                return False
            for partner in partners:
                remove(partner)
        self.enter(my_task)
        return True

    def _partners(self, task: Any) -> list[Any] | None:
        """The oldest waiting token of each other flow, or None while one is missing."""
        waiting = {
            other.internal_data["flow"]: other
            for other in reversed(list(task.workflow.tasks.values()))
            if other.task_spec is self and other.state == TaskState.WAITING
        }
        missing = [f for f in self.node.incoming if f.id not in waiting]
        if missing:
            return None
        own = task.internal_data["flow"]
        return [other for flow, other in waiting.items() if flow != own]


class EndSpec(NodeSpec):
    """None, terminate and error end events."""

    def _run_hook(self, my_task: Any) -> bool | None:
        run = run_of(my_task)
        if self.node.event == "error":
            code = self.node.error_code or ""
            run.throw(my_task, code, self.node.name or "", from_inside=True)
            return None
        if self.node.event == "terminate":
            run.cancel_all(my_task.workflow, spared=my_task)
        if isinstance(my_task.workflow, CaseWorkflow):
            run.record.end = EndReached(
                process_id=self.node.process_id,
                element_id=self.node.id,
                name=self.node.name,
                properties=self.node.properties,
            )
        return True


class BoundarySpec(NodeSpec):
    """An error boundary event that has caught; its mappings see `errorCode` and `errorMessage`."""

    def _run_hook(self, my_task: Any) -> bool | None:
        code, message = my_task.internal_data.pop("error")
        if self.node.outputs:
            self.finish(my_task, {"errorCode": code, "errorMessage": message})
        return True

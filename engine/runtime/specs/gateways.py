# mypy: disable-error-code="no-untyped-call"
"""Gateways: exclusive, parallel, inclusive, complex and event-based.

Source: BPMN 2.0.2, 10.6 and 13.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.nodes import Flow
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.workflow import AnyWorkflow, is_passive, number_of, remove, spec_name


class ExclusiveSpec(NodeSpec):
    """Takes the first flow whose condition is true, else the default.

    Source: BPMN 2.0.2, 13.4.2.
    """

    def _run_hook(self, my_task: Any) -> bool | None:
        flow = self._choose(my_task)
        my_task.internal_data["flow"] = flow.id if flow else ""
        if flow:
            run_of(my_task).record.take_flow(flow.id)
        return True

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """Only the chosen one."""
        return tuple(f for f in self.node.outgoing if f.id == task.internal_data["flow"])

    def _choose(self, task: Any) -> Flow | None:
        run = run_of(task)
        for flow in self.node.outgoing:
            if flow.id == self.node.default:
                continue
            if flow.condition is None or run.engine.is_true(task, flow.condition):
                return flow
        for flow in self.node.outgoing:
            if flow.id == self.node.default:
                return flow
        if not self.node.outgoing:
            return None
        tried = "; ".join(f.condition.text for f in self.node.outgoing if f.condition)
        raise run.failure("no-flow-taken", self.node, tried)


class JoinSpec(NodeSpec):
    """What gateways with several incoming flows share: tokens wait with the way they came."""

    @property
    def is_join(self) -> bool:
        """Whether tokens have to wait for each other."""
        return len(self.node.incoming) > 1

    def arrive(self, task: Any, flow: Flow) -> None:
        """Remember the way the token came."""
        if self.is_join:
            task.internal_data["flow"] = flow.id

    def waiting(self, workflow: AnyWorkflow) -> list[Any]:
        """Tokens that wait here, oldest first."""
        return [
            task
            for task in workflow.tokens_at(self)
            if task.state == TaskState.WAITING and "reset" not in task.internal_data
        ]

    def go_on(self, task: Any) -> None:
        """Let a token that waited here pass the gateway."""
        self.enter(task)
        task._ready()
        task.run()

    def oldest_by_flow(self, tasks: list[Any]) -> dict[str, Any]:
        """The oldest token of each incoming flow; `tasks` are ordered by age."""
        found: dict[str, Any] = {}
        for task in tasks:
            found.setdefault(task.internal_data.get("flow", ""), task)
        return found


# Upstream: early-parallel-join
class ParallelSpec(JoinSpec):
    """Waits for one token on each incoming flow; tokens in excess stay for the next round.

    Source: BPMN 2.0.2, 13.4.1.
    """

    # Upstream: join-recursion-in-loop
    def _update_hook(self, my_task: Any) -> bool:
        if self.is_join and "flow" in my_task.internal_data:
            my_task._set_state(TaskState.WAITING)
            partners = self.oldest_by_flow(self.waiting(my_task.workflow))
            if any(flow.id not in partners for flow in self.node.incoming):
                return False
            for partner in partners.values():
                if partner is not my_task:
                    remove(partner)
        self.enter(my_task)
        return True


class ReachingSpec(JoinSpec):
    """A join that waits for what can still come.

    Attributes:
        reach: for each incoming flow the nodes from which a token can get there without passing
            this gateway.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reach: Mapping[str, frozenset[str]] = {}

    def upstream(self, workflow: AnyWorkflow) -> list[str]:
        """Nodes on which other live tokens stand; a race's token stands at its gateway."""
        return [
            glance.spec.node.incoming[0].source
            if "race" in glance.internal
            else glance.spec.node.id
            for glance in workflow.glances()
            if glance.spec is not self and not is_passive(glance.internal)
        ]

    def may_come(self, nodes: list[str], flows: set[str], besides: set[str]) -> bool:
        """Whether a token can get to one of `flows`, and not to one of `besides`."""
        return any(
            any(node in self.reach[flow] for flow in flows)
            and not any(node in self.reach[flow] for flow in besides)
            for node in nodes
        )


# Upstream: early-inclusive-join
class InclusiveSpec(ReachingSpec):
    """Splits over every true flow; joins when no token can come any more by an empty flow.

    Source: BPMN 2.0.2, 13.4.3.
    """

    def _update_hook(self, my_task: Any) -> bool:
        if self.is_join and "flow" in my_task.internal_data:
            my_task._set_state(TaskState.WAITING)
            return False
        self.enter(my_task)
        return True

    def settle(self, workflow: AnyWorkflow) -> bool:
        """Join if it is time, now that all tokens wait; whether it did."""
        here = self.oldest_by_flow(self.waiting(workflow))
        if not here:
            return False
        empty = {flow.id for flow in self.node.incoming} - here.keys()
        if empty and self.may_come(self.upstream(workflow), empty, set(here)):
            return False
        first, *others = here.values()
        for other in others:
            remove(other)
        self.go_on(first)
        return True

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """Every flow whose condition is true, else the default one."""
        return self.chosen(task, self.node.outgoing)


# Upstream: complex-gateway-refused
class ComplexSpec(ReachingSpec):
    """Goes on when its activation condition is true; what comes late is absorbed until it resets.

    Its conditions see `activationCount` and `waitingForStart`. On reset only flows with a condition
    get a token, since the others had theirs when it started.

    Source: BPMN 2.0.2, 13.4.5.
    """

    def _update_hook(self, my_task: Any) -> bool:
        if not self.is_join or "flow" not in my_task.internal_data:
            self.enter(my_task)
            return True
        my_task._set_state(TaskState.WAITING)
        if not self._absorb(my_task):
            self._activate(my_task)
        return False

    def settle(self, workflow: AnyWorkflow) -> bool:
        """Reset if nothing that is awaited can come any more; whether it did."""
        resetting = self._resetting(workflow)
        if resetting is None:
            return False
        awaited = set(resetting.internal_data["reset"])
        if awaited and self.may_come(self.upstream(workflow), awaited, set()):
            return False
        resetting.internal_data.pop("reset")
        resetting.internal_data["start"] = False
        resetting._ready()
        resetting.run()
        for task in self.waiting(workflow):
            self._activate(task)
        return True

    def flows(self, task: Any) -> tuple[Flow, ...]:
        """Flows whose condition is true; those without one only when it starts."""
        is_start = task.internal_data.get("start", True)
        count = Decimal(task.internal_data.get("count", 1))
        outgoing = self.node.outgoing
        if not is_start:
            run = run_of(task)
            seen = {"waitingForStart": False, "activationCount": count}
            return tuple(
                flow
                for flow in outgoing
                if flow.condition
                and flow.id != self.node.default
                and run.engine.is_true(task, flow.condition, seen)
            )
        return self.chosen(task, outgoing, waitingForStart=True, activationCount=count)

    def _resetting(self, workflow: AnyWorkflow) -> Any:
        found = (t for t in workflow.tokens_at(self) if "reset" in t.internal_data)
        return next(found, None)

    def _absorb(self, task: Any) -> bool:
        resetting = self._resetting(task.workflow)
        if resetting is None:
            return False
        awaited = resetting.internal_data["reset"]
        flow = task.internal_data["flow"]
        if flow in awaited:
            awaited.remove(flow)
            remove(task)
        return True

    def _activate(self, task: Any) -> None:
        run, workflow = run_of(task), task.workflow
        waiting = self.waiting(workflow)
        if not waiting or self._resetting(workflow) is not None:
            return
        seen = {"activationCount": Decimal(len(waiting)), "waitingForStart": True}
        if self.node.activation and not run.engine.is_true(task, self.node.activation, seen):
            return
        here = self.oldest_by_flow(waiting)
        first, *others = here.values()
        for other in others:
            remove(other)
        awaited = [flow.id for flow in self.node.incoming if flow.id not in here]
        first.internal_data["count"] = len(waiting)
        if awaited:
            keeper = run.token(workflow, self, reset=awaited)
            keeper._set_state(TaskState.WAITING)
        self.go_on(first)


class EventGatewaySpec(NodeSpec):
    """Arms the events behind it; the first that occurs takes the others away.

    Source: BPMN 2.0.2, 13.4.4.
    """

    def leave(self, task: Any) -> None:
        """Let a token wait at each event, as one race."""
        run, workflow, number = run_of(task), task.workflow, number_of(task)
        targets = self.targets(workflow)
        run.schedule([run.token(workflow, target, race=number) for target in targets])
        self.close(task)

    def targets(self, workflow: AnyWorkflow) -> list[Any]:
        """Specs of the events behind it."""
        specs = workflow.spec.task_specs
        return [specs[spec_name(flow.target)] for flow in self.node.outgoing]

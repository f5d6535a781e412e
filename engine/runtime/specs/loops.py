# mypy: disable-error-code="no-untyped-call"
"""Repeated activities: multi-instance and standard loop.

The body is a token that stands for the activity as a whole; its instances are children of it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.feel.wire import from_wire
from engine.runtime.catching import throw_to_boundary
from engine.runtime.nodes import Loop, Node
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.workflow import number_of


class LoopSpec(NodeSpec):
    """What both kinds share: a body with a scope, and instances.

    Attributes:
        instance_spec: of what is repeated.
    """

    def __init__(self, wf_spec: Any, node: Node, loop: Loop) -> None:
        super().__init__(wf_spec, node)
        self.loop = loop
        self.instance_spec: NodeSpec

    def instances_of(self, task: Any) -> list[Any]:
        """All instances that live."""
        found: list[Any] = task.workflow.children_of(task)
        return found

    def withdraw(self, task: Any) -> None:
        """The instances take back what they opened."""
        self.release(task)

    def begin(self, task: Any) -> bool:
        """Start the first instances."""
        self.open_scope(task)
        task._set_state(TaskState.STARTED)
        self.begin_loop(task)
        return False

    def begin_loop(self, task: Any) -> None:
        """Start the first instances of this kind of loop."""
        raise NotImplementedError

    def instance_completed(self, body: Any, task: Any) -> None:
        """An instance is done; start the next one or leave."""
        raise NotImplementedError

    def instance_cancelled(self, body: Any) -> None:
        """The only instance was taken away by hand: the activity is done."""
        body.complete()

    def spawn(self, body: Any, index: int, **locals_: Any) -> Any:
        """One more instance with its own scope."""
        run = run_of(body)
        instance = run.token(body.workflow, self.instance_spec, body, index=index)
        local = {"loopCounter": Decimal(index + 1), **locals_}
        run.scopes.set_local(self.instance_spec.open_scope(instance), local)
        return instance

    def _map_inputs(self, task: Any) -> None:
        """Left to the instances."""


class StandardLoopSpec(LoopSpec):
    """Repeats while its condition is true, at most `loopMaximum` times.

    Source: BPMN 2.0.2, 10.3.8 and 13.3.6 (standardLoopCharacteristics).
    """

    def begin_loop(self, task: Any) -> None:
        """Start the first round, unless the condition is asked before and is false."""
        if self.loop.is_tested_before and not self._goes_on(task, 0):
            task.complete()
        else:
            run_of(task).schedule([self.spawn(task, 0)])

    def instance_completed(self, body: Any, task: Any) -> None:
        """One more round, or leave."""
        done = task.internal_data["index"] + 1
        self.close(task)
        if self._goes_on(body, done):
            run_of(body).schedule([self.spawn(body, done)])
        else:
            body.complete()

    def _goes_on(self, body: Any, done: int) -> bool:
        run, loop = run_of(body), self.loop
        if loop.maximum is not None and done >= _count(run, body, self.node, loop.maximum):
            return False
        if loop.condition is None:
            return True
        return run.engine.is_true(body, loop.condition, {"loopCounter": Decimal(done)})


# Upstream: multi-instance-rewrites-shared-spec
class MultiInstanceSpec(LoopSpec):
    """One instance for each item of a collection, or as many as a number says.

    Source: BPMN 2.0.2, 10.3.8 and 13.3.7; Camunda 8 docs, «Multi-instance».
    """

    def begin_loop(self, task: Any) -> None:
        """Start all instances, or the first of a sequence."""
        run = run_of(task)
        items = self._items(task)
        # Not a variable: what a called process copies back would overwrite the other instances'.
        task.internal_data["collected"] = [None] * len(items)
        task.internal_data["done"] = 0
        if not items:
            self._complete(task)
            return
        first = items[:1] if self.loop.kind == "sequential" else items
        task.internal_data["open"] = len(first)
        task.internal_data["rest"] = [run.storable(item, self.node) for item in items[len(first) :]]
        run.schedule([self._instance(task, index, item) for index, item in enumerate(first)])

    def instance_completed(self, body: Any, task: Any) -> None:
        """Collect one instance's output; start the next one or leave."""
        run, index, kept = run_of(body), task.internal_data["index"], body.internal_data
        if self.loop.output_element is not None:
            value = run.engine.evaluate(task, self.loop.output_element)
            kept["collected"][index] = run.storable(value, self.node)
        kept["done"] += 1
        kept["open"] -= 1
        is_enough = self._is_complete(body, task)
        self.close(task)
        if self._behave(body) or is_enough:
            self._stop(body)
        elif kept["rest"]:
            kept["open"] += 1
            item = from_wire(kept["rest"].pop(0))
            run.schedule([self._instance(body, index + 1, item)])
        elif not kept["open"]:
            self._complete(body)

    def instance_cancelled(self, body: Any) -> None:
        """An instance was taken away by hand; its place in the collection stays null."""
        kept = body.internal_data
        kept["open"] -= 1
        if kept["rest"] and self.loop.kind == "sequential":
            kept["open"] += 1
            index = len(kept["collected"]) - len(kept["rest"])
            run_of(body).schedule([self._instance(body, index, from_wire(kept["rest"].pop(0)))])
        elif not kept["open"]:
            self._complete(body)

    # Upstream: python-eval-in-loops
    def _items(self, task: Any) -> list[Any]:
        run, loop = run_of(task), self.loop
        if loop.collection is None:
            assert loop.cardinality is not None  # noqa: S101 — the compiler refuses a loop without
            return list(map(Decimal, range(_count(run, task, self.node, loop.cardinality))))
        items = run.engine.evaluate(task, loop.collection)
        if not isinstance(items, list):
            detail = f"{loop.collection.text} → {items!r}"
            raise run.failure("loop-not-a-list", self.node, detail)
        return items

    def _is_complete(self, body: Any, task: Any) -> bool:
        """The completion condition; it sees the instance's variables and BPMN's own counts."""
        condition = self.loop.completion
        if condition is None:
            return False
        kept = body.internal_data
        counts = {
            "numberOfInstances": len(kept["collected"]),
            "numberOfActiveInstances": kept["open"],
            "numberOfCompletedInstances": kept["done"],
            "numberOfTerminatedInstances": 0,
        }
        seen = {name: Decimal(count) for name, count in counts.items()}
        return run_of(body).engine.is_true(task, condition, seen)

    def _behave(self, body: Any) -> bool:
        """Throw what the loop's behaviour says; whether that ends the activity."""
        run, loop, is_over = run_of(body), self.loop, False
        for behaviour in loop.behaviours:
            if loop.behaviour == "one" and body.internal_data["done"] > 1:
                continue
            if loop.behaviour == "complex" and not self._holds(body, behaviour.condition):
                continue
            is_over = is_over or loop.behaviour == "complex"
            if behaviour.event is not None:
                throw_to_boundary(run, body, behaviour.event)
        return is_over

    def _holds(self, body: Any, condition: Any) -> bool:
        seen = {"numberOfCompletedInstances": Decimal(body.internal_data["done"])}
        return condition is None or run_of(body).engine.is_true(body, condition, seen)

    def _stop(self, body: Any) -> None:
        run = run_of(body)
        for instance in self.instances_of(body):
            run.cancel(instance)
        self._complete(body)

    # Upstream: multi-instance-leaks-item
    # Upstream: sequential-multi-instance-collection
    def _instance(self, body: Any, index: int, item: Any) -> Any:
        loop = self.loop
        local: dict[str, Any] = {}
        # A plain name as output element is a local of the instance, so that results stay in it.
        output = loop.output_element.text[1:].strip() if loop.output_element else ""
        if output.isidentifier():
            local[output] = None
        if loop.element:
            local[loop.element] = item
        return self.spawn(body, index, **local)

    def _complete(self, body: Any) -> None:
        run = run_of(body)
        collected = [from_wire(value) for value in body.internal_data.pop("collected")]
        if self.loop.output_collection:
            run.scopes.propagate(run.flow_scope(body), {self.loop.output_collection: collected})
        body.complete()


def _count(run: Any, task: Any, node: Node, slot: Any) -> int:
    value = run.engine.evaluate(task, slot)
    if isinstance(value, str) and value.strip().isdigit():
        return int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value() and value >= 0:
        return int(value)
    raise run.failure(
        "wrong-type", node, f"{slot.name}: {slot.text} → {value!r} ({number_of(task)})"
    )

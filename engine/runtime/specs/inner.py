# mypy: disable-error-code="no-untyped-call"
"""Activities with a process inside: sub-process, transaction, call activity, event sub-process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime import compensation
from engine.runtime.beginning import begin, open_process
from engine.runtime.nodes import EventDefinition, Node
from engine.runtime.run import MAX_DEPTH
from engine.runtime.specs.events import EventSpec
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.workflow import AnyWorkflow, spec_name


class InnerSpec(NodeSpec):
    """Runs `inner_key` of the compiled specs and goes on when no token is left in it."""

    has_inner = True

    def __init__(self, wf_spec: Any, node: Node, name: str | None = None) -> None:
        super().__init__(wf_spec, node, name)
        self.inner_key = node.called_process or f"{node.process_id}/{node.id}"

    def begin(self, task: Any) -> bool:
        """Start what is inside, or undo what it did."""
        scope = self.inner_scope(task)
        task._set_state(TaskState.STARTED)
        inner = task.workflow.top_workflow.create_subprocess(task, self.inner_key, scope)
        if inner.depth > MAX_DEPTH:
            raise run_of(task).failure("too-deep", self.node, str(MAX_DEPTH))
        reopened = task.internal_data.pop("reopened", None)
        if reopened is None:
            self.begin_inner(task, inner)
        else:
            variables, entries = reopened
            run_of(task).scopes.set_local(scope, compensation.restored(variables))
            self._undo(task, inner, entries)
        return False

    def begin_inner(self, task: Any, inner: AnyWorkflow) -> None:
        """Put the first tokens inside."""
        begin(run_of(task), inner)

    def inner_scope(self, task: Any) -> int:
        """The scope of what is inside; a sub-process's own scope."""
        return self.open_scope(task)

    def may_complete(self, task: Any, workflow: AnyWorkflow) -> bool:
        """Whether the activity is over when no token is left inside."""
        return True

    def inner_completed(self, task: Any, workflow: AnyWorkflow) -> None:
        """Called when no token is left inside."""
        self.keep_compensable(task, workflow)
        self.finish(task, {})
        task.complete()

    def keep_compensable(self, task: Any, workflow: AnyWorkflow) -> None:
        """Keep what was done inside, with the data as it was (BPMN 2.0.2, 13.5.5)."""
        handles = workflow.spec.compensation_sub_process is not None
        if workflow.compensable or handles:
            task.internal_data["compensable"] = workflow.compensable or [None]
            local = run_of(task).scopes.local(workflow.scope)
            task.internal_data["snapshot"] = local.freeze()

    def _undo(self, task: Any, inner: AnyWorkflow, entries: list[Any]) -> None:
        handler = inner.spec.compensation_sub_process
        starter = inner.spec.task_specs[spec_name(handler)] if handler else None
        known = [entry for entry in entries if entry]
        compensation.reopen(run_of(task), inner, known, starter)


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
        results = dict(run.scopes.local(workflow.scope))
        run.scopes.close(workflow.scope)
        is_wanted = self.node.propagate_child or self.node.outputs
        self.finish(task, results if is_wanted else {})
        task.complete()


# Upstream: event-sub-process-does-not-interrupt
class EventSubProcessSpec(EventSpec, InnerSpec):
    """Armed as long as the process around it runs; started by its own start event.

    Attributes:
        start: the start event inside it.

    Source: BPMN 2.0.2, 10.3.3 and 13.5.4.
    """

    start: Node

    def source(self) -> Node:
        """Its start event says what it waits for."""
        return self.start

    def definitions(self, internal: Mapping[str, Any]) -> tuple[EventDefinition, ...]:
        """Definitions while it is armed."""
        return self.start.awaited if "armed" in internal else ()

    def fire(self, task: Any, index: int, wait: list[Any], variables: Mapping[str, Any]) -> None:
        """Start it; what is around it stops, or it waits for the next time."""
        kept = run_of(task).kept(task)
        if not self.start.is_interrupting and not self.wait_again(task, index, wait):
            run_of(task).cancel(task)
        self.fire_from(task, kept | dict(variables))

    def fire_from(self, task: Any, variables: Mapping[str, Any]) -> None:
        """Start it from its armed token."""
        run, workflow = run_of(task), task.workflow
        token = run.token(workflow, self, fired=dict(variables))
        if self.start.is_interrupting:
            run.cancel_all(workflow, spared=token)
        run.schedule([token])

    def begin_inner(self, task: Any, inner: AnyWorkflow) -> None:
        """Put the token on the start event, with what it brought."""
        run = run_of(task)
        open_process(run, inner)
        fired = task.internal_data.pop("fired", {})
        spec = inner.spec.task_specs[spec_name(self.start.id)]
        run.schedule([run.token(inner, spec, fired=fired)])

    def withdraw(self, task: Any) -> None:
        """Take back what it waits for, or what runs in it."""
        self.disarm(task)
        self.release(task)


class StartSpec(NodeSpec):
    """A start event; what started it becomes variables by its output mappings."""

    def _run_hook(self, my_task: Any) -> bool | None:
        variables = my_task.internal_data.pop("fired", {})
        if (
            variables and (self.node.outputs or self.node.event not in ("error", "escalation"))
        ) or self.node.outputs:
            self.finish(my_task, variables)
        return True


# Upstream: ad-hoc-without-condition
# Upstream: ad-hoc-with-condition
class AdHocSpec(InnerSpec):
    """A sub-process whose activities no flow orders: all of them, some, or what people start.

    Source: BPMN 2.0.2, 10.3.6 and 13.3.5; Camunda 8 docs, «Ad-hoc sub-process».
    """

    def begin_inner(self, task: Any, inner: AnyWorkflow) -> None:
        """Start the active activities: at once, or one after the other."""
        run = run_of(task)
        open_process(run, inner)
        task.internal_data["queue"] = self._active(task, inner)
        self._start_next(task, inner)
        run.check_completed(inner)

    def is_waiting(self, state: int, internal: Mapping[str, Any]) -> bool:
        """People may start an activity as long as it is open."""
        return state == TaskState.STARTED and not internal.get("closing")

    def withdraw(self, task: Any) -> None:
        """Nothing outside waits for it by name."""
        self.release(task)

    def activate(self, task: Any, element_id: str, variables: Mapping[str, Any]) -> None:
        """Somebody starts an activity; in a sequential one it waits for its turn.

        Raises:
            RunFailed: no such activity can be started.
        """
        run = run_of(task)
        inner = run.workflow.inner_of(task.id.int)
        if inner is None or element_id not in inner.spec.first_nodes:
            raise run.failure("not-in-ad-hoc", self.node, element_id)
        run.scopes.propagate(inner.scope, variables)
        task.internal_data["queue"].append(element_id)
        self._start_next(task, inner)

    def activity_completed(self, task: Any, workflow: AnyWorkflow) -> None:
        """An activity inside is done: look at the completion condition, start the next one."""
        run, ad_hoc = run_of(task), self._ad_hoc
        if ad_hoc.completion and run.engine.is_true_in(task, ad_hoc.completion, workflow.scope):
            task.internal_data["closing"] = True
            task.internal_data["queue"] = []
            if ad_hoc.cancels_remaining:
                run.cancel_all(workflow)
        else:
            self._start_next(task, workflow)

    def may_complete(self, task: Any, workflow: AnyWorkflow) -> bool:
        """It is over when its condition was true, or, without one, when nothing is left."""
        return bool(task.internal_data.get("closing")) or self._ad_hoc.completion is None

    @property
    def _ad_hoc(self) -> Any:
        return self.node.ad_hoc

    def _active(self, task: Any, inner: AnyWorkflow) -> list[str]:
        run, slot = run_of(task), self._ad_hoc.active
        startable = list(inner.spec.first_nodes)
        if slot is None:
            return startable
        chosen = run.engine.evaluate(task, slot)
        if not isinstance(chosen, list) or any(name not in startable for name in chosen):
            raise run.failure("not-in-ad-hoc", self.node, f"{slot.text} → {chosen!r}")
        return chosen

    def _start_next(self, task: Any, workflow: AnyWorkflow) -> None:
        run, queue = run_of(task), task.internal_data["queue"]
        if self._ad_hoc.is_sequential:
            if not workflow.is_empty():
                return
            chosen, task.internal_data["queue"] = queue[:1], queue[1:]
        else:
            chosen, task.internal_data["queue"] = queue, []
        specs = workflow.spec.task_specs
        run.schedule([run.token(workflow, specs[spec_name(node_id)]) for node_id in chosen])

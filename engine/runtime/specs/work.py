# mypy: disable-error-code="no-untyped-call"
"""Tasks: what waits for people, workers and messages, and what is decided at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine import dmn, feel
from engine.feel.checking import problem_sentence
from engine.feel.values import DayTimeDuration, YearMonthDuration
from engine.runtime import coverage
from engine.runtime.errors import RunFailed
from engine.runtime.nodes import Slot
from engine.runtime.script_engine import NULL_PROBLEMS
from engine.runtime.specs.node import NodeSpec, run_of
from engine.runtime.specs.throwing import EndSpec
from engine.runtime.values import DecisionMade, OpenedItem, OpenedJob
from engine.runtime.workflow import number_of

_DEFAULT_RETRIES = 3
_AFTER = feel.compile_expression("now() + duration")


class WaitingSpec(NodeSpec):
    """Waits for someone outside; `waiting_state` tells SpiffWorkflow how."""

    waiting_state = TaskState.READY

    def is_waiting(self, state: int, internal: Mapping[str, Any]) -> bool:
        """Whether the token has arrived and is not finished."""
        return state == self.waiting_state

    def slot_value(self, task: Any, slot: Slot | None) -> Any:
        """Value of an optional attribute."""
        return None if slot is None else run_of(task).engine.evaluate(task, slot)

    def text(self, task: Any, slot: Slot | None) -> str | None:
        """Value of an attribute that must be a text or null."""
        value = self.slot_value(task, slot)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong_type(task, slot, value)

    def number(self, task: Any, slot: Slot | None) -> int | None:
        """Value of an attribute that must be a whole number or null."""
        value = self.slot_value(task, slot)
        if isinstance(value, str) and value.isdigit():
            return int(value)
        is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
        if value is None or is_whole:
            return None if value is None else int(value)
        raise self.wrong_type(task, slot, value)

    def wrong_type(self, task: Any, slot: Slot | None, value: Any) -> RunFailed:
        """The error for a value of another type than the attribute has."""
        detail = f"{slot.name if slot else ''}: {slot.text if slot else ''} → {value!r}"
        return run_of(task).failure("wrong-type", self.node, detail)

    def common(self, task: Any) -> dict[str, Any]:
        """What items, jobs and subscriptions share."""
        run = run_of(task)
        return {
            "token": str(number_of(task)),
            "process_id": self.node.process_id,
            "element_id": self.node.id,
            "variables": run.scopes.visible(run.scope_of(task)),
        }


class UserSpec(WaitingSpec):
    """A user task: a work item until a person completes it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.manual = True

    def begin(self, task: Any) -> bool:
        """Open the work item; SpiffWorkflow leaves a manual task READY."""
        node = self.node
        item = OpenedItem(
            **self.common(task),
            name=node.name,
            lane=node.lane,
            form_id=node.form_id,
            candidate_groups=self._groups(task),
            assignee=self.text(task, node.assignee),
            due=self._due(task),
            priority=self.number(task, node.priority),
            headers=node.headers,
            properties=node.properties,
        )
        run_of(task).record.items[item.token] = item
        return True

    def open_again(self, task: Any) -> None:
        """Report the open item as the model draws it now."""
        self.begin(task)

    def _groups(self, task: Any) -> tuple[str, ...]:
        value = self.slot_value(task, self.node.candidate_groups)
        if value is None:
            return ()
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self.wrong_type(task, self.node.candidate_groups, value)
        return tuple(name.strip() for name in names if name.strip())

    def _due(self, task: Any) -> Any:
        value = self.slot_value(task, self.node.due)
        if isinstance(value, DayTimeDuration | YearMonthDuration):
            run = run_of(task)
            return _AFTER.evaluate({"duration": value}, now=run.now).value
        if value is None or isinstance(value, date | str):
            return value
        raise self.wrong_type(task, self.node.due, value)


class JobSpec(WaitingSpec):
    """A task or throwing event with a task definition: a job until a worker answers."""

    waiting_state = TaskState.STARTED

    def _run_hook(self, my_task: Any) -> bool | None:
        node = self.node
        kind = self.text(my_task, node.job_type)
        if not kind:
            raise self.wrong_type(my_task, node.job_type, kind)
        retries = self.number(my_task, node.retries)
        job = OpenedJob(
            **self.common(my_task),
            name=node.name,
            type=kind,
            retries=_DEFAULT_RETRIES if retries is None else retries,
            headers=node.headers,
            properties=node.properties,
        )
        run_of(my_task).record.jobs[job.token] = job
        return None

    def open_again(self, task: Any) -> None:
        """Report the open job as the model draws it now."""
        self._run_hook(task)


class JobEndSpec(JobSpec, EndSpec):
    """An end event that a worker carries out, such as sending a message."""

    def finish(self, task: Any, variables: Mapping[str, Any]) -> None:
        """Bring the result home and note the end."""
        super().finish(task, variables)
        self.pass_on(task)


class ScriptSpec(NodeSpec):
    """A FEEL script: into `resultVariable`, or BPMN's own script that gives a context of variables."""

    def _run_hook(self, my_task: Any) -> bool | None:
        run, script = run_of(my_task), self.node.script
        value = run.engine.evaluate(my_task, script) if script else None
        if self.node.result_variable:
            self.finish(my_task, {self.node.result_variable: value})
        elif isinstance(value, dict):
            self.finish(my_task, value)
        elif value is not None:
            detail = f"{script and script.text} → {value!r}"
            raise run.failure("script-not-a-context", self.node, detail)
        return True


class DecisionSpec(NodeSpec):
    """A business rule task: a decision of the folder's DMN files."""

    def _run_hook(self, my_task: Any) -> bool | None:
        value = self._decide(my_task)
        self.finish(my_task, {str(self.node.result_variable): value})
        return True

    # Upstream: python-in-decision-cells
    # Upstream: unique-policy-unchecked
    # Upstream: rule-order-gives-one-rule
    # Upstream: collect-aggregation-ignored
    def _decide(self, task: Any) -> Any:
        run, node = run_of(task), self.node
        decision_id = node.decision_id or ""
        model = run.model.decisions[node.process_id, decision_id]
        context: Mapping[str, Any] = dict(run.scopes.visible(run.scope_of(task)))
        outcome = dmn.decide(model, decision_id, context, now=run.now)
        faults = [p for p in outcome.problems if p.code not in NULL_PROBLEMS]
        if outcome.value is None and faults:
            detail = "; ".join(problem_sentence(problem) for problem in faults)
            raise run.failure("decision-failed", node, f"{decision_id}: {detail}")
        for row in outcome.fired:
            coverage.rule_fired(node.process_id, row.table_id, row.number)
        run.record.decisions.append(
            DecisionMade(
                process_id=node.process_id,
                element_id=node.id,
                decision_id=decision_id,
                name=model.find(decision_id).name,
                value=outcome.value,
                fired=tuple(outcome.fired),
            )
        )
        return outcome.value

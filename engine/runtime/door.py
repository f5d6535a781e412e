# mypy: disable-error-code="no-untyped-call"
"""Start a case, move it on: a state and a trigger in, a step out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.feel.values import normalise
from engine.runtime.beginning import begin, begin_by_event
from engine.runtime.catching import throw_error
from engine.runtime.errors import RunFailed, UnknownToken
from engine.runtime.freezing import freeze, thaw
from engine.runtime.model import CompiledModel
from engine.runtime.run import Run
from engine.runtime.scopes import Scopes
from engine.runtime.specs.inner import AdHocSpec
from engine.runtime.specs.work import JobSpec, UserSpec, WaitingSpec
from engine.runtime.values import (
    ConditionsChecked,
    ElementActivated,
    EndReached,
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    SignalReceived,
    Step,
    TimerFired,
    Trigger,
)
from engine.runtime.workflow import CaseWorkflow

_DONE_BY: dict[type, type[WaitingSpec]] = {
    ItemCompleted: UserSpec,
    JobCompleted: JobSpec,
    JobFailedWithError: JobSpec,
}
_EVENTS: dict[type, str] = {
    MessageReceived: "message",
    SignalReceived: "signal",
    TimerFired: "timer",
}


def start(
    model: CompiledModel,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    at: str | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Step:
    """Start a case and move it until it waits.

    Args:
        model: what to run.
        variables: of the case.
        now: moment of the start, aware.
        at: the start event (or instantiating event or receive task) that starts it; None for the
            none start event.
        payload: what the starting message or signal brought; the event's output mappings see it.

    Raises:
        RunFailed: an element failed, or the process does not begin that way; nothing was started.
    """
    scopes = Scopes()
    scope = scopes.open(None, _normalised(variables))
    run = Run(model, scopes, now)
    run.workflow = CaseWorkflow(run, model.specs[model.root], scope)
    if at is not None:
        begin_by_event(run, run.workflow, at, _normalised(payload or {}))
    elif run.workflow.spec.first_nodes:
        begin(run, run.workflow)
    else:
        raise RunFailed("no-none-start", model.root, None, "it starts by an event only")
    run.settle()
    return step_of(run)


def advance(model: CompiledModel, state: bytes, trigger: Trigger, *, now: datetime) -> Step:
    """Give a waiting token what it waits for and move the case until it waits again.

    Raises:
        UnknownToken: nothing waits under the token for this kind of trigger.
        StateRefused: the state does not belong to this model.
        RunFailed: an element failed; the state given remains the valid one.
    """
    run = thaw(model, state, now)
    run.record.consumed = trigger.token
    if isinstance(trigger, MessageReceived | SignalReceived | TimerFired):
        _occur(run, trigger)
    elif isinstance(trigger, ElementActivated):
        task = run.task(trigger.token)
        spec, internal = task.task_spec, task.internal_data
        if not isinstance(spec, AdHocSpec) or not spec.is_waiting(task.state, internal):
            raise UnknownToken(trigger.token)
        spec.activate(task, trigger.element_id, _normalised(trigger.variables))
    elif not isinstance(trigger, ConditionsChecked):
        _done(run, trigger)
    run.settle()
    return step_of(run)


def _done(run: Run, trigger: ItemCompleted | JobCompleted | JobFailedWithError) -> None:
    task = run.task(trigger.token)
    spec = task.task_spec
    is_awaited = isinstance(spec, _DONE_BY[type(trigger)])
    if not is_awaited or not spec.is_waiting(task.state, task.internal_data):
        raise UnknownToken(trigger.token)
    variables = _normalised(trigger.variables)
    if isinstance(trigger, JobFailedWithError):
        code, message = trigger.error_code, trigger.message
        seen = {**variables, "errorCode": code, "errorMessage": message}
        throw_error(run, task, code, seen, from_inside=False)
        return
    spec.finish(task, variables)
    task.complete()


# Upstream: message-class-must-match
# Upstream: camunda-message-needs-payload
def _occur(run: Run, trigger: MessageReceived | SignalReceived | TimerFired) -> None:
    task = run.task(trigger.token)
    index = _index(trigger.token)
    definitions = task.task_spec.definitions(task.internal_data)
    waits = task.internal_data.get("waits", [])
    is_open = 0 <= index < len(definitions) and bool(waits[index])
    if not is_open or definitions[index].kind != _EVENTS[type(trigger)]:
        raise UnknownToken(trigger.token)
    variables = {} if isinstance(trigger, TimerFired) else _normalised(trigger.variables)
    task.task_spec.occur(task, index, variables)


def _index(token: str) -> int:
    index = token.partition(".")[2] or "0"
    return int(index) if index.isdigit() else -1


def _normalised(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: normalise(value) for name, value in variables.items()}


def step_of(run: Run) -> Step:
    """What a run did, with the state that it leaves."""
    record = run.record
    return Step(
        state=freeze(run),
        opened=tuple(record.items.values()),
        jobs=tuple(record.jobs.values()),
        subscribed=tuple(record.subscriptions.values()),
        timers=tuple(record.timers.values()),
        signals=tuple(record.signals.values()),
        cancelled=tuple(record.cancelled),
        passed=tuple(record.passed),
        decisions=tuple(record.decisions),
        thrown=tuple(record.thrown),
        signalled=tuple(record.signalled),
        notes=tuple(record.notes),
        finished=run.workflow.completed,
        has_conditions=_has_conditions(run),
        end=_end_of(run),
        variables=run.scopes.local(run.workflow.scope),
    )


def _end_of(run: Run) -> EndReached | None:
    if run.ended is None:
        return None
    process_id, element_id = run.ended
    node = run.model.nodes.get((process_id, element_id))
    if node is None:
        # The case was moved to a version that does not draw this end any more.
        return EndReached(process_id=process_id, element_id=element_id, name=None, properties={})
    return EndReached(
        process_id=process_id, element_id=element_id, name=node.name, properties=node.properties
    )


def _has_conditions(run: Run) -> bool:
    if not run.model.has_conditions or run.workflow.completed:
        return False
    return any(
        wait and wait[0] == "conditional"
        for workflow in run.workflow.everywhere()
        for glance in workflow.glances()
        for wait in glance.internal.get("waits", ())
    )

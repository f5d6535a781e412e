# mypy: disable-error-code="no-untyped-call"
"""Start a case, move it on: a state and a trigger in, a step out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.feel.values import normalise
from engine.runtime.errors import UnknownToken
from engine.runtime.freezing import freeze, thaw
from engine.runtime.model import CompiledModel
from engine.runtime.run import Run
from engine.runtime.scopes import Scopes
from engine.runtime.specs.work import JobSpec, MessageSpec, UserSpec, WaitingSpec
from engine.runtime.values import (
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    Step,
    Trigger,
)
from engine.runtime.workflow import CaseWorkflow, begin

_AWAITED: dict[type, type[WaitingSpec]] = {
    ItemCompleted: UserSpec,
    JobCompleted: JobSpec,
    JobFailedWithError: JobSpec,
    MessageReceived: MessageSpec,
}


def start(model: CompiledModel, variables: Mapping[str, Any], *, now: datetime) -> Step:
    """Start a case and move it until it waits.

    Raises:
        RunFailed: an element failed; nothing was started.
    """
    scopes = Scopes()
    scope = scopes.open(None, _normalised(variables))
    run = Run(model, scopes, now)
    run.workflow = CaseWorkflow(run, model.specs[model.root], scope)
    begin(run.workflow)
    run.settle()
    return _step(run)


def advance(model: CompiledModel, state: bytes, trigger: Trigger, *, now: datetime) -> Step:
    """Give a waiting token what it waits for and move the case until it waits again.

    Raises:
        UnknownToken: nothing waits under the token for this kind of trigger.
        StateRefused: the state does not belong to this model.
        RunFailed: an element failed; the state given remains the valid one.
    """
    run = thaw(model, state, now)
    task = _awaited(run, trigger)
    run.record.consumed = trigger.token
    if isinstance(trigger, JobFailedWithError):
        run.throw(task, trigger.error_code, trigger.message, from_inside=False)
    else:
        task.task_spec.finish(task, _normalised(trigger.variables))
        task.complete()
    run.settle()
    return _step(run)


def _awaited(run: Run, trigger: Trigger) -> Any:
    try:
        task = run.workflow.find(UUID(trigger.token))
    except ValueError as error:
        raise UnknownToken(trigger.token) from error
    if task is None or not isinstance(task.task_spec, _AWAITED[type(trigger)]):
        raise UnknownToken(trigger.token)
    if not task.task_spec.is_waiting(task):
        raise UnknownToken(trigger.token)
    return task


def _normalised(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: normalise(value) for name, value in variables.items()}


def _step(run: Run) -> Step:
    record = run.record
    return Step(
        state=freeze(run),
        opened=tuple(record.items.values()),
        jobs=tuple(record.jobs.values()),
        subscribed=tuple(record.subscriptions.values()),
        cancelled=tuple(record.cancelled),
        passed=tuple(record.passed),
        decisions=tuple(record.decisions),
        finished=run.workflow.completed,
        end=record.end,
        variables=dict(run.scopes.local(run.workflow.scope)),
    )

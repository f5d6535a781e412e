# mypy: disable-error-code="no-untyped-call"
"""Changing a case by hand, as a tool for incidents: cancel tokens, start elements, set data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.feel.values import normalise
from engine.runtime import compensation
from engine.runtime.door import step_of
from engine.runtime.errors import RunFailed
from engine.runtime.freezing import thaw
from engine.runtime.model import CompiledModel
from engine.runtime.run import Run
from engine.runtime.values import Step
from engine.runtime.workflow import AnyWorkflow, spec_name


@dataclass(frozen=True)
class CancelToken:
    """Take a token away, with all that it opened."""

    token: str


@dataclass(frozen=True)
class StartElement:
    """Put a token on an element.

    Attributes:
        variables: set in the scope around the element before it starts.
        scope_token: the activity in whose inside it starts, where several are open.
    """

    process_id: str
    element_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    scope_token: str | None = None


@dataclass(frozen=True)
class SetVariables:
    """Set variables where a token sees them, or in the case itself."""

    variables: Mapping[str, Any]
    token: str | None = None


Change = CancelToken | StartElement | SetVariables


def modify(model: CompiledModel, state: bytes, changes: Sequence[Change], *, now: datetime) -> Step:
    """Make changes in their order, then move the case until it waits.

    A case from which every token was taken is finished.

    Raises:
        UnknownToken: a change names a token that is not there.
        StateRefused: the state does not belong to this model.
        RunFailed: an element cannot be started there (`element-unknown`, `scope-not-open`,
            `scope-ambiguous`), or failed; the state given remains the valid one.
    """
    run = thaw(model, state, now)
    for change in changes:
        if isinstance(change, CancelToken):
            _cancel(run, change)
        elif isinstance(change, SetVariables):
            _set(run, change)
        else:
            _start(run, change)
    for workflow in reversed(run.workflow.everywhere()):
        run.check_completed(workflow)
    run.settle()
    return step_of(run)


def _cancel(run: Run, change: CancelToken) -> None:
    task = run.task(change.token)
    body = task.task_spec.body_of(task)
    run.cancel(task)
    if body is not None:
        body.task_spec.instance_cancelled(body)
    if compensation.is_handler(task):
        compensation.handled(run, task)


def _set(run: Run, change: SetVariables) -> None:
    variables = {name: normalise(value) for name, value in change.variables.items()}
    if change.token is None:
        run.scopes.set_local(run.workflow.scope, variables)
    else:
        run.scopes.propagate(run.scope_of(run.task(change.token)), variables)


def _start(run: Run, change: StartElement) -> None:
    workflow = _place(run, change)
    variables = {name: normalise(value) for name, value in change.variables.items()}
    run.scopes.propagate(workflow.scope, variables)
    spec = workflow.spec.task_specs[spec_name(change.element_id)]
    run.schedule([run.token(workflow, spec)])


def _place(run: Run, change: StartElement) -> AnyWorkflow:
    """The open process in which the element stands."""
    process_id, element_id = change.process_id, change.element_id
    node = run.model.nodes.get((process_id, element_id))
    if node is None:
        raise RunFailed("element-unknown", process_id, element_id, element_id)
    key = process_id if node.scope is None else f"{process_id}/{node.scope}"
    found = [w for w in run.workflow.everywhere() if w.key == key and not w.completed]
    if change.scope_token is not None:
        number = int(change.scope_token) if change.scope_token.isdigit() else -1
        found = [w for w in found if w.parent_task_id and w.parent_task_id.int == number]
    if len(found) != 1:
        code = "scope-ambiguous" if found else "scope-not-open"
        raise RunFailed(code, process_id, element_id, key)
    return found[0]

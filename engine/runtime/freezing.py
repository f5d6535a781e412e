# mypy: disable-error-code="no-untyped-call"
"""A case's state to bytes and back; the compiled model is never in it.

The format is `FORMAT`: tokens by process, scopes in FEEL's wire form. Only what lives is kept, so
a state does not grow with the steps already taken. What a step did not touch is written as it was
read, without having been made into objects.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson

from engine.runtime.errors import RunFailed, StateRefused
from engine.runtime.model import CompiledModel
from engine.runtime.run import Run
from engine.runtime.scopes import Scopes
from engine.runtime.workflow import AnyWorkflow, CaseWorkflow, number_of

FORMAT = 2


# Upstream: delta-order-lost-in-jsonb
def freeze(run: Run) -> bytes:
    """The state after a step.

    Raises:
        RunFailed: a variable holds what cannot be kept, such as a function.
    """
    top = run.workflow
    try:
        scopes = run.scopes.freeze()
    except TypeError as error:
        raise RunFailed("value-not-storable", run.model.root, None, str(error)) from error
    workflows = [_freeze_workflow(workflow) for workflow in (top, *top.subprocesses.values())]
    return orjson.dumps(
        {
            "format": FORMAT,
            "digest": run.model.digest,
            "completed": top.completed,
            "ended": run.ended,
            "next": [run.next_number, run.scopes.next_number],
            "scopes": scopes,
            "workflows": workflows + list(top.inner_rows.values()),
        }
    )


def thaw(model: CompiledModel, state: bytes, now: datetime) -> Run:
    """A run that stands where the state was frozen.

    Raises:
        StateRefused: unreadable, of another format, or of another version of the model.
    """
    frozen = read_state(state)
    if frozen["digest"] != model.digest:
        raise StateRefused("state-digest", f"{frozen['digest']} ≠ {model.digest}")
    next_token, next_scope = frozen["next"]
    run = Run(model, Scopes.thaw(frozen["scopes"], next_scope), now)
    run.next_number = next_token
    run.ended = frozen.get("ended")
    (_, _, scope, tokens, compensable), *inner = frozen["workflows"]
    run.workflow = CaseWorkflow(run, model.specs[model.root], scope)
    run.workflow.completed = frozen["completed"]
    run.workflow.compensable = compensable
    run.workflow.rows = {token[0]: token for token in tokens}
    run.workflow.inner_rows = {row[0]: row for row in inner}
    return run


def read_state(state: bytes) -> dict[str, Any]:
    """A frozen state as plain data.

    Raises:
        StateRefused: unreadable, or of another format.
    """
    try:
        frozen = orjson.loads(state)
    except orjson.JSONDecodeError as error:
        raise StateRefused("state-unreadable", str(error)) from error
    if not isinstance(frozen, dict) or frozen.get("format") != FORMAT:
        raise StateRefused("state-format", f"format {FORMAT} expected")
    return frozen


def _freeze_workflow(workflow: AnyWorkflow) -> list[Any]:
    root = workflow.task_tree
    tokens = list(workflow.rows.values())
    tokens += [
        [
            number_of(task),
            task.task_spec.name,
            task.state,
            0 if task.parent is root else number_of(task.parent),
            task.internal_data,
        ]
        for task in workflow.tasks.values()
        if task is not root
    ]
    tokens.sort(key=lambda token: token[0])
    parent = 0 if isinstance(workflow, CaseWorkflow) else workflow.parent_task_id.int
    return [parent, workflow.key, workflow.scope, tokens, workflow.compensable]

# mypy: disable-error-code="no-untyped-call"
"""A case's state to bytes and back; the compiled model is never in it.

The format is `FORMAT`: tokens by process, scopes in FEEL's wire form. Only what lives is kept, so
a state does not grow with the steps already taken.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.task import Task

from engine.runtime.errors import RunFailed, StateRefused
from engine.runtime.model import CompiledModel
from engine.runtime.run import Run
from engine.runtime.scopes import Scopes
from engine.runtime.workflow import AnyWorkflow, CaseWorkflow

FORMAT = 1


def freeze(run: Run) -> bytes:
    """The state after a step.

    Raises:
        RunFailed: a variable holds what cannot be kept, such as a function.
    """
    inner = run.workflow.subprocesses.values()
    try:
        scopes = run.scopes.freeze()
    except TypeError as error:
        raise RunFailed("value-not-storable", run.model.root, None, str(error)) from error
    return orjson.dumps(
        {
            "format": FORMAT,
            "digest": run.model.digest,
            "completed": run.workflow.completed,
            "scopes": scopes,
            "workflows": [_freeze_workflow(workflow) for workflow in (run.workflow, *inner)],
        }
    )


def thaw(model: CompiledModel, state: bytes, now: datetime) -> Run:
    """A run that stands where the state was frozen.

    Raises:
        StateRefused: unreadable, of another format, or of another version of the model.
    """
    frozen = _read(model, state)
    run = Run(model, Scopes.thaw(frozen["scopes"]), now)
    (_, _, scope, tokens), *inner = frozen["workflows"]
    run.workflow = CaseWorkflow(run, model.specs[model.root], scope)
    run.workflow.completed = frozen["completed"]
    _thaw_tokens(run.workflow, tokens)
    for parent, key, inner_scope, inner_tokens in inner:
        task = run.workflow.find(UUID(parent))
        _thaw_tokens(run.workflow.create_subprocess(task, key, inner_scope), inner_tokens)
    return run


def _read(model: CompiledModel, state: bytes) -> dict[str, Any]:
    try:
        frozen = orjson.loads(state)
    except orjson.JSONDecodeError as error:
        raise StateRefused("state-unreadable", str(error)) from error
    if not isinstance(frozen, dict) or frozen.get("format") != FORMAT:
        raise StateRefused("state-format", f"format {FORMAT} expected")
    if frozen["digest"] != model.digest:
        raise StateRefused("state-digest", f"{frozen['digest']} ≠ {model.digest}")
    return frozen


def _freeze_workflow(workflow: AnyWorkflow) -> list[Any]:
    is_root = isinstance(workflow, CaseWorkflow)
    root = workflow.task_tree
    tokens = [
        [
            str(task.id),
            task.task_spec.name,
            task.state,
            None if task.parent is root else str(task.parent.id),
            task.internal_data,
        ]
        for task in workflow.tasks.values()
        if task is not root
    ]
    parent = None if is_root else str(workflow.parent_task_id)
    return [parent, workflow.key, workflow.scope, tokens]


def _thaw_tokens(workflow: AnyWorkflow, tokens: list[Any]) -> None:
    for token, name, state, parent, internal_data in tokens:
        above = workflow.task_tree if parent is None else workflow.tasks[UUID(parent)]
        spec = workflow.spec.task_specs[name]
        task = Task(workflow, spec, above, state=state, id=UUID(token))
        task.internal_data = internal_data

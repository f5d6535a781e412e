"""Reading a frozen state without moving anything: what a token sees, and where tokens stand."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.errors import StateRefused, UnknownToken
from engine.runtime.freezing import read_state
from engine.runtime.model import CompiledModel
from engine.runtime.nodes import Node
from engine.runtime.scopes import Variables
from engine.runtime.specs.events import EventSpec
from engine.runtime.specs.inner import InnerSpec
from engine.runtime.specs.loops import LoopSpec
from engine.runtime.specs.work import JobSpec, UserSpec
from engine.runtime.workflow import is_passive


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One token of a case, or one of the events that it waits for.

    Attributes:
        token: as the outside knows it.
        kind: `item`, `job`, `message`, `signal`, `timer`, `condition`, `join` (waits for other
            tokens), `inner` (a sub-process or call that runs), `loop` or `compensation`.
        is_passive: a boundary event or event sub-process that stands by.
    """

    token: str
    process_id: str
    element_id: str
    kind: str
    is_passive: bool = False


def variables_at(state: bytes, token: str) -> Mapping[str, Any]:
    """What a waiting token sees: its own scope and those around it, the nearest first.

    Raises:
        UnknownToken: nothing stands under that name.
        StateRefused: the state is unreadable.
    """
    frozen = read_state(state)
    scopes = {number: (parent, stored) for number, parent, stored in frozen["scopes"]}
    current: int | None = _scope_of(frozen, token)
    chain = []
    while current is not None:
        current, stored = scopes[current]
        chain.append(Variables(stored=stored))
    return ChainMap(*chain)


def root_variables(state: bytes) -> Mapping[str, Any]:
    """Variables of the case itself.

    Raises:
        StateRefused: the state is unreadable.
    """
    frozen = read_state(state)
    root = frozen["workflows"][0][2]
    stored = next(stored for number, _, stored in frozen["scopes"] if number == root)
    return Variables(stored=stored)


def waiting(model: CompiledModel, state: bytes) -> tuple[Waiting, ...]:
    """Every token of the case, oldest first.

    Raises:
        StateRefused: unreadable, or of another version of the model.
    """
    frozen = read_state(state)
    if frozen["digest"] != model.digest:
        raise StateRefused("state-digest", f"{frozen['digest']} ≠ {model.digest}")
    return tuple(
        found
        for _, key, _, rows, _ in frozen["workflows"]
        for row in rows
        for found in _glances(model.specs[key].task_specs[row[1]], row)
    )


def _scope_of(frozen: Mapping[str, Any], token: str) -> int:
    number = token.partition(".")[0]
    for _, _, scope, rows, _ in frozen["workflows"]:
        by_number = {row[0]: row for row in rows}
        row = by_number.get(int(number)) if number.isdigit() else None
        if row is None:
            continue
        host = by_number.get(row[4].get("host"), row)
        body = by_number.get(host[3])
        around: int = scope if body is None else body[4]["scope"]
        own: int = host[4].get("scope", around)
        return own
    raise UnknownToken(token)


def _glances(spec: Any, row: list[Any]) -> Iterator[Waiting]:
    number, _, state, _, internal = row
    node: Node = spec.source() if isinstance(spec, EventSpec) and "waits" in internal else spec.node
    waits = internal.get("waits")
    if waits is None:
        yield _waiting(node, str(number), _kind(spec, state), internal)
        return
    for index, wait in enumerate(waits):
        if wait is not None:
            token = str(number) if len(waits) == 1 else f"{number}.{index}"
            kind = "condition" if wait[0] == "conditional" else wait[0]
            yield _waiting(node, token, kind, internal)


def _waiting(node: Node, token: str, kind: str, internal: Mapping[str, Any]) -> Waiting:
    return Waiting(
        token=token,
        process_id=node.process_id,
        element_id=node.id,
        kind=kind,
        is_passive=is_passive(internal),
    )


def _kind(spec: Any, state: int) -> str:
    if state == TaskState.WAITING:
        return "join"
    if isinstance(spec, LoopSpec):
        return "loop"
    if isinstance(spec, UserSpec):
        return "item"
    if isinstance(spec, JobSpec):
        return "job"
    if isinstance(spec, InnerSpec):
        return "inner"
    return "compensation"

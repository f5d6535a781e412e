# mypy: disable-error-code="no-untyped-call"
"""Moving a running case to another version of its model: first a plan, then the move.

A token lands on the element of the same name, or on the one that a mapping gives, if that is of the
same kind and stands in the same place of the same nesting. Armed boundary events and event
sub-processes follow the new drawing: what is gone is taken away, what is new is armed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.runtime.door import step_of
from engine.runtime.errors import RunFailed
from engine.runtime.freezing import read_state, thaw
from engine.runtime.model import CompiledModel
from engine.runtime.moving import Mover, Place, is_same_scope, source_of
from engine.runtime.nodes import Node
from engine.runtime.peeking import Waiting, waiting
from engine.runtime.redrawing import redraw
from engine.runtime.values import Step


@dataclass(frozen=True, kw_only=True)
class Landing:
    """Where one token of a case goes.

    Attributes:
        kind: as in `Waiting`.
        to: process and element of the new version; None when it does not land.
        reason: why it does not: `element-gone`, `other-kind`, `other-nesting`, `flow-gone`; or
            `no-longer-drawn` for a boundary event or event sub-process, which does not hinder.
    """

    token: str
    process_id: str
    element_id: str
    kind: str
    to: Place | None
    reason: str | None = None


@dataclass(frozen=True)
class MigrationPlan:
    """What a move to another version would do."""

    landings: tuple[Landing, ...]

    @property
    def is_possible(self) -> bool:
        """Whether every token has a place."""
        return all(landing.reason in (None, "no-longer-drawn") for landing in self.landings)


def plan_migration(
    old: CompiledModel,
    new: CompiledModel,
    state: bytes,
    mapping: Mapping[Place, Place] | None = None,
) -> MigrationPlan:
    """Say for each token, timer and job where it lands, or why it cannot.

    Args:
        old: the model of the state.
        new: the model to move to.
        state: of the case.
        mapping: process and element of the old version to those of the new one.

    Raises:
        StateRefused: the state does not belong to the old model.
    """
    mover = Mover(old, new, mapping or {})
    reasons = {str(row[0]): (spec, why) for row, spec, why in mover.judged(read_state(state))}
    return MigrationPlan(
        tuple(_landing(mover, found, *reasons[_number(found)]) for found in waiting(old, state))
    )


def migrate(
    old: CompiledModel,
    new: CompiledModel,
    state: bytes,
    mapping: Mapping[Place, Place] | None = None,
    *,
    now: datetime,
) -> Step:
    """Move the case, and say what is opened anew, what changed and what is taken away.

    Raises:
        RunFailed: a token has no place (`migration-impossible`), or an event could not be armed.
        StateRefused: the state does not belong to the old model.
    """
    plan = plan_migration(old, new, state, mapping)
    for landing in plan.landings:
        if landing.reason not in (None, "no-longer-drawn"):
            detail = f"{landing.token}: {landing.reason}"
            raise RunFailed("migration-impossible", landing.process_id, landing.element_id, detail)
    mover = Mover(old, new, mapping or {})
    moved, gone, forgotten = _moved(mover, read_state(state))
    run = thaw(new, moved, now)
    for token in gone:
        run.record.cancel(token)
    for node in forgotten:
        run.record.note("compensation-gone", node, "")
    redraw(run, mover)
    run.settle()
    return step_of(run)


def _number(found: Waiting) -> str:
    return found.token.partition(".")[0]


def _landing(mover: Mover, found: Waiting, spec: Any, why: str | None) -> Landing:
    to = None if why else mover.target(spec.node)
    if to is not None and found.element_id != spec.node.id:
        to = to[0], source_of(mover.new, mover.new.nodes[to]).id
    return Landing(
        token=found.token,
        process_id=found.process_id,
        element_id=found.element_id,
        kind=found.kind,
        to=to,
        reason=why,
    )


def _moved(mover: Mover, frozen: dict[str, Any]) -> tuple[bytes, list[str], list[Node]]:
    """The state under its new names; tokens of what is no longer drawn; what is no longer undone."""
    keys, gone = mover.keys(frozen), []
    dropped: set[int] = set()
    undone = _Undone(mover)
    for row, spec, why in mover.judged(frozen):
        if why is not None:
            dropped.add(row[0])
            waits = row[4].get("waits", [])
            gone += [
                _token(row[0], i, len(waits))
                for i, wait in enumerate(waits)
                if wait and wait[0] != "conditional"
            ]
        elif spec.name[:1] == "#":
            row[1] = mover.name(spec, mover.target(spec.node)[1])
    for workflow in frozen["workflows"]:
        process_id = workflow[1].partition("/")[0]
        workflow[1] = keys[workflow[0]][1]
        workflow[4] = undone.entries(process_id, workflow[4])
        workflow[3] = [row for row in workflow[3] if row[0] not in dropped]
        for row in workflow[3]:
            if "guards" in row[4]:
                row[4]["guards"] = [n for n in row[4]["guards"] if n not in dropped]
            if "reset" in row[4]:
                flows = mover.incoming(workflow[1], row[1])
                row[4]["reset"] = [flow for flow in row[4]["reset"] if flow in flows]
            if "entries" in row[4]:
                row[4]["entries"] = undone.entries(process_id, row[4]["entries"])
    frozen["digest"] = mover.new.digest
    return orjson.dumps(frozen), gone, undone.forgotten


class _Undone:
    """Entries of what can be compensated, under their new names."""

    def __init__(self, mover: Mover) -> None:
        self._mover = mover
        self.forgotten: list[Node] = []

    def entries(self, process_id: str, entries: list[Any]) -> list[Any]:
        """Entries of one process; what the new version does not undo is forgotten."""
        kept: list[Any] = []
        for entry in entries:
            if entry is None:
                kept.append(None)
                continue
            node_id, variables, nested = entry
            old = self._mover.old.nodes[process_id, node_id]
            inner = None if nested is None else self.entries(process_id, nested)
            target = self._mover.target(old)
            if self._is_undone(target, old, inner):
                kept.append([target[1], variables, inner])
            else:
                self.forgotten.append(old)
        return kept

    def _is_undone(self, target: Place, old: Node, inner: list[Any] | None) -> bool:
        node = self._mover.new.nodes.get(target)
        if node is None or not is_same_scope(self._mover, old, node):
            return False
        nodes = self._mover.new.nodes.values()
        return bool(inner) or any(
            other.handler for other in nodes if (other.process_id, other.attached_to) == target
        )


def _token(number: int, index: int, count: int) -> str:
    return str(number) if count == 1 else f"{number}.{index}"

# mypy: disable-error-code="no-untyped-call"
"""Moving a running case to another version of its model: first a plan, then the move.

A token lands on the element of the same name, or on the one that a mapping gives, if that is of the
same kind and stands in the same place of the same nesting. Armed boundary events and event
sub-processes follow the new drawing: what is gone is taken away, what is new is armed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.runtime.beginning import arm
from engine.runtime.door import step_of
from engine.runtime.errors import RunFailed
from engine.runtime.freezing import read_state, thaw
from engine.runtime.model import CompiledModel
from engine.runtime.nodes import Node
from engine.runtime.peeking import Waiting, waiting
from engine.runtime.run import Run
from engine.runtime.specs.events import BoundarySpec, EventSpec
from engine.runtime.specs.gateways import JoinSpec
from engine.runtime.specs.inner import EventSubProcessSpec
from engine.runtime.specs.loops import LoopSpec
from engine.runtime.specs.work import JobSpec, UserSpec
from engine.runtime.values import Step
from engine.runtime.workflow import spec_name

Place = tuple[str, str]


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


class _Mover:
    """Old names to new ones, workflow by workflow."""

    def __init__(
        self, old: CompiledModel, new: CompiledModel, mapping: Mapping[Place, Place]
    ) -> None:
        self.old, self.new, self.mapping = old, new, mapping

    def target(self, node: Node) -> Place:
        place = node.process_id, node.id
        if place in self.mapping:
            return self.mapping[place]
        same = self.new.root if node.process_id == self.old.root else node.process_id
        return same, node.id

    def keys(self, frozen: Mapping[str, Any]) -> dict[int, tuple[str, str | None]]:
        """For each open process, by its activity's token: old key and new key (None: gone)."""
        found: dict[int, tuple[str, str | None]] = {}
        rows = {row[0]: (w[1], row) for w in frozen["workflows"] for row in w[3]}
        for parent, key, _, _, _ in frozen["workflows"]:
            if not parent:
                found[0] = (key, self.new.root)
                continue
            around, row = rows[parent]
            spec = self._spec(self.old, around, row[1])
            target = self.new.nodes.get(self.target(spec.node))
            found[parent] = (key, None if target is None else _inner_key(target))
        return found

    def judge(self, spec: Any, internal: Mapping[str, Any], new_key: str | None) -> str | None:
        """Why a token cannot land; None if it can."""
        process_id, element_id = self.target(spec.node)
        node = self.new.nodes.get((process_id, element_id))
        standby = "host" in internal or "armed" in internal
        if node is None:
            return "no-longer-drawn" if standby else "element-gone"
        home = self.new.specs.get(new_key) if new_key else None
        landed = None if home is None else home.task_specs.get(self.name(spec, element_id))
        if landed is None:
            return "no-longer-drawn" if standby else "other-nesting"
        if _family(landed) is not _family(spec):
            return "no-longer-drawn" if standby else "other-kind"
        if isinstance(spec, JoinSpec) and "flow" in internal:
            flows = {flow.id for flow in landed.node.incoming}
            return None if internal["flow"] in flows else "flow-gone"
        return None

    def name(self, spec: Any, element_id: str) -> str:
        """Name of a spec in the new version."""
        if spec.name[:1] != "#":
            return str(spec.name)
        return spec_name(element_id) + ("[]" if spec.name.endswith("[]") else "")

    def _spec(self, model: CompiledModel, key: str, name: str) -> Any:
        return model.specs[key].task_specs[name]

    def judged(self, frozen: Mapping[str, Any]) -> Iterator[tuple[list[Any], Any, str | None]]:
        """Every row with its old spec and why it cannot land."""
        keys = self.keys(frozen)
        for parent, key, _, rows, _ in frozen["workflows"]:
            for row in rows:
                spec = self._spec(self.old, key, row[1])
                if spec.name[:1] != "#":
                    yield row, spec, None
                else:
                    yield row, spec, self.judge(spec, row[4], keys[parent][1])


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
    mover = _Mover(old, new, mapping or {})
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
    mover = _Mover(old, new, mapping or {})
    moved, gone = _moved(mover, read_state(state))
    run = thaw(new, moved, now)
    for token in gone:
        run.record.cancel(token)
    _redraw(run, mover)
    run.settle()
    return step_of(run)


def _number(found: Waiting) -> str:
    return found.token.partition(".")[0]


def _landing(mover: _Mover, found: Waiting, spec: Any, why: str | None) -> Landing:
    to = None if why else mover.target(spec.node)
    if to is not None and found.element_id != spec.node.id:
        to = to[0], found.element_id
    return Landing(
        token=found.token,
        process_id=found.process_id,
        element_id=found.element_id,
        kind=found.kind,
        to=to,
        reason=why,
    )


def _inner_key(node: Node) -> str:
    return node.called_process or f"{node.process_id}/{node.id}"


def _family(spec: Any) -> type:
    for family in (
        *(LoopSpec, UserSpec, JobSpec, EventSubProcessSpec, BoundarySpec, EventSpec, JoinSpec),
    ):
        if isinstance(spec, family):
            return family
    found: type = type(spec)
    return found


def _moved(mover: _Mover, frozen: dict[str, Any]) -> tuple[bytes, list[str]]:
    """The state under its new names, and tokens of what is no longer drawn."""
    keys, gone = mover.keys(frozen), []
    dropped: set[int] = set()
    for row, spec, why in mover.judged(frozen):
        if why is not None:
            dropped.add(row[0])
            waits = row[4].get("waits", [])
            gone += [_token(row[0], i, len(waits)) for i, wait in enumerate(waits) if wait]
        elif spec.name[:1] == "#":
            row[1] = mover.name(spec, mover.target(spec.node)[1])
    for workflow in frozen["workflows"]:
        workflow[1] = keys[workflow[0]][1]
        workflow[3] = [row for row in workflow[3] if row[0] not in dropped]
        for row in workflow[3]:
            if "guards" in row[4]:
                row[4]["guards"] = [n for n in row[4]["guards"] if n not in dropped]
    frozen["digest"] = mover.new.digest
    return orjson.dumps(frozen), gone


def _token(number: int, index: int, count: int) -> str:
    return str(number) if count == 1 else f"{number}.{index}"


def _redraw(run: Run, mover: _Mover) -> None:
    """Arm what is new, and open again what reads otherwise in the new version."""
    before = {mover.target(node): node for node in mover.old.nodes.values()}
    for workflow in run.workflow.everywhere():
        armed = set()
        for task in workflow.every():
            spec = task.task_spec
            if "armed" in task.internal_data:
                armed.add(spec.node.id)
            if spec.guards and "index" not in task.internal_data:
                _arm_new_guards(run, task)
            _reopen(run, task, before)
        for node_id in workflow.spec.event_sub_processes:
            if node_id not in armed and not workflow.completed:
                arm(run, _any(workflow), workflow.spec.task_specs[spec_name(node_id)])


def _any(workflow: Any) -> Any:
    return workflow


def _arm_new_guards(run: Run, task: Any) -> None:
    workflow, numbers = task.workflow, task.internal_data.setdefault("guards", [])
    present = {workflow.take(number).task_spec.node.id for number in numbers}
    for boundary in task.task_spec.guards:
        if boundary.id not in present:
            spec = workflow.spec.task_specs[spec_name(boundary.id)]
            guard = run.token(workflow, spec, host=task.id.int)
            spec.arm(guard)
            numbers.append(guard.id.int)


def _reopen(run: Run, task: Any, before: Mapping[Place, Node]) -> None:
    spec = task.task_spec
    is_event = isinstance(spec, EventSpec) and "waits" in task.internal_data
    node: Node = spec.source() if is_event else spec.node
    old = before.get((node.process_id, node.id))
    if old is None or _reads_alike(old, node):
        return
    if is_event:
        spec.disarm(task)
        spec.arm(task)
    elif isinstance(spec, UserSpec | JobSpec) and spec.is_waiting(task.state, task.internal_data):
        spec.open_again(task)


def _reads_alike(old: Node, new: Node) -> bool:
    """Whether two elements open the same thing; where they stand in the drawing does not matter."""
    return _opening(old) == _opening(new)


def _opening(node: Node) -> tuple[Any, ...]:
    slots = (node.candidate_groups, node.assignee, node.due, node.priority, node.job_type)
    texts = tuple(slot.text if slot else None for slot in slots)
    events = tuple(
        (
            event.kind,
            event.name.text if event.name else None,
            event.correlation_key.text if event.correlation_key else None,
            (event.timer.kind, event.timer.slot.text, event.timer.is_on_case_clock)
            if event.timer
            else None,
            event.condition.text if event.condition else None,
        )
        for event in node.awaited
    )
    return (
        *(node.id, node.process_id, node.name, node.form_id, texts, events),
        *(dict(node.headers), dict(node.properties)),
    )

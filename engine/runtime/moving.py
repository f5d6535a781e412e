"""Two versions of a model side by side: what in one is what in the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.runtime.model import CompiledModel
from engine.runtime.nodes import Node
from engine.runtime.specs.events import BoundarySpec, EventSpec
from engine.runtime.specs.gateways import JoinSpec
from engine.runtime.specs.inner import EventSubProcessSpec
from engine.runtime.specs.loops import MultiInstanceSpec, StandardLoopSpec
from engine.runtime.specs.work import JobSpec, UserSpec
from engine.runtime.workflow import spec_name

Place = tuple[str, str]


class Mover:
    """Old names to new ones, workflow by workflow."""

    def __init__(
        self, old: CompiledModel, new: CompiledModel, mapping: Mapping[Place, Place]
    ) -> None:
        self.old, self.new, self.mapping = old, new, mapping

    def target(self, node: Node) -> Place:
        """Where an element of the old version is in the new one."""
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

    def judge(
        self, spec: Any, internal: Mapping[str, Any], new_key: str | None, host: Any
    ) -> str | None:
        """Why a token cannot land; None if it can. `host` is what a boundary event hangs on."""
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
        if host is not None and landed.node.attached_to != self.target(host.node)[1]:
            return "no-longer-drawn"
        if isinstance(spec, JoinSpec) and "flow" in internal:
            flows = {flow.id for flow in landed.node.incoming}
            return None if internal["flow"] in flows else "flow-gone"
        return None

    def name(self, spec: Any, element_id: str) -> str:
        """Name of a spec in the new version."""
        return spec_name(element_id) + ("[]" if spec.name.endswith("[]") else "")

    def incoming(self, key: str, name: str) -> set[str]:
        """Flows that lead to an element of the new version."""
        return {flow.id for flow in self._spec(self.new, key, name).node.incoming}

    def _spec(self, model: CompiledModel, key: str, name: str) -> Any:
        return model.specs[key].task_specs[name]

    def judged(self, frozen: Mapping[str, Any]) -> Iterator[tuple[list[Any], Any, str | None]]:
        """Every row with its old spec and why it cannot land."""
        keys = self.keys(frozen)
        for parent, key, _, rows, _ in frozen["workflows"]:
            specs = {row[0]: self._spec(self.old, key, row[1]) for row in rows}
            for row in rows:
                spec = specs[row[0]]
                if spec.name[:1] != "#":
                    yield row, spec, None
                else:
                    host = specs.get(row[4].get("host"))
                    yield row, spec, self.judge(spec, row[4], keys[parent][1], host)


def is_same_scope(mover: Mover, old: Node, new: Node) -> bool:
    """Whether two elements stand in the same sub-process, as the mapping sees it."""
    if old.scope is None or new.scope is None:
        return old.scope is new.scope
    return mover.target(mover.old.nodes[old.process_id, old.scope])[1] == new.scope


def source_of(model: CompiledModel, node: Node) -> Node:
    """The node whose events count: of an event sub-process its start event."""
    if not node.is_event_sub_process:
        return node
    return next(
        other
        for other in model.nodes.values()
        if (other.process_id, other.scope, other.type) == (node.process_id, node.id, "startEvent")
    )


def _inner_key(node: Node) -> str:
    return node.called_process or f"{node.process_id}/{node.id}"


def _family(spec: Any) -> type:
    for family in (
        *(
            StandardLoopSpec,
            MultiInstanceSpec,
            UserSpec,
            JobSpec,
            EventSubProcessSpec,
            BoundarySpec,
            EventSpec,
            JoinSpec,
        ),
    ):
        if isinstance(spec, family):
            return family
    found: type = type(spec)
    return found

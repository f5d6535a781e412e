"""What the compiler knows about one flow node; read-only while cases run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression


@dataclass(frozen=True)
class Slot:
    """An attribute that may be FEEL (`=…`) or a static text."""

    name: str
    text: str
    expression: Expression


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` only leaves exclusive gateways."""

    id: str
    source: str
    target: str
    condition: Slot | None = None


@dataclass(frozen=True)
class VariableMapping:
    """`zeebe:input` or `zeebe:output`."""

    source: Slot
    target: tuple[str, ...]


@dataclass(frozen=True)
class Loop:
    """Multi-instance over a collection."""

    is_sequential: bool
    collection: Slot
    element: str | None
    output_collection: str | None
    output_element: Slot | None


@dataclass(frozen=True, kw_only=True)
class Node:
    """One flow node with all that its run needs."""

    id: str
    type: str
    process_id: str
    name: str | None = None
    line: int | None = None
    lane: str | None = None
    scope: str | None = None
    attached_to: str | None = None
    default: str | None = None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    event: str = "none"
    error_code: str | None = None
    job_type: Slot | None = None
    retries: Slot | None = None
    form_id: str | None = None
    candidate_groups: Slot | None = None
    assignee: Slot | None = None
    due: Slot | None = None
    priority: Slot | None = None
    script: Slot | None = None
    result_variable: str | None = None
    decision_id: str | None = None
    called_process: str | None = None
    propagate_parent: bool = True
    propagate_child: bool = True
    loop: Loop | None = None
    message: str | None = None
    correlation_key: Slot | None = None

    def element(self) -> Element:
        """The part of the node that other rooms may read."""
        return Element(
            id=self.id,
            type=self.type,
            name=self.name,
            lane=self.lane,
            form_id=self.form_id,
            headers=self.headers,
            properties=self.properties,
            called_process=self.called_process,
            decision_id=self.decision_id,
            job_type=self.job_type.text if self.job_type else None,
            message=self.message,
        )


@dataclass(frozen=True, kw_only=True)
class Element:
    """What checks, pages and jobs may know about a flow node."""

    id: str
    type: str
    name: str | None
    lane: str | None
    form_id: str | None
    headers: Mapping[str, str]
    properties: Mapping[str, str]
    called_process: str | None
    decision_id: str | None
    job_type: str | None
    message: str | None


@dataclass(frozen=True)
class Process:
    """One process as read from its file."""

    id: str
    name: str | None
    nodes: Mapping[str, Node]
    properties: Mapping[str, str]
    tree: Any

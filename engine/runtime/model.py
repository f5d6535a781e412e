"""A compiled model: read-only, shared by all cases of a version, never stored with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn import DecisionModel
from engine.runtime.errors import Finding
from engine.runtime.nodes import Element, Node, StartPoint


@dataclass(frozen=True)
class ProcessSource:
    """What a folder brings to the compiler: its flow, and its decisions by file name."""

    bpmn: bytes
    decisions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CompiledModel:
    """A root process with all that it calls.

    `specs` are SpiffWorkflow's and stay inside `engine.runtime`; no step changes them.

    Attributes:
        starts: ways to start the root process.
        advice: what runs, and may still not be what its author meant.
        joins: specs that wait for what may still come, by process.
        has_conditions: some event waits for a condition to become true.
    """

    root: str
    digest: str
    elements: Mapping[tuple[str, str], Element]
    nodes: Mapping[tuple[str, str], Node] = field(repr=False)
    processes: tuple[str, ...]
    properties: Mapping[str, Mapping[str, str]]
    starts: tuple[StartPoint, ...]
    advice: tuple[Finding, ...]
    joins: Mapping[str, tuple[str, ...]]
    has_conditions: bool
    decisions: Mapping[tuple[str, str], DecisionModel] = field(repr=False)
    specs: Mapping[str, Any] = field(repr=False)

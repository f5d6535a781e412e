"""A compiled model: read-only, shared by all cases of a version, never stored with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dmn import DecisionModel
from engine.runtime.nodes import Element


@dataclass(frozen=True)
class ProcessSource:
    """What a folder brings to the compiler: its flow, and its decisions by file name."""

    bpmn: bytes
    decisions: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CompiledModel:
    """A root process with all that it calls.

    `specs` are SpiffWorkflow's and stay inside `engine.runtime`; no step changes them.
    """

    root: str
    digest: str
    elements: Mapping[tuple[str, str], Element]
    processes: tuple[str, ...]
    properties: Mapping[str, Mapping[str, str]]
    decisions: Mapping[tuple[str, str], DecisionModel] = field(repr=False)
    specs: Mapping[str, Any] = field(repr=False)

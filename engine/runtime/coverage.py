"""What a rehearsal went through: elements that tokens passed, flows that they took, rows that fired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

Place = tuple[str, str]
# Process, table, and number of the row.
Row = tuple[str, str, int]


@dataclass
class Coverage:
    """Places that were passed, each as the id of the process and that of the element or flow.

    Attributes:
        rules: rows of decision tables that fired.
    """

    elements: set[Place] = field(default_factory=set)
    flows: set[Place] = field(default_factory=set)
    rules: set[Row] = field(default_factory=set)


_listening: ContextVar[Coverage | None] = ContextVar("coverage", default=None)


@contextmanager
def listening() -> Iterator[Coverage]:
    """Note everything that passes inside; nothing is noted elsewhere."""
    coverage = Coverage()
    token = _listening.set(coverage)
    try:
        yield coverage
    finally:
        _listening.reset(token)


def element_passed(process_id: str, element_id: str) -> None:
    """A token passed an element."""
    coverage = _listening.get()
    if coverage is not None:
        coverage.elements.add((process_id, element_id))


def flow_taken(process_id: str, flow_id: str) -> None:
    """A token left by a flow."""
    coverage = _listening.get()
    if coverage is not None:
        coverage.flows.add((process_id, flow_id))


def rule_fired(process_id: str, table_id: str, number: int) -> None:
    """A row of a decision table fired."""
    coverage = _listening.get()
    if coverage is not None:
        coverage.rules.add((process_id, table_id, number))

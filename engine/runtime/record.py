"""What a step has to report, gathered while tokens move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.runtime.nodes import Node
from engine.runtime.values import (
    DecisionMade,
    Note,
    OpenedItem,
    OpenedJob,
    OpenedSignal,
    OpenedSubscription,
    OpenedTimer,
    Passage,
    ThrownMessage,
    ThrownSignal,
)


class Record:
    """Grows during one step; `run` and specs write, `Step` is made from it."""

    def __init__(self) -> None:
        self.items: dict[str, OpenedItem] = {}
        self.jobs: dict[str, OpenedJob] = {}
        self.subscriptions: dict[str, OpenedSubscription] = {}
        self.timers: dict[str, OpenedTimer] = {}
        self.signals: dict[str, OpenedSignal] = {}
        self.cancelled: list[str] = []
        self.passed: list[Passage] = []
        self.decisions: list[DecisionMade] = []
        self.thrown: list[ThrownMessage] = []
        self.signalled: list[ThrownSignal] = []
        self.notes: list[Note] = []
        self.consumed: str | None = None

    def note(self, code: str, node: Node, detail: str) -> None:
        """Note what BPMN lets pass without effect."""
        self.notes.append(
            Note(code=code, process_id=node.process_id, element_id=node.id, detail=detail)
        )

    def cancel(self, token: str) -> None:
        """Note a token that no longer waits; what this very step had opened is just left out."""
        opened: tuple[dict[str, Any], ...] = (
            self.items,
            self.jobs,
            self.subscriptions,
            self.timers,
            self.signals,
        )
        for kind in opened:
            if kind.pop(token, None) is not None:
                return
        if token != self.consumed:
            self.cancelled.append(token)

    def cancel_occurred(self, task: Any, index: int) -> None:
        """Note that a token waits no longer, since what it waited for came from inside the case."""
        count = len(task.internal_data["waits"])
        self.cancel(str(task.id.int) if count == 1 else f"{task.id.int}.{index}")

    def take_flow(self, flow_id: str) -> None:
        """Add to the last passage, which is of a gateway, which way it went."""
        self.passed[-1] = replace(self.passed[-1], flow_taken=flow_id)

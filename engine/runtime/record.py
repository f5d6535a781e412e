"""What a step has to report, gathered while tokens move."""

from __future__ import annotations

from dataclasses import replace

from engine.runtime.values import (
    DecisionMade,
    EndReached,
    OpenedItem,
    OpenedJob,
    OpenedSubscription,
    Passage,
)


class Record:
    """Grows during one step; `run` and specs write, `Step` is made from it."""

    def __init__(self) -> None:
        self.items: dict[str, OpenedItem] = {}
        self.jobs: dict[str, OpenedJob] = {}
        self.subscriptions: dict[str, OpenedSubscription] = {}
        self.cancelled: list[str] = []
        self.passed: list[Passage] = []
        self.decisions: list[DecisionMade] = []
        self.end: EndReached | None = None
        self.consumed: str | None = None

    def cancel(self, token: str) -> None:
        """Note a token that no longer waits; what this very step had opened is just left out."""
        for opened in (self.items, self.jobs, self.subscriptions):
            if opened.pop(token, None) is not None:
                return
        if token != self.consumed:
            self.cancelled.append(token)

    def take_flow(self, token: str, flow_id: str) -> None:
        """Add to the last passage of a gateway which way it went."""
        for index in range(len(self.passed) - 1, -1, -1):
            if self.passed[index].token == token:
                self.passed[index] = replace(self.passed[index], flow_taken=flow_id)
                return

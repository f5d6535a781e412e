"""One running process of a case, with all that it waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from engine.runtime import CompiledModel, Step
from engine.runtime.values import (
    OpenedItem,
    OpenedJob,
    OpenedSignal,
    OpenedSubscription,
    OpenedTimer,
)


@dataclass
class Instance:
    """One running process; what it waits for stands by token, in the order of opening.

    Attributes:
        drop: is told of each job that was cancelled.
        done: when each open job is done.
    """

    process: str
    model: CompiledModel
    state: bytes
    drop: Callable[[str], None]
    finished: bool = False
    items: dict[str, OpenedItem] = field(default_factory=dict)
    jobs: dict[str, OpenedJob] = field(default_factory=dict)
    done: dict[str, datetime] = field(default_factory=dict)
    timers: dict[str, OpenedTimer] = field(default_factory=dict)
    messages: dict[str, OpenedSubscription] = field(default_factory=dict)
    signals: dict[str, OpenedSignal] = field(default_factory=dict)

    def absorb(self, step: Step) -> None:
        """Take over what a step opened and closed; its jobs are left to the caller."""
        self.state, self.finished = step.state, step.finished
        for token in step.cancelled:
            self.forget(token)
        self.items |= {opened.token: opened for opened in step.opened}
        self.timers |= {opened.token: opened for opened in step.timers}
        self.messages |= {opened.token: opened for opened in step.subscribed}
        self.signals |= {opened.token: opened for opened in step.signals}
        if step.finished:
            for token in [*self.jobs]:
                self.forget(token)
            for waiting in (self.items, self.timers, self.messages, self.signals):
                waiting.clear()

    def forget(self, token: str) -> None:
        """Nothing waits under this token any more."""
        if self.jobs.pop(token, None) is not None:
            self.drop(token)
        self.done.pop(token, None)
        self.items.pop(token, None)
        self.timers.pop(token, None)
        self.messages.pop(token, None)
        self.signals.pop(token, None)

    def waits(self) -> list[str]:
        """Elements at which something is waited for."""
        places = {opened.element_id for opened in self.items.values()}
        places |= {opened.element_id for opened in self.jobs.values()}
        places |= {opened.element_id for opened in self.timers.values()}
        places |= {opened.element_id for opened in self.messages.values()}
        return sorted(places | {opened.element_id for opened in self.signals.values()})

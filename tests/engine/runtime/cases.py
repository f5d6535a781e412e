"""A case in a test, driven by the names of its elements, and checked after each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from engine.runtime import (
    Change,
    CompiledModel,
    ConditionsChecked,
    ElementActivated,
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    OpenedItem,
    OpenedJob,
    OpenedSignal,
    OpenedSubscription,
    OpenedTimer,
    SignalReceived,
    Step,
    TimerFired,
    Trigger,
    advance,
    migrate,
    modify,
    start,
    variables_at,
    waiting,
)
from tests.engine.runtime.models import NOW, path

Opened = OpenedItem | OpenedJob | OpenedSubscription | OpenedSignal | OpenedTimer
_KINDS: dict[type, str] = {
    OpenedItem: "item",
    OpenedJob: "job",
    OpenedSubscription: "message",
    OpenedSignal: "signal",
    OpenedTimer: "timer",
}


class Case:
    """Keeps what is open as a table would; a step that leaves it at odds with the state fails."""

    def __init__(
        self,
        model: CompiledModel,
        variables: Mapping[str, Any] | None = None,
        *,
        now: datetime = NOW,
        **named: Any,
    ) -> None:
        self.model = model
        self.now = now
        self.open: dict[str, Opened] = {}
        self.last: Step
        self.path: list[str] = []
        self._take(start(model, variables or {}, now=now, **named))

    @property
    def finished(self) -> bool:
        return self.last.finished

    @property
    def variables(self) -> Mapping[str, Any]:
        return self.last.variables

    @property
    def steps(self) -> list[str]:
        """Elements that the last step entered."""
        return path(self.last)

    @property
    def waits_at(self) -> list[str]:
        """Elements that wait for the outside, once for each token, oldest first."""
        return [o.element_id for _, o in sorted(self.open.items(), key=_by_number)]

    def at(self, element_id: str, number: int = 0) -> Any:
        """What is open at an element; `number` counts where there are several."""
        found = sorted(self.open.items(), key=_by_number)
        return [o for _, o in found if o.element_id == element_id][number]

    def token(self, element_id: str) -> str:
        """Token of anything that stands at an element."""
        found = waiting(self.model, self.last.state)
        return next(w.token for w in found if w.element_id == element_id)

    def complete(self, element_id: str, number: int = 0, **variables: Any) -> Step:
        """Finish an item or a job."""
        opened = self.at(element_id, number)
        done = ItemCompleted if isinstance(opened, OpenedItem) else JobCompleted
        return self.give(done(opened.token, variables))

    def fail(self, element_id: str, code: str, number: int = 0, **variables: Any) -> Step:
        opened = self.at(element_id, number)
        return self.give(JobFailedWithError(opened.token, code, "", variables))

    def occur(self, element_id: str, number: int = 0, **variables: Any) -> Step:
        """What an event waits for comes from outside."""
        opened = self.at(element_id, number)
        if isinstance(opened, OpenedTimer):
            return self.give(TimerFired(opened.token))
        if isinstance(opened, OpenedSignal):
            return self.give(SignalReceived(opened.token, variables))
        return self.give(MessageReceived(opened.token, variables))

    def activate(self, ad_hoc: str, element_id: str, **variables: Any) -> Step:
        return self.give(ElementActivated(self.token(ad_hoc), element_id, variables))

    def look(self, now: datetime) -> Step:
        """Time passes."""
        self.now = now
        return self.give(ConditionsChecked())

    def give(self, trigger: Trigger) -> Step:
        step = advance(self.model, self.last.state, trigger, now=self.now)
        again = advance(self.model, self.last.state, trigger, now=self.now)
        assert again.state == step.state, "the same trigger twice gives two states"
        if not isinstance(trigger, ElementActivated):
            self.open.pop(trigger.token, None)
        return self._take(step)

    def modify(self, *changes: Change) -> Step:
        return self._take(modify(self.model, self.last.state, changes, now=self.now))

    def migrate(self, new: CompiledModel, mapping: Any = None) -> Step:
        step = migrate(self.model, new, self.last.state, mapping, now=self.now)
        self.model = new
        return self._take(step)

    def _take(self, step: Step) -> Step:
        for token in step.cancelled:
            assert token in self.open, f"{token} was cancelled and never opened"
            del self.open[token]
        for opened in _opened(step):
            self.open[opened.token] = opened
        self.last = step
        self.path += path(step)
        self._check()
        return step

    def _check(self) -> None:
        found = waiting(self.model, self.last.state)
        kinds = set(_KINDS.values())
        stands = {(w.token, w.kind, w.element_id) for w in found if w.kind in kinds}
        assert stands == {(t, _KINDS[type(o)], o.element_id) for t, o in self.open.items()}
        for opened in _opened(self.last):
            seen = getattr(opened, "variables", None)
            if seen is not None:
                assert dict(variables_at(self.last.state, opened.token)) == dict(seen)
        frozen = orjson.loads(self.last.state)
        assert not (self.finished and found), "finished, and tokens are left"
        assert {scope[0] for scope in frozen["scopes"]} == set(_scopes(frozen)), "scopes leak"


def _opened(step: Step) -> Sequence[Opened]:
    return (*step.opened, *step.jobs, *step.subscribed, *step.signals, *step.timers)


def _by_number(pair: tuple[str, Any]) -> list[int]:
    return [int(part) for part in pair[0].split(".")]


def _scopes(frozen: Mapping[str, Any]) -> Iterator[int]:
    for _, _, scope, rows, _ in frozen["workflows"]:
        yield scope
        yield from (row[4]["scope"] for row in rows if "scope" in row[4])

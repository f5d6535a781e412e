"""Messages and signals on their way between the instances of one file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.conformance.anatomy import Anatomy
from engine.conformance.instances import Instance
from engine.runtime import CompiledModel, Step


@dataclass(frozen=True, eq=False)
class Throw:
    """A message or a signal with the instance that threw it."""

    thrower: Instance
    is_broadcast: bool
    name: str
    element_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """BPMN's word."""
        return "signal" if self.is_broadcast else "message"


class Post:
    """What was thrown and not yet received; messages are kept until somebody waits, signals are not."""

    def __init__(self, models: Mapping[str, CompiledModel], anatomy: Anatomy) -> None:
        self._models = models
        self._anatomy = anatomy
        self._thrown: deque[Throw] = deque()
        self._kept: list[Throw] = []
        self._joint: dict[tuple[str, str], set[tuple[str, str]]] = {}
        self._taken: set[int] = set()

    def collect(self, thrower: Instance, step: Step) -> None:
        """Take what a step threw."""
        self._thrown += [
            Throw(thrower, False, message.message, message.element_id, message.variables)
            for message in step.thrown
        ]
        self._thrown += [
            Throw(thrower, True, signal.signal, signal.element_id, signal.variables)
            for signal in step.signalled
        ]

    def next(self, instances: list[Instance]) -> Throw | None:
        """A kept message for which somebody waits by now, else the oldest throw."""
        for throw in self._kept:
            if self.receivers(throw, instances):
                self._kept.remove(throw)
                return throw
        return self._thrown.popleft() if self._thrown else None

    def keep(self, throw: Throw) -> None:
        """Nobody waits for the message yet."""
        self._kept.append(throw)

    def receivers(self, throw: Throw, instances: list[Instance]) -> list[tuple[Instance, str]]:
        """Who waits for a message, the best first: a message flow's target, then another pool."""
        waiting = [
            (instance, found)
            for instance in instances
            for found in instance.messages.values()
            if found.message == throw.name
        ]
        waiting.sort(
            key=lambda pair: (
                not self._is_target(throw, pair[0].process, pair[1].element_id),
                pair[0] is throw.thrower,
            )
        )
        return [(instance, found.token) for instance, found in waiting]

    def starts(self, throw: Throw) -> Iterator[tuple[str, str]]:
        """Processes with the event by which the throw starts them, a message flow's target first."""
        places = [
            (process, point.element_id)
            for process, model in self._models.items()
            for point in model.starts
            if (point.kind, point.name) == (throw.kind, throw.name)
        ]
        places.sort(key=lambda place: not self._is_target(throw, *place))
        for process, element_id in places:
            if self._is_complete(process, element_id, throw):
                yield process, element_id

    def is_taken(self, throw: Throw) -> bool:
        """Whether a start event has taken the throw and waits for its other events."""
        return id(throw) in self._taken

    def _is_target(self, throw: Throw, process: str, element_id: str) -> bool:
        targets = self._anatomy.flows.get(throw.element_id, frozenset())
        return process in targets or element_id in targets

    def _is_complete(self, process: str, element_id: str, throw: Throw) -> bool:
        wanted = self._anatomy.joint_starts.get(element_id, 1)
        if wanted == 1:
            return True
        come = self._joint.setdefault((process, element_id), set())
        come.add((throw.kind, throw.name))
        self._taken.add(id(throw))
        if len(come) < wanted:
            return False
        del self._joint[process, element_id]
        return True

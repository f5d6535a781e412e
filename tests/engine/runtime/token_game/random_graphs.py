"""Random graphs without any structure: joins that nothing opened, jumps out of branches, rounds.

Every node can be reached, and only exclusive gateways lead back, each a few times and then no more:
so no case goes on for ever. That some get stuck is wanted.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.engine.runtime.token_game.graph import Graph
from tests.engine.runtime.token_game.sketch import Sketch, each, only

Draw = Any

CONTROL = ("user", "user", "xor", "xor", "and", "and", "sub")
INCLUSIVE = ("user", "user", "xor", "and", "split", "or", "or")
TRIGGERS = ("message", "timer", "signal")
EVENTS = ("user", "bounded", "bounded", "event", *TRIGGERS, "and", "xor", "broken")
WATCHED = ("user", "user", "watched", "watched", "sub", "xor", "and")
EVERYTHING = (*CONTROL, *INCLUSIVE, *EVENTS, "many", "pass", "quantity", "watched")


class _Wiring:
    """One scope in the making: the ways out that lead nowhere yet, and where flows may lead back."""

    def __init__(self, draw: Draw, kinds: tuple[str, ...], parent: Sketch | None) -> None:
        self.draw, self.kinds = draw, kinds
        self.sketch = Sketch(parent)
        self.outlets: list[str] = [self.sketch.add("start")]
        self.entries: list[str] = []
        self.watched: set[str] = set()

    def graph(self, size: int) -> Graph:
        kinds = self.draw(st.lists(st.sampled_from(self.kinds), min_size=1, max_size=size))
        for kind in kinds:
            if self.outlets:
                getattr(self, f"_{kind}", self._node)(kind)
        endings = ["end"] * 5 + ["terminate"] * ("sub" in self.kinds)
        ends: list[str] = []
        for outlet in self.outlets:
            if outlet.startswith(("user", "sub", "message")) and self.draw(st.integers(0, 4)) == 4:
                continue
            is_shared = ends and self.draw(st.booleans())
            end = ends[-1] if is_shared else self.sketch.add(self.draw(st.sampled_from(endings)))
            ends.append(end)
            self._flow(outlet, end)
        return self.sketch.graph()

    def _enter(self, node_id: str) -> None:
        """Lead one or more of the open ways into a node."""
        self.entries.append(node_id)
        wanted = self.draw(st.integers(1, min(3, len(self.outlets))))
        for _ in range(wanted):
            index = self.draw(st.integers(0, len(self.outlets) - 1))
            self._flow(self.outlets.pop(index), node_id)

    def _flow(self, source: str, target: str) -> None:
        is_link = "event" in self.kinds and self.draw(st.integers(0, 9)) == 9
        self.sketch.flow(source, target, is_link=is_link)

    def _add(self, kind: str, ways_out: int = 1, **values: Any) -> str:
        node_id = self.sketch.add(kind, **values)
        self._enter(node_id)
        self.outlets += [node_id] * ways_out
        return node_id

    def _node(self, kind: str) -> None:
        """A user task, catch event, parallel gateway or task, with one way out or two."""
        self._add(kind, self.draw(st.sampled_from([1, 1, 2] if kind != "and" else [1, 2])))

    def _many(self, kind: str) -> None:
        number, is_parallel = self.draw(st.tuples(st.integers(0, 3), st.booleans()))
        self._add("user", instances=number, is_parallel=is_parallel)

    def _quantity(self, kind: str) -> None:
        numbers = self.draw(st.sampled_from([(2, 1), (1, 2), (2, 2)]))
        self._add("user", start_quantity=numbers[0], completion_quantity=numbers[1])

    def _xor(self, kind: str) -> None:
        """Decides by its visits; one of its ways may lead back, but not the one it takes at last."""
        ways = self.draw(st.integers(2, 3))
        chosen = self.draw(st.lists(st.integers(0, ways - 1), max_size=3))
        last = self.draw(st.integers(1, ways - 1))
        name = self._add("xor", 0, choices=only(*chosen, last), default=last)
        leads_back = self.draw(st.booleans())
        if leads_back:
            self._flow(name, self.draw(st.sampled_from(self.entries)))
        self.outlets += [name] * (ways - leads_back)

    def _split(self, kind: str) -> None:
        """An inclusive gateway that decides by its visits; what counts them needs one way in."""
        ways = self.draw(st.integers(2, 3))
        subset = st.sets(st.integers(0, ways - 1), min_size=1)
        chosen = self.draw(st.lists(subset, min_size=1, max_size=3))
        before = self._add("pass", 0)
        name = self.sketch.add("or", choices=each(chosen))
        self.sketch.flow(before, name)
        self.outlets += [name] * ways

    def _or(self, kind: str) -> None:
        """An inclusive join, which may split as well."""
        subset = self.draw(st.sampled_from([None, {0}, {1}, {0, 1}]))
        if subset is None:
            self._add("or")
        else:
            self._add("or", 2, choices=each([subset]))

    def _event(self, kind: str) -> None:
        name = self._add("event", 0)
        for trigger in ("message", self.draw(st.sampled_from(TRIGGERS))):
            caught = self.sketch.add(trigger)
            self.sketch.flow(name, caught)
            self.outlets.append(caught)

    def _bounded(self, kind: str) -> None:
        inside = self._inside(3) if self.draw(st.integers(0, 3)) == 3 else None
        host = self._add("sub", inside=inside) if inside else self._add("user")
        trigger, is_interrupting = self.draw(st.tuples(st.sampled_from(TRIGGERS), st.booleans()))
        self.outlets.append(
            self.sketch.add("boundary", host=host, trigger=trigger, is_interrupting=is_interrupting)
        )

    def _sub(self, kind: str) -> None:
        self._add("sub", inside=self._inside(4))

    def _broken(self, kind: str) -> None:
        """A sub-process of which one branch ends with an error that is caught."""
        inner = _Wiring(self.draw, ("user", "user", "and", "xor"), self.sketch)
        host = self._add("sub", inside=inner.failing())
        self.outlets.append(self.sketch.add("boundary", host=host, trigger="error"))

    def _watched(self, kind: str) -> None:
        """An event sub-process of this scope, one of each trigger."""
        trigger = self.draw(st.sampled_from(TRIGGERS))
        if trigger in self.watched:
            return
        self.watched.add(trigger)
        events = _Wiring(self.draw, ("user", "user", "and"), self.sketch)
        events.sketch = Sketch(self.sketch)
        begin = events.sketch.add(
            "start", trigger=trigger, is_interrupting=self.draw(st.booleans())
        )
        events.outlets = [begin]
        self.sketch.add("events", inside=events.graph(2))

    def failing(self) -> Graph:
        self._add("and", 2)
        self._flow(self.outlets.pop(0), self.sketch.add("error"))
        return self.graph(3)

    def _inside(self, size: int) -> Graph:
        kinds = tuple(k for k in self.kinds if k not in ("sub", "bounded", "broken"))
        return _Wiring(self.draw, kinds or ("user",), self.sketch).graph(size)


@st.composite
def graphs(draw: Draw, kinds: tuple[str, ...], size: int = 14) -> Graph:
    """A graph of nodes of these kinds; a kind that comes more often is drawn more often."""
    return _Wiring(draw, kinds, None).graph(size)

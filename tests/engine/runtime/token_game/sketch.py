"""A graph in the making, under fresh names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, pairwise
from typing import Any

from tests.engine.runtime.token_game.graph import Flow, Graph, Node


class Sketch:
    """Collects nodes and flows; sketches of sub-processes share the numbers of their parent."""

    def __init__(self, parent: Sketch | None = None) -> None:
        self._numbers: count[int] = count(1) if parent is None else parent._numbers
        self._nodes: dict[str, Node] = {}
        self._flows: list[Flow] = []

    def add(self, kind: str, node_id: str = "", **values: Any) -> str:
        name = node_id or f"{kind}{next(self._numbers)}"
        self._nodes[name] = Node(id=name, kind=kind, **values)
        return name

    def flow(self, source: str, target: str, *, is_link: bool = False) -> None:
        self._flows.append(Flow(f"f{next(self._numbers)}", source, target, is_link))

    def chain(self, *node_ids: str) -> None:
        for source, target in pairwise(node_ids):
            self.flow(source, target)

    def graph(self) -> Graph:
        return Graph(self._nodes, tuple(self._flows))


def only(*indexes: int) -> tuple[frozenset[int], ...]:
    """Choices that take one flow at each visit."""
    return tuple(frozenset({index}) for index in indexes)


def each(sets: Iterable[Iterable[int]]) -> tuple[frozenset[int], ...]:
    """Choices that take several flows at each visit."""
    return tuple(frozenset(chosen) for chosen in sets)

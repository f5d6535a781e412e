"""Ways for edges over the grid, one edge after the other.

Each takes the cheapest of length, bends, crossings and shared lines (A*: Hart, Nilsson, Raphael
1968).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bpmn.drawing.elements import Edge, Node
from bpmn.drawing.geometry import Side
from bpmn.drawing.grid import Grid
from bpmn.drawing.streets import Place, State, Streets


@dataclass(kw_only=True)
class Way:
    """The crossings of lines where an edge turns, and the sides where it leaves and arrives."""

    edge: Edge
    source: Node
    target: Node
    leaves: Side
    arrives: Side
    places: list[Place]
    leave_shift: float = 0
    arrive_shift: float = 0


class Router:
    """Routes the edges of a scope."""

    def __init__(self, grid: Grid, nodes: dict[str, Node], back: set[str]) -> None:
        self._grid = grid
        self._nodes = nodes
        self._back = back
        self._streets = Streets(grid)
        self._ports: dict[tuple[str, Side], list[bool]] = defaultdict(list)
        self._hosts = {node.host for node in nodes.values() if node.host}

    def route_all(self, edges: list[Edge]) -> list[Way]:
        """A way for every edge, straight ones first, those that go back last."""
        return [self._route(edge) for edge in sorted(edges, key=self._urgency)]

    def _urgency(self, edge: Edge) -> tuple[bool, bool, int, int]:
        source, target = self._nodes[edge.source], self._nodes[edge.target]
        across = abs(source.row - target.row)
        far = abs(source.column - target.column)
        return not edge.is_flow, edge.id in self._back, min(across, 1), across + far

    def _route(self, edge: Edge) -> Way:
        source, target = self._nodes[edge.source], self._nodes[edge.target]
        goals: dict[State, float] = {}
        sides: dict[State, Side] = {}
        for side, cost, offset in self._arrivals(edge, source, target):
            place = self._grid.port(target, side, offset)
            goals[(*place, side.opposite)] = cost + self._grid.stub(target, place)
            sides[(*place, side.opposite)] = side
        starts: dict[State, float] = {}
        carrier = self._carrier(source)
        for side, cost in self._departures(edge, source):
            place = self._grid.port(carrier, side, source.offset if source.host else 0)
            starts[(*place, side)] = cost + self._grid.stub(carrier, place)
        states = self._streets.cheapest(starts, goals)
        way = Way(
            edge=edge,
            source=source,
            target=target,
            leaves=states[0][2],
            arrives=sides[states[-1]],
            places=[state[:2] for state in states],
        )
        self._note(way, states)
        way.places = _corners(states)
        return way

    def _carrier(self, node: Node) -> Node:
        return self._nodes.get(node.host, node) if node.host else node

    def _departures(self, edge: Edge, source: Node) -> Iterator[tuple[Side, float]]:
        if source.host:
            yield Side.BOTTOM, 0.0
            return
        sideways = 0.0 if source.is_gateway else 65.0
        costs = {Side.RIGHT: 0.0, Side.TOP: sideways, Side.BOTTOM: sideways, Side.LEFT: 500.0}
        if edge.id in self._back:
            costs |= {Side.RIGHT: 40.0, Side.TOP: 10.0, Side.BOTTOM: 10.0, Side.LEFT: 100.0}
        if not edge.is_flow:
            costs = dict.fromkeys(Side, 0.0)
        for side, cost in costs.items():
            yield side, cost + self._port_cost(source, side, leaving=True)

    def _arrivals(
        self, edge: Edge, source: Node, target: Node
    ) -> Iterator[tuple[Side, float, int]]:
        sideways = 15.0 if target.is_gateway else 55.0
        costs = {Side.LEFT: 0.0, Side.TOP: sideways, Side.BOTTOM: sideways, Side.RIGHT: 450.0}
        if edge.id in self._back:
            costs |= {Side.TOP: 0.0, Side.BOTTOM: 0.0, Side.LEFT: 30.0, Side.RIGHT: 90.0}
        if not edge.is_flow:
            costs = dict.fromkeys(Side, 0.0)
        for side, cost in costs.items():
            yield side, cost + self._port_cost(target, side, leaving=False), 0
        is_below = source.host and source.column == target.column and target.id != source.host
        if is_below and abs(source.offset) < target.width / 2 - 8:
            yield Side.TOP, 0.0, source.offset

    def _port_cost(self, node: Node, side: Side, *, leaving: bool) -> float:
        cost = 0.0
        if side is Side.BOTTOM and node.id in self._hosts:
            cost += 1000.0
        for used in self._ports[(node.id, side)]:
            if used is not leaving:
                cost += 700.0 if node.is_gateway else 300.0 if side.is_level else 120.0
            elif node.is_gateway:
                cost += 160.0 if leaving else 30.0
            else:
                cost += 12.0
        return cost

    def _note(self, way: Way, states: list[State]) -> None:
        self._ports[(way.source.id, way.leaves)].append(True)
        self._ports[(way.target.id, way.arrives)].append(False)
        self._streets.note(states)


def _corners(states: list[State]) -> list[Place]:
    """Places where the way turns, with its first and its last."""
    turns = [one[:2] for one, other in pairwise(states) if one[:2] == other[:2]]
    return [states[0][:2], *turns, states[-1][:2]]

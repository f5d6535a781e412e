"""What it costs to go from one crossing of lines to the next, and the cheapest way between two.

The search is the time that a layout takes: so crossings and directions are plain numbers here.
"""

import heapq
from itertools import pairwise

from bpmn.drawing.geometry import Side
from bpmn.drawing.grid import Grid

BEND = 45.0
_CROSSING = 30.0
_SHARED_LINE = 600.0
_SHARED_GAP = 4.0
_SIDES = (Side.RIGHT, Side.LEFT, Side.TOP, Side.BOTTOM)
_NUMBERS = {side: number for number, side in enumerate(_SIDES)}
_TURNS = ((2, 3), (2, 3), (0, 1), (0, 1))
_NOWHERE = float("inf")
Place = tuple[int, int]
State = tuple[int, int, Side]


class Streets:
    """The costs of every step, which grow where edges already run."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._wide, self._high = len(grid.xs), len(grid.ys)
        self._steps = (1, -1, -self._wide, self._wide)
        self._costs = [self._first_costs(side) for side in _SIDES]

    def _first_costs(self, side: Side) -> list[float]:
        grid = self._grid
        costs: list[float] = []
        dx, dy = side.value
        for y in range(self._high):
            for x in range(self._wide):
                after = (x + dx, y + dy)
                inside = 0 <= after[0] < self._wide and 0 <= after[1] < self._high
                if not inside or after in grid.blocked:
                    costs.append(_NOWHERE)
                    continue
                across = abs(grid.about_x[after[0]] - grid.about_x[x])
                costs.append(across + abs(grid.about_y[after[1]] - grid.about_y[y]))
        return costs

    def cheapest(self, starts: dict[State, float], goals: dict[State, float]) -> list[State]:
        """The states of the cheapest way, each with the direction in which it is passed."""
        ends = {self._number(state): cost for state, cost in goals.items()}
        xs = [self._grid.about_x[x] for x, _, _ in goals]
        ys = [self._grid.about_y[y] for _, y, _ in goals]
        box = (min(xs), max(xs), min(ys), max(ys))
        best = {self._number(state): cost for state, cost in starts.items()}
        came: dict[int, int] = {}
        heap = [(cost + self._ahead(state >> 2, box), state) for state, cost in best.items()]
        heapq.heapify(heap)
        closed: set[int] = set()
        while heap:
            _, state = heapq.heappop(heap)
            if state < 0:
                return self._trace(-state - 1, came)
            if state in closed:
                continue
            closed.add(state)
            spent = best[state]
            if state in ends:
                heapq.heappush(heap, (spent + ends[state], -state - 1))
            place, heading = state >> 2, state & 3
            after = (
                (state + self._steps[heading] * 4, self._costs[heading][place]),
                (place * 4 + _TURNS[heading][0], BEND),
                (place * 4 + _TURNS[heading][1], BEND),
            )
            for other, cost in after:
                total = spent + cost
                if total < best.get(other, _NOWHERE):
                    best[other] = total
                    came[other] = state
                    heapq.heappush(heap, (total + self._ahead(other >> 2, box), other))
        raise AssertionError("the outermost gaps reach every node")

    def _number(self, state: State) -> int:
        x, y, side = state
        return (y * self._wide + x) * 4 + _NUMBERS[side]

    def _ahead(self, place: int, box: tuple[float, float, float, float]) -> float:
        x = self._grid.about_x[place % self._wide]
        y = self._grid.about_y[place // self._wide]
        left, right, top, bottom = box
        return max(left - x, x - right, 0.0) + max(top - y, y - bottom, 0.0)

    def _trace(self, state: int, came: dict[int, int]) -> list[State]:
        found = [state]
        while found[-1] in came:
            found.append(came[found[-1]])
        return [
            ((number >> 2) % self._wide, (number >> 2) // self._wide, _SIDES[number & 3])
            for number in found[::-1]
        ]

    def note(self, states: list[State]) -> None:
        """Makes it dearer to run along a way, and to cross it."""
        turned = {one[:2] for one, other in pairwise(states) if one[:2] == other[:2]}
        for one, other in pairwise(states):
            if one[:2] != other[:2]:
                self._note_line(one, other[:2])
        for x, y, side in states:
            if (x, y) not in turned:
                across = (Side.TOP, Side.BOTTOM) if side.is_level else (Side.RIGHT, Side.LEFT)
                for way in across:
                    before = (x - way.value[0], y - way.value[1])
                    self._add(before, way, _CROSSING)

    def _note_line(self, one: State, other: Place) -> None:
        line = self._grid.ys[one[1]] if one[2].is_level else self._grid.xs[one[0]]
        cost = _SHARED_GAP if line.is_gap else _SHARED_LINE
        self._add(one[:2], one[2], cost)
        self._add(other, one[2].opposite, cost)

    def _add(self, place: Place, side: Side, cost: float) -> None:
        x, y = place
        if 0 <= x < self._wide and 0 <= y < self._high:
            self._costs[_NUMBERS[side]][y * self._wide + x] += cost

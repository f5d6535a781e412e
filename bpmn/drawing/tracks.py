"""Tracks: edges that run in the same gap get lines of their own there.

Their order is the one that crosses least. A gap is as wide as its tracks need.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bpmn.drawing.geometry import Side
from bpmn.drawing.grid import Grid
from bpmn.drawing.paths import Way

TRACK = 12
_OVERLAP = 8.0
_ROUNDS = 6


@dataclass(eq=False, kw_only=True)
class Segment:
    """A straight part of an edge: on line `line`, from `low` to `high` of the other axis."""

    is_level: bool
    line: int
    low: float
    high: float
    place: float = 0
    # Each end: where, and whether the edge goes on to smaller (-1) or greater (+1) places.
    ends: "list[tuple[Segment, int]]" = field(default_factory=list)
    low_at: float = 0
    high_at: float = 0
    track: int = 0


def segments_of(way: Way) -> list[Segment]:
    """The straight parts of a way, in its order, each knowing those beside it."""
    parts: list[Segment] = []
    is_level = way.leaves.is_level
    for one, other in pairwise(way.places):
        axis, across = (0, 1) if is_level else (1, 0)
        parts.append(
            Segment(
                is_level=is_level,
                line=one[across],
                low=min(one[axis], other[axis]),
                high=max(one[axis], other[axis]),
            )
        )
        is_level = not is_level
    for index, part in enumerate(parts):
        if index > 0:
            part.ends.append((parts[index - 1], _way_on(way, parts, index - 1, -1)))
        if index + 1 < len(parts):
            part.ends.append((parts[index + 1], _way_on(way, parts, index + 1, 1)))
    return parts


def _way_on(way: Way, parts: list[Segment], index: int, step: int) -> int:
    """On which side of the joint with its neighbour the segment `index` lies."""
    if index == 0:
        return -_sign_of(way.leaves)
    if index == len(parts) - 1:
        return -_sign_of(way.arrives)
    axis = 0 if parts[index].is_level else 1
    joint, far = (index, index + 1) if step == 1 else (index + 1, index)
    difference = way.places[far][axis] - way.places[joint][axis]
    return (difference > 0) - (difference < 0)


def _sign_of(side: Side) -> int:
    return side.value[0] + side.value[1]


def gap_segments(
    all_parts: list[list[Segment]], grid: Grid
) -> dict[tuple[bool, int], list[Segment]]:
    """Segments that run in gaps, by whether they are level and by the number of the gap."""
    found: dict[tuple[bool, int], list[Segment]] = defaultdict(list)
    for parts in all_parts:
        for part in parts:
            line = (grid.ys if part.is_level else grid.xs)[part.line]
            if line.is_gap:
                found[(part.is_level, line.number)].append(part)
    return found


def assign_tracks(parts: list[Segment]) -> int:
    """Gives the segments of one gap their tracks, from 0; returns how many there are."""
    for part in parts:
        spots = [end.place for end, _ in part.ends]
        part.low_at, part.high_at = min(spots), max(spots)
    order = _order(parts)
    count = 0
    for index, part in enumerate(order):
        before = [other.track for other in order[:index] if _touch(part, other)]
        part.track = max(before, default=-1) + 1
        count = max(count, part.track + 1)
    return count


def head_on(parts: list[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Ends, each with its segment, that lie on an end of another segment of the same gap."""
    for one in parts:
        for other in parts:
            if one.track <= other.track:
                continue
            for end, way in one.ends:
                for met, met_way in other.ends:
                    if abs(end.place - met.place) < 1 and way < 0 < met_way:
                        yield end, one
                        yield met, other


def _touch(one: Segment, other: Segment) -> bool:
    return one.low_at <= other.high_at + 6 and other.low_at <= one.high_at + 6


def _order(parts: list[Segment]) -> list[Segment]:
    order = sorted(parts, key=lambda part: (sum(way for _, way in part.ends), part.low_at))
    costs = {
        (id(one), id(other)): _cost(one, other)
        for one in parts
        for other in parts
        if one is not other
    }
    for _ in range(_ROUNDS):
        has_moved = False
        for index in range(len(order)):
            part = order[index]
            place, gain = _best_place(order, index, costs)
            if gain < 0:
                order.pop(index)
                order.insert(place, part)
                has_moved = True
        if not has_moved:
            break
    return order


def _best_place(
    order: list[Segment], index: int, costs: dict[tuple[int, int], float]
) -> tuple[int, float]:
    """Where a segment would cost least, and what that would change."""
    part = order[index]
    best = (index, -1e-6)
    found = (index, 0.0)
    for step in (-1, 1):
        change = 0.0
        place = index + step
        while 0 <= place < len(order):
            other = order[place]
            difference = costs[(id(part), id(other))] - costs[(id(other), id(part))]
            change += difference if step == -1 else -difference
            if change < best[1]:
                best = found = (place, change)
            place += step
    return found


def _cost(first: Segment, second: Segment) -> float:
    """Crossings and overlaps if the first lies on the smaller track."""
    cost = 0.0
    for end, way in first.ends:
        if way > 0 and second.low_at < end.place < second.high_at:
            cost += 1
    for end, way in second.ends:
        if way < 0 and first.low_at < end.place < first.high_at:
            cost += 1
    for one, one_way in first.ends:
        for other, other_way in second.ends:
            if abs(one.place - other.place) < 1:
                if one_way > 0 > other_way:
                    cost += _OVERLAP
                elif one_way == other_way:
                    cost += 0.1
    return cost

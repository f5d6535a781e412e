"""From columns, rows and ways to pixels.

How wide each column and gap is, where every shape, label and bend stands.
"""

from collections import defaultdict
from itertools import pairwise

from bpmn.drawing.elements import Node
from bpmn.drawing.geometry import Picture, Rect, Side, around
from bpmn.drawing.grid import GAP_HEIGHT, GAP_WIDTH, MIN_COLUMN, Grid
from bpmn.drawing.labels import cell_labels
from bpmn.drawing.paths import Way
from bpmn.drawing.tracks import (
    TRACK,
    Segment,
    assign_tracks,
    gap_segments,
    head_on,
    segments_of,
)

_EDGE_GAP = 30
_LANE_GAP = 20
_MIN_LANE = 120
_ROUNDS = 3
_ASIDE = 12
Boundaries = dict[str, list[Node]]


class Pixels:
    """Turns a routed grid into a picture."""

    def __init__(self, grid: Grid, ways: list[Way], boundaries: Boundaries) -> None:
        self._grid = grid
        self._ways = ways
        self._boundaries = boundaries
        self._parts = [segments_of(way) for way in ways]
        self._spread()
        self._labels = {
            node.id: cell_labels(node, boundaries.get(node.id, []), ways) for node in grid.nodes
        }
        self._gaps = gap_segments(self._parts, grid)
        self._counts: dict[tuple[bool, int], int] = {}

    def paint(self) -> Picture:
        """Shapes, labels, edges and the bands of the lanes."""
        self._measure_cells()
        for _ in range(_ROUNDS):
            self._set_coordinates()
            self._set_places()
            self._counts = {key: assign_tracks(parts) for key, parts in self._gaps.items()}
            self._untangle()
        self._set_coordinates()
        self._set_places()
        return self._picture()

    def _measure_cells(self) -> None:
        columns, rows = self._grid.columns, self._grid.rows
        self._left = [MIN_COLUMN / 2] * columns
        self._right = [MIN_COLUMN / 2] * columns
        self._up = [0.0] * rows
        self._down = [0.0] * rows
        for node in self._grid.nodes:
            rects = [Rect(-node.width / 2, -node.height / 2, node.width, node.height)]
            rects += self._labels[node.id].values()
            rects += [
                Rect(boundary.offset - 18, node.height / 2 - 18, 36, 36)
                for boundary in self._boundaries.get(node.id, [])
            ]
            left, right, up, down = around(rects)
            self._up[node.row] = max(self._up[node.row], up)
            self._down[node.row] = max(self._down[node.row], down)
            if node.span == 1:
                self._left[node.column] = max(self._left[node.column], left)
                self._right[node.column] = max(self._right[node.column], right)

    def _set_coordinates(self) -> None:
        grid = self._grid
        self._gap_x: list[float] = []
        self._gap_widths: list[float] = []
        self._center_x: list[float] = []
        x = 0.0
        for column in range(grid.columns + 1):
            is_edge = column in (0, grid.columns)
            width = self._gap_size(False, column, _EDGE_GAP if is_edge else GAP_WIDTH)
            self._gap_x.append(x)
            self._gap_widths.append(width)
            x += width
            if column < grid.columns:
                self._center_x.append(x + self._left[column])
                x += self._left[column] + self._right[column]
        self._width = x
        self._set_rows()

    def _set_rows(self) -> None:
        grid = self._grid
        self._gap_y = [0.0] * grid.gaps_down
        self._gap_heights = [0.0] * grid.gaps_down
        self._center_y = [0.0] * grid.rows
        self._bands: list[tuple[float, float]] = []
        y = 0.0
        for rows, (first, last) in zip(grid.lane_rows, grid.lane_gaps, strict=True):
            top = y
            for gap in range(first, last + 1):
                least = _LANE_GAP if gap in (first, last) else GAP_HEIGHT
                height = self._gap_size(True, gap, least)
                self._gap_y[gap], self._gap_heights[gap] = y, height
                y += height
                if gap < last:
                    row = rows[gap - first]
                    self._center_y[row] = y + self._up[row]
                    y += self._up[row] + self._down[row]
            if len(grid.lane_rows) > 1 and y - top < _MIN_LANE:
                y = top + _MIN_LANE
            self._bands.append((top, y - top))
        self._height = y

    def _gap_size(self, is_level: bool, number: int, least: int) -> float:
        tracks = self._counts.get((is_level, number), 0)
        return max(least, (tracks - 1) * TRACK + 28) if tracks else least

    def _set_places(self) -> None:
        for parts, way in zip(self._parts, self._ways, strict=True):
            for index, part in enumerate(parts):
                part.place = self._place(part)
                if index == 0:
                    part.place = self._port_place(way, way.source, way.leaves, way.leave_shift)
                elif index == len(parts) - 1:
                    part.place = self._arrival_place(way, part)
            if len(parts) == 1 and not way.leaves.is_level:
                parts[0].place = self._place(parts[0])

    def _place(self, part: Segment) -> float:
        line = (self._grid.ys if part.is_level else self._grid.xs)[part.line]
        if not line.is_gap:
            centers = self._center_y if part.is_level else self._center_x
            return centers[line.number] + line.offset
        starts = self._gap_y if part.is_level else self._gap_x
        sizes = self._gap_heights if part.is_level else self._gap_widths
        count = self._counts.get((part.is_level, line.number), 1)
        first = (sizes[line.number] - (count - 1) * TRACK) / 2
        return starts[line.number] + first + part.track * TRACK

    def _arrival_place(self, way: Way, part: Segment) -> float:
        if way.arrives.is_level:
            return self._center_y[way.target.row] + way.arrive_shift
        return self._place(part) + way.arrive_shift

    def _port_place(self, way: Way, node: Node, side: Side, shift: float) -> float:
        if side.is_level:
            return self._center_y[node.row] + shift
        return self._center_x[node.column] + (node.offset if node.host else shift)

    def _spread(self) -> None:
        """Edges that share a side of a task leave and arrive beside each other."""
        ports: dict[tuple[str, Side], list[tuple[float, Way, bool, int]]] = defaultdict(list)
        for way, parts in zip(self._ways, self._parts, strict=True):
            if len(parts) == 1:
                fixed = (0.0, way, True, 1)
                ports[(way.source.id, way.leaves)].append(fixed)
                ports[(way.target.id, way.arrives)].append(fixed)
                continue
            ports[(way.source.id, way.leaves)].append((_heading(way), way, True, len(parts)))
            ports[(way.target.id, way.arrives)].append((_origin(way), way, False, len(parts)))
        nodes = {node.id: node for node in self._grid.nodes}
        for (name, side), group in ports.items():
            node = nodes.get(name)
            if node is None or node.is_gateway or node.is_event or len(group) < 2:
                continue
            _spread_port(group, 14 if side.is_level else 18)

    def _untangle(self) -> None:
        """Two edges that would meet head-on between neighbours pass each other instead.

        No order of tracks helps where each goes to the row that the other comes from.
        """
        owners = {
            id(parts[index]): (way, index == 0)
            for parts, way in zip(self._parts, self._ways, strict=True)
            if len(parts) > 1
            for index in (0, -1)
        }
        for parts in self._gaps.values():
            for end, part in head_on(parts):
                way, is_leaving = owners.get(id(end), (None, False))
                if way is None:
                    continue
                node = way.source if is_leaving else way.target
                is_named = way.edge.id in self._labels.get(node.id, {})
                if node.is_gateway or node.is_event or is_named:
                    continue
                aside = _ASIDE if part.high_at > end.place + 1 else -_ASIDE
                if is_leaving and not way.leave_shift:
                    way.leave_shift = aside
                elif not is_leaving and not way.arrive_shift:
                    way.arrive_shift = aside

    def _picture(self) -> Picture:
        picture = Picture(width=self._width, height=self._height, bands=self._bands)
        for node in self._grid.nodes:
            x, y = self._middle(node)
            picture.shapes[node.id] = Rect(
                x - node.width / 2, y - node.height / 2, node.width, node.height
            )
            for boundary in self._boundaries.get(node.id, []):
                picture.shapes[boundary.id] = Rect(
                    x + boundary.offset - 18, y + node.height / 2 - 18, 36, 36
                )
            for key, rect in self._labels[node.id].items():
                picture.labels[key] = rect.moved(x, y)
        for way, parts in zip(self._ways, self._parts, strict=True):
            picture.edges[way.edge.id] = self._points(picture, way, parts)
        return picture

    def _middle(self, node: Node) -> tuple[float, float]:
        x = self._center_x[node.column]
        if node.span > 1:
            x += node.width / 2 - self._left[node.column]
        return x, self._center_y[node.row]

    def _points(
        self, picture: Picture, way: Way, parts: list[Segment]
    ) -> list[tuple[float, float]]:
        source, target = picture.shapes[way.source.id], picture.shapes[way.target.id]
        points = [_dock(source, way.leaves, parts[0].place)]
        for one, other in pairwise(parts):
            points.append((other.place, one.place) if one.is_level else (one.place, other.place))
        points.append(_dock(target, way.arrives, parts[-1].place))
        return [
            point for index, point in enumerate(points) if index == 0 or point != points[index - 1]
        ]


def _dock(shape: Rect, side: Side, place: float) -> tuple[float, float]:
    return {
        Side.RIGHT: (shape.right, place),
        Side.LEFT: (shape.x, place),
        Side.TOP: (place, shape.y),
        Side.BOTTOM: (place, shape.bottom),
    }[side]


def _heading(way: Way) -> float:
    """Where a bent edge goes after it has left: up or left is less than 0."""
    axis = 1 if way.leaves.is_level else 0
    if len(way.places) == 3:
        return -way.arrives.value[axis]
    return way.places[2][axis] - way.places[1][axis]


def _origin(way: Way) -> float:
    """Where a bent edge comes from before it arrives: from above or left is less than 0."""
    axis = 1 if way.arrives.is_level else 0
    if len(way.places) == 3:
        return -way.leaves.value[axis]
    return way.places[-3][axis] - way.places[-2][axis]


def _spread_port(group: list[tuple[float, Way, bool, int]], step: float) -> None:
    straight = [item for item in group if item[3] == 1]
    bent = [item for item in group if item[3] > 1]
    before = sorted((item for item in bent if item[0] < 0), key=lambda item: item[0])
    after = sorted((item for item in bent if item[0] >= 0), key=lambda item: item[0])
    slots: list[tuple[tuple[float, Way, bool, int], float]] = []
    if straight or (before and after):
        middle = 0.0 if straight else 0.5
        slots += [(item, -(index + 1 - middle)) for index, item in enumerate(before[::-1])]
        slots += [(item, index + 1 - middle) for index, item in enumerate(after)]
    else:
        run = before or after
        slots += [(item, index - (len(run) - 1) / 2) for index, item in enumerate(run)]
    reach = max((abs(slot) for _, slot in slots), default=0.0)
    step = min(step, 32 / reach) if reach else step
    for (_, way, is_leaving, _), slot in slots:
        if is_leaving:
            way.leave_shift = slot * step
        else:
            way.arrive_shift = slot * step

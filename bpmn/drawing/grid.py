"""The lines that edges may run on.

They go through the middle of free cells, and in the gaps between columns and between rows, where
every line has room for many tracks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpmn.drawing.elements import Node
from bpmn.drawing.geometry import Side
from bpmn.drawing.wording import text_size

GAP_WIDTH = 50
GAP_HEIGHT = 30
MIN_COLUMN = 110
BOUNDARY_WIDTH = 72
_SMALL = 100
_REACH = 90
_INNER_STEP = 14


@dataclass(frozen=True)
class Line:
    """A line of the grid: of a gap, or of a column or row (then `offset` from its middle)."""

    is_gap: bool
    number: int
    offset: int = 0


class Grid:
    """Lines of a scope, about where they are, and what stands in their way."""

    def __init__(self, nodes: Iterable[Node], columns: int, lane_rows: list[list[int]]) -> None:
        self.nodes = [node for node in nodes if not node.host]
        self.columns = columns
        self.lane_rows = lane_rows
        self.offsets: dict[int, set[int]] = {column: {0} for column in range(columns)}
        self.rows = sum(map(len, lane_rows))

    def build(self, boundaries: Iterable[Node]) -> None:
        """Makes the lines, with one more in a column for each boundary event there."""
        boundaries = list(boundaries)
        for node in boundaries:
            self.offsets[node.column].add(node.offset)
        self.xs: list[Line] = []
        for column in range(self.columns):
            self.xs.append(Line(True, column))
            self.xs += [Line(False, column, offset) for offset in sorted(self.offsets[column])]
        self.xs.append(Line(True, self.columns))
        self.ys: list[Line] = []
        self.lane_gaps: list[tuple[int, int]] = []
        self._reaches = self._small_reaches(boundaries)
        gap = 0
        for rows in self.lane_rows:
            first = gap
            for row in rows:
                reach = self._reaches.get(row)
                offsets = [] if reach is None else [reach, reach + _INNER_STEP]
                self.ys.append(Line(True, gap))
                self.ys += [Line(False, row, -offset) for offset in offsets[::-1]]
                self.ys.append(Line(False, row))
                self.ys += [Line(False, row, offset) for offset in offsets]
                gap += 1
            self.ys.append(Line(True, gap))
            self.lane_gaps.append((first, gap))
            gap += 1
        self.gaps_down = gap
        self._x_of = {line: index for index, line in enumerate(self.xs)}
        self._y_of = {line: index for index, line in enumerate(self.ys)}
        self.blocked = {place for node in self.nodes for place in self._cells(node)}
        self._estimate()

    def _small_reaches(self, boundaries: list[Node]) -> dict[int, int]:
        """Rows that a tall shape makes tall, each with how far its small shapes reach up or down.

        Edges may pass above and below those, beside the tall one.
        """
        reaches: dict[int, int] = {}
        for row in range(self.rows):
            inside = [node for node in self.nodes if node.row == row]
            small = {node.id for node in inside if node.height <= _SMALL and node.span == 1}
            names = [
                text_size(event.name, BOUNDARY_WIDTH)[1]
                for event in boundaries
                if event.host in small
            ]
            reach = max([_REACH, *(68 + height for height in names)])
            tallest = max((node.height for node in inside), default=0)
            if small and tallest / 2 > reach + 2 * _INNER_STEP:
                reaches[row] = reach
        return reaches

    def _cells(self, node: Node) -> Iterable[tuple[int, int]]:
        y = self.y_row(node.row)
        beside = (2 if node.height > _SMALL else 0) if node.row in self._reaches else 0
        first = self.x_gap(node.column) + 1
        last = self.x_gap(node.column + node.span)
        return [(x, y + up) for x in range(first, last) for up in range(-beside, beside + 1)]

    def _estimate(self) -> None:
        widths = column_widths(self.nodes, self.columns)
        heights = [80] * self.rows
        for node in self.nodes:
            heights[node.row] = max(heights[node.row], node.height)
        self.about_x = _about(self.xs, widths, GAP_WIDTH)
        self.about_y = _about(self.ys, dict(enumerate(heights)), GAP_HEIGHT)

    def x_gap(self, number: int) -> int:
        """Index of the line left of a column."""
        return self._x_of[Line(True, number)]

    def x_column(self, column: int, offset: int = 0) -> int:
        """Index of a line of a column."""
        return self._x_of[Line(False, column, offset)]

    def y_row(self, row: int) -> int:
        """Index of the line through a row."""
        return self._y_of[Line(False, row)]

    def port(self, node: Node, side: Side, offset: int = 0) -> tuple[int, int]:
        """The crossing of lines just outside of a side of a node."""
        y = self.y_row(node.row)
        if side is Side.RIGHT:
            return self.x_gap(node.column + node.span), y
        if side is Side.LEFT:
            return self.x_gap(node.column), y
        is_tall = node.row in self._reaches and node.height > _SMALL
        step = 3 if is_tall else 1
        return self.x_column(node.column, offset), y + step * side.value[1]

    def stub(self, node: Node, place: tuple[int, int]) -> float:
        """About how far it is from the middle of a node to a place."""
        x = self.about_x[self.x_column(node.column)]
        y = self.about_y[self.y_row(node.row)]
        return abs(self.about_x[place[0]] - x) + abs(self.about_y[place[1]] - y)


def column_widths(nodes: Iterable[Node], columns: int) -> dict[int, int]:
    """How wide each column is at the least."""
    widths = dict.fromkeys(range(columns), MIN_COLUMN)
    for node in nodes:
        if node.span == 1 and node.column < columns:
            widths[node.column] = max(widths[node.column], node.width)
    return widths


def _about(lines: list[Line], sizes: Mapping[int, int], gap: int) -> list[float]:
    places: list[float] = []
    start = 0.0
    for index, line in enumerate(lines):
        if line.is_gap:
            places.append(start + gap / 2)
            start += gap
        else:
            places.append(start + sizes[line.number] / 2 + line.offset)
            if index + 1 == len(lines) or lines[index + 1].is_gap:
                start += sizes[line.number]
    return places

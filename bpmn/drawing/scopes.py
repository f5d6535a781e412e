"""Lays out one scope, and the scopes inside it first: columns, rows, ways, tracks, then pixels."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, pairwise

from bpmn.drawing.columns import anchor, assign_columns, flowing
from bpmn.drawing.elements import Node, Scope
from bpmn.drawing.geometry import Picture, along, box_of, crossings
from bpmn.drawing.grid import GAP_WIDTH, Grid, column_widths
from bpmn.drawing.paths import Router
from bpmn.drawing.pixels import Pixels
from bpmn.drawing.rows import TASTES, Taste, assign_rows
from bpmn.drawing.wording import text_size, text_width

PADDING = 12
TITLE = 24
_BOUNDARY_STEP = 60
_LOOSE_COLUMNS = 4


def lay_out(scope: Scope) -> Picture:
    """The picture of a scope."""
    inner = {node.id: lay_out(node.inner) for node in scope.nodes.values() if node.inner}
    boundaries = _boundaries(scope)
    for node in scope.nodes.values():
        _give_size(node, inner.get(node.id), boundaries.get(node.id, []))
    attempts = [_attempt(scope, as_written, TASTES[0]) for as_written in (True, False)]
    costs = [_cost(attempt) for attempt in attempts]
    as_written = costs[0] <= costs[1]
    for taste in TASTES[1:] if len(scope.nodes) > 3 else ():
        attempts.append(_attempt(scope, as_written, taste))
        costs.append(_cost(attempts[-1]))
    picture = attempts[costs.index(min(costs))]
    for name, inside in inner.items():
        shape = picture.shapes[name]
        left = (shape.width - inside.width) / 2
        picture.take_in(inside, shape.x + left, shape.y + TITLE)
    return picture


def _attempt(scope: Scope, as_written: bool, taste: Taste) -> Picture:
    back = assign_columns(scope, as_written=as_written)
    members = _members(scope)
    loose = _loose(scope, members)
    boundaries = _boundaries(scope)
    lane_rows = assign_rows(scope, members, back, taste) if members else _no_rows(scope)
    columns = 1 + max((node.column for node in members), default=-1)
    if not members:
        columns = min(len(loose), _LOOSE_COLUMNS)
    lane_rows, columns = _stand_below(members, loose, lane_rows, columns)
    placed = [*members, *loose]
    for node in placed:
        for boundary in boundaries.get(node.id, []):
            boundary.column, boundary.row = node.column, node.row
    grid = Grid(placed, columns, lane_rows)
    grid.build([boundary for group in boundaries.values() for boundary in group])
    ways = Router(grid, scope.nodes, back).route_all(scope.edges)
    return Pixels(grid, ways, boundaries).paint()


def _cost(picture: Picture) -> float:
    """How hard a picture is to read: crossings first, then lines on each other, bends, size."""
    lines = list(picture.edges.values())
    cost = picture.height / 40 + picture.width / 200
    boxes = [box_of(line) for line in lines]
    for (one, box), (other, other_box) in combinations(zip(lines, boxes, strict=True), 2):
        if not box.meets(other_box):
            continue
        cost += 4 * crossings(one, other) + along(one, other) / 25
    for line in lines:
        cost += len(line) - 2
        cost += sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(line)) / 200
    return cost


def _boundaries(scope: Scope) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in scope.nodes.values():
        if node.host and node.host in scope.nodes:
            found[node.host].append(node)
    return found


def _give_size(node: Node, inner: Picture | None, boundaries: list[Node]) -> None:
    if inner is not None:
        title = min(round(text_width(node.name)) + 20, 240)
        node.width = max(int(inner.width) + 2 * PADDING, title, 110)
        node.height = max(int(inner.height) + TITLE + PADDING, 80)
    if node.tag == "textAnnotation":
        node.width, height = text_size(node.name, 140)
        node.width, node.height = max(node.width + 16, 60), height + 12
    if len(boundaries) > 2:
        node.width = max(node.width, _BOUNDARY_STEP * len(boundaries))
    if len(boundaries) == 1:
        boundaries[0].offset = 25
    step = 56 if len(boundaries) == 2 else _BOUNDARY_STEP
    step = max(step, min(110, node.width // (len(boundaries) + 1)))
    for index, boundary in enumerate(boundaries if len(boundaries) > 1 else []):
        boundary.offset = round((index - (len(boundaries) - 1) / 2) * step)


def _members(scope: Scope) -> list[Node]:
    """The nodes of the layered part: those in the flow, and what hangs on them."""
    found = {name: scope.nodes[name] for name in flowing(scope)}
    for edge in scope.edges:
        if edge.is_flow:
            continue
        source, target = anchor(scope, edge.source), anchor(scope, edge.target)
        for one, other in ((source, target), (target, source)):
            node = scope.nodes[one]
            hangs = node.is_artifact or node.compensates
            if hangs and one not in found and other in found:
                node.column = found[other].column
                node.lane = node.lane if node.compensates else found[other].lane
                found[one] = node
    return list(found.values())


def _loose(scope: Scope, members: list[Node]) -> list[Node]:
    inside = {node.id for node in members}
    return [
        node
        for node in scope.nodes.values()
        if node.id not in inside and not (node.host and node.host in scope.nodes)
    ]


def _no_rows(scope: Scope) -> list[list[int]]:
    return [[] for _ in range(max(len(scope.leaves), 1))]


def _stand_below(
    members: list[Node], loose: list[Node], lane_rows: list[list[int]], columns: int
) -> tuple[list[list[int]], int]:
    """Rows below those of the flow, in each lane, for what no flow reaches."""
    widths = column_widths(members, columns)
    moved: dict[int, int] = {}
    rows: list[list[int]] = []
    count = 0
    for lane, old in enumerate(lane_rows):
        rows.append([])
        for row in old:
            moved[row] = count
            rows[-1].append(count)
            count += 1
        standing = [node for node in loose if node.lane == lane]
        columns, used = _line_up(standing, widths, columns)
        for node in standing:
            node.row += count
        rows[-1] += range(count, count + used)
        count += used
    for node in members:
        node.row = moved[node.row]
    return rows, columns


def _line_up(nodes: Iterable[Node], widths: dict[int, int], columns: int) -> tuple[int, int]:
    """Puts nodes side by side over as many columns as each needs; columns and rows used."""
    row = column = 0
    has_any = False
    for node in nodes:
        span = _span(node, column, widths)
        if column > 0 and column + span > columns:
            row, column = row + 1, 0
            span = _span(node, column, widths)
        node.row, node.column, node.span = row, column, span
        column += span
        columns = max(columns, column)
        has_any = True
    return columns, row + 1 if has_any else 0


def _span(node: Node, column: int, widths: dict[int, int]) -> int:
    span, room = 1, widths.get(column, 110)
    while room < node.width:
        room += GAP_WIDTH + widths.get(column + span, 110)
        span += 1
    return span

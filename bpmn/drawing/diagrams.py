"""The whole diagram of a model: pools with their lanes, one below the other, and message flows."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.drawing.elements import Edge, Lane, Node, Plan, Pool, Scope
from bpmn.drawing.geometry import Picture, Point, Rect
from bpmn.drawing.scopes import lay_out

_HEADER = 30
_LEFT, _TOP = 60, 60
_CLOSED_HEIGHT = 60
_POOL_GAP = 60


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One shape of the diagram interchange."""

    id: str
    bounds: Rect
    label: Rect | None = None
    flags: tuple[tuple[str, str], ...] = ()


@dataclass(kw_only=True)
class Diagram:
    """All shapes and edges, in the order in which they are written."""

    plane: str
    shapes: list[Shape] = field(default_factory=list)
    edges: list[tuple[str, list[Point], Rect | None]] = field(default_factory=list)


def draw_plan(plan: Plan) -> Diagram:
    """Lays out every pool of a plan."""
    diagram = Diagram(plane=plan.plane)
    y = float(_TOP)
    pictures = {pool.id: lay_out(pool.scope) for pool in plan.pools if pool.scope}
    width = max((picture.width for picture in pictures.values()), default=600.0)
    for pool in plan.pools:
        y += _draw_pool(diagram, pool, pictures.get(pool.id), y, width) + _POOL_GAP
    for scope in plan.loose:
        picture = lay_out(scope)
        _draw_scope(diagram, scope, picture, _LEFT, y)
        y += picture.height + _POOL_GAP
    places = {shape.id: shape.bounds for shape in diagram.shapes}
    for flow in plan.message_flows:
        if flow.source in places and flow.target in places:
            points = _straight(places[flow.source], places[flow.target])
            diagram.edges.append((flow.id, points, None))
    return diagram


def _draw_pool(
    diagram: Diagram, pool: Pool, picture: Picture | None, y: float, width: float
) -> float:
    """Adds a pool at a height; returns how high it is."""
    horizontal = (("isHorizontal", "true"),)
    scope = pool.scope
    if scope is None or picture is None:
        bounds = Rect(_LEFT, y, width + 2 * _HEADER, _CLOSED_HEIGHT)
        diagram.shapes.append(Shape(id=pool.id, bounds=bounds, flags=horizontal))
        return _CLOSED_HEIGHT
    depth = _depth(scope.lanes)
    inset = _HEADER * (1 + depth)
    bounds = Rect(_LEFT, y, width + inset, picture.height)
    diagram.shapes.append(Shape(id=pool.id, bounds=bounds, flags=horizontal))
    bands = dict(zip((leaf.id for leaf in scope.leaves), picture.bands, strict=False))
    for lane, level in _lanes(scope.lanes, 1):
        inside = [bands[leaf.id] for leaf in lane.leaves()]
        top, last = inside[0][0], inside[-1]
        left = _LEFT + _HEADER * level
        rect = Rect(left, y + top, bounds.right - left, last[0] + last[1] - top)
        diagram.shapes.append(Shape(id=lane.id, bounds=rect, flags=horizontal))
    _draw_scope(diagram, scope, picture, _LEFT + inset, y)
    return picture.height


def _depth(lanes: list[Lane]) -> int:
    return max((1 + _depth(lane.children) for lane in lanes), default=0)


def _lanes(lanes: list[Lane], level: int) -> Iterator[tuple[Lane, int]]:
    for lane in lanes:
        yield lane, level
        yield from _lanes(lane.children, level + 1)


def _draw_scope(diagram: Diagram, scope: Scope, picture: Picture, x: float, y: float) -> None:
    nodes, edges = list(_all_nodes(scope)), list(_all_edges(scope))
    for node in nodes:
        label = picture.labels.get(node.id)
        diagram.shapes.append(
            Shape(
                id=node.id,
                bounds=_whole(picture.shapes[node.id].moved(x, y)),
                label=_whole(label.moved(x, y)) if label else None,
                flags=_flags(node),
            )
        )
    for edge in edges:
        label = picture.labels.get(edge.id)
        points = [(round(px + x), round(py + y)) for px, py in picture.edges[edge.id]]
        diagram.edges.append((edge.id, points, _whole(label.moved(x, y)) if label else None))


def _all_nodes(scope: Scope) -> Iterator[Node]:
    """Sub-processes before what stands inside; boundary events after all of their scope."""
    ordered = sorted(scope.nodes.values(), key=lambda node: node.host is not None)
    for node in ordered:
        yield node
        if node.inner:
            yield from _all_nodes(node.inner)


def _all_edges(scope: Scope) -> Iterator[Edge]:
    yield from scope.edges
    for node in scope.nodes.values():
        if node.inner:
            yield from _all_edges(node.inner)


def _flags(node: Node) -> tuple[tuple[str, str], ...]:
    if node.inner:
        return (("isExpanded", "true"),)
    if node.tag == "exclusiveGateway":
        return (("isMarkerVisible", "true"),)
    return ()


def _whole(rect: Rect) -> Rect:
    return Rect(round(rect.x), round(rect.y), round(rect.width), round(rect.height))


def _straight(source: Rect, target: Rect) -> list[Point]:
    """A message flow: down or up out of the smaller of the two shapes."""
    x = min((source, target), key=lambda rect: rect.width)
    middle = round(x.x + x.width / 2)
    if source.y < target.y:
        return [(middle, round(source.bottom)), (middle, round(target.y))]
    return [(middle, round(source.y)), (middle, round(target.bottom))]

"""Where names of events, gateways and flows stand, seen from the middle of their node.

Every label stays inside of a cell, so that no other shape and no other edge meets it.
"""

from collections.abc import Iterable, Sequence

from bpmn.drawing.elements import Node
from bpmn.drawing.geometry import Rect, Side
from bpmn.drawing.grid import BOUNDARY_WIDTH
from bpmn.drawing.paths import Way
from bpmn.drawing.wording import FLOW_WIDTH, NAME_WIDTH, text_size


def cell_labels(node: Node, boundaries: list[Node], ways: Sequence[Way]) -> dict[str, Rect]:
    """Labels around a node, by the id of what they name."""
    leaving = [way for way in ways if way.source is node]
    arriving = [way for way in ways if way.target is node]
    labels: dict[str, Rect] = {}
    if node.has_outer_label:
        used = {way.leaves for way in leaving} | {way.arrives for way in arriving}
        labels[node.id] = _name_label(node, used)
    for way in leaving:
        if way.edge.name and not _is_named_at_end(way, ways):
            labels[way.edge.id] = _flow_label(node, way)
    for way in arriving:
        if way.edge.name and _is_named_at_end(way, ways):
            labels[way.edge.id] = _end_label(node, way)
    _lift_over(labels, leaving)
    for boundary in boundaries:
        if boundary.name:
            labels[boundary.id] = _boundary_label(node, boundary, boundaries)
        for way in ways:
            if way.source is boundary and way.edge.name:
                labels[way.edge.id] = _escape_label(node, way, labels.get(boundary.id))
    return labels


def _lift_over(labels: dict[str, Rect], leaving: list[Way]) -> None:
    """The name of a flow that leaves upwards stands above that of one that leaves to the right."""
    names = {way.leaves: way.edge.id for way in leaving if way.edge.id in labels}
    up, right = labels.get(names.get(Side.TOP, "")), labels.get(names.get(Side.RIGHT, ""))
    if up and right and up.right > right.x and up.bottom > right.y - 4:
        labels[names[Side.TOP]] = up.moved(0, right.y - 4 - up.bottom)


def _is_named_at_end(way: Way, ways: Iterable[Way]) -> bool:
    """Flows that leave a gateway on one line are told apart only where they arrive."""
    if way.source.host or len(way.places) < 3:
        return False
    return any(
        other is not way and other.source is way.source and other.leaves is way.leaves
        for other in ways
    )


def _end_label(node: Node, way: Way) -> Rect:
    width, height = text_size(way.edge.name, FLOW_WIDTH)
    level, upright = node.width / 2, node.height / 2
    shift = way.arrive_shift
    if way.arrives is Side.LEFT:
        y = shift - height - 3 if shift <= 0 else shift + 4
        return Rect(-level - 12 - width, y, width, height)
    if way.arrives is Side.RIGHT:
        return Rect(level + 12, shift - height - 3, width, height)
    x = shift + 5 if shift >= 0 else shift - 5 - width
    y = -upright - 12 - height if way.arrives is Side.TOP else upright + 12
    return Rect(x, y, width, height)


def _escape_label(host: Node, way: Way, name: Rect | None) -> Rect:
    width, height = text_size(way.edge.name, FLOW_WIDTH)
    below = host.height / 2 + 20
    if name is not None and name.x > way.source.offset:
        below += name.height
    return Rect(way.source.offset + 5, below, width, height)


def _name_label(node: Node, used: set[Side]) -> Rect:
    width, height = text_size(node.name, NAME_WIDTH)
    reach = node.height / 2
    if Side.BOTTOM not in used:
        return Rect(-width / 2, reach + 4, width, height)
    if Side.TOP not in used:
        return Rect(-width / 2, -reach - 4 - height, width, height)
    narrow, tall = text_size(node.name, 70)
    return Rect(-6 - narrow, -reach + 2 - tall, narrow, tall)


def _flow_label(node: Node, way: Way) -> Rect:
    width, height = text_size(way.edge.name, FLOW_WIDTH)
    level, upright = node.width / 2, node.height / 2
    if way.leaves is Side.RIGHT:
        return Rect(level + 5, -height - 3, width, height)
    if way.leaves is Side.LEFT:
        return Rect(-level - 5 - width, -height - 3, width, height)
    above_or_below = upright + 4 if way.leaves is Side.BOTTOM else -upright - 4 - height
    return Rect(5, above_or_below, width, height)


def _boundary_label(host: Node, boundary: Node, boundaries: list[Node]) -> Rect:
    width, height = text_size(boundary.name, BOUNDARY_WIDTH)
    below = host.height / 2 + 20
    is_last = boundary is max(boundaries, key=lambda other: other.offset)
    if len(boundaries) > 1 and is_last:
        return Rect(boundary.offset + 5, below, width, height)
    return Rect(boundary.offset - 5 - width, below, width, height)

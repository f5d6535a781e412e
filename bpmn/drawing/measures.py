"""Measures a drawing by its diagram interchange alone, whoever drew it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from lxml import etree

from bpmn.drawing.elements import BPMN, local, node_size
from bpmn.drawing.geometry import Rect, Spot, along, crossings
from bpmn.drawing.writing import DI
from engine.dmn.xml import parse

_NOT_DRAWN_AS_NODES = ("participant", "lane", "group")
_DRAWN = ("participant", "lane", "sequenceFlow", "association", "messageFlow")
_DRAWINGS = (f"{{{DI['bpmndi']}}}BPMNShape", f"{{{DI['bpmndi']}}}BPMNEdge")
_Count = Callable[[list[Spot], list[Spot]], int]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What a reader would stumble over.

    Attributes:
        missing: elements that the diagram does not show.
        overlaps: pairs of nodes that share an area.
        through: edges, each with a node that it runs through.
        crossings: pairs of edges that cross, each with how often they do.
        along: pairs of edges that lie on each other, each with how many pixels.
        outside: nodes that do not stand in their lane.
        labels: labels, each with a node that it covers.
    """

    missing: tuple[str, ...]
    overlaps: tuple[tuple[str, str], ...]
    through: tuple[tuple[str, str], ...]
    crossings: tuple[tuple[str, str, int], ...]
    along: tuple[tuple[str, str, int], ...]
    outside: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]


def measure(xml: bytes) -> Measures:
    """Measures the diagram of a model.

    Raises:
        XmlRefused: the bytes are no XML that may be read.
    """
    reading = _Reading(parse(xml))
    return Measures(
        missing=tuple(reading.missing()),
        overlaps=tuple(reading.overlaps()),
        through=tuple(reading.through()),
        crossings=tuple(reading.pairs(crossings)),
        along=tuple(reading.pairs(along)),
        outside=tuple(reading.outside()),
        labels=tuple(reading.covered()),
    )


def undrawn(xml: bytes) -> tuple[str, ...]:
    """Ids of the elements that the diagram of a model does not show.

    Raises:
        XmlRefused: the bytes are no XML that may be read.
    """
    root = parse(xml)
    shown = {item.get("bpmnElement") for item in root.iter(*_DRAWINGS)}
    drawn = (element for element in root.iter() if local(element) and _is_drawn(element))
    return tuple(name for one in drawn if (name := one.get("id", "")) and name not in shown)


class _Reading:
    def __init__(self, root: etree._Element) -> None:
        self._elements = {
            element.get("id", ""): element
            for element in root.iter()
            if local(element) and element.get("id")
        }
        self._shapes: dict[str, Rect] = {}
        self._labels: dict[str, Rect] = {}
        self._edges: dict[str, list[Spot]] = {}
        for item in root.iter(*_DRAWINGS):
            self._read(item, item.get("bpmnElement", ""))
        self._nodes = {
            name: rect
            for name, rect in self._shapes.items()
            if name in self._elements and local(self._elements[name]) not in _NOT_DRAWN_AS_NODES
        }

    def _read(self, item: etree._Element, name: str) -> None:
        bounds = item.find(f"{{{DI['dc']}}}Bounds")
        if bounds is not None:
            self._shapes[name] = _rect(bounds)
        label = item.find(f"{{{DI['bpmndi']}}}BPMNLabel/{{{DI['dc']}}}Bounds")
        if label is not None:
            self._labels[name] = _rect(label)
        points = item.findall(f"{{{DI['di']}}}waypoint")
        if points:
            self._edges[name] = [
                (float(point.get("x", "0")), float(point.get("y", "0"))) for point in points
            ]

    def missing(self) -> Iterator[str]:
        if any(local(element) == "process" for element in self._elements.values()):
            for name, element in self._elements.items():
                if _is_drawn(element) and name not in self._shapes and name not in self._edges:
                    yield name

    def overlaps(self) -> Iterator[tuple[str, str]]:
        for one, other in combinations(self._nodes, 2):
            related = one in self._family(other) or other in self._family(one)
            if not related and self._nodes[one].meets(self._nodes[other]):
                yield one, other
        for name, rect in self._nodes.items():
            for around in self._around(name):
                if around in self._nodes and not self._nodes[around].holds(rect):
                    yield name, around

    def through(self) -> Iterator[tuple[str, str]]:
        for edge, points in self._edges.items():
            if edge not in self._elements:
                continue
            ends = [self._elements[edge].get(end, "") for end in ("sourceRef", "targetRef")]
            exempt = {name for end in ends for name in self._around(end)}
            for name, rect in self._nodes.items():
                inner = rect.shrunk(1)
                if name not in exempt and any(inner.meets(_box(line)) for line in pairwise(points)):
                    yield edge, name

    def pairs(self, count: _Count) -> Iterator[tuple[str, str, int]]:
        for one, other in combinations(self._edges, 2):
            found = count(self._edges[one], self._edges[other])
            if found:
                yield one, other, found

    def outside(self) -> Iterator[str]:
        for lane in self._elements.values():
            if local(lane) == "lane" and lane.get("id", "") in self._shapes:
                band = self._shapes[lane.get("id", "")]
                for ref in lane.findall(f"{{{BPMN}}}flowNodeRef"):
                    name = (ref.text or "").strip()
                    # A boundary event stands on its host, whatever lane it is written in.
                    is_free = name in self._nodes and not self._elements[name].get("attachedToRef")
                    if is_free and not band.holds(self._nodes[name]):
                        yield name

    def covered(self) -> Iterator[tuple[str, str]]:
        for label, rect in self._labels.items():
            exempt = {label, *self._around(label)}
            for name, node in self._nodes.items():
                if name not in exempt and rect.shrunk(1).meets(node):
                    yield label, name

    def _around(self, name: str) -> list[str]:
        """The sub-processes in which an element stands, from the inside."""
        found: list[str] = []
        element = self._elements.get(name)
        while element is not None and (element := element.getparent()) is not None:
            found.append(element.get("id", ""))
        return found

    def _family(self, name: str) -> set[str]:
        element = self._elements[name]
        host = element.get("attachedToRef", "")
        return {host, *self._around(name), *(self._around(host) if host else [])}


def _is_drawn(element: etree._Element) -> bool:
    """Whether a diagram has to show an element."""
    return local(element) in _DRAWN or node_size(local(element)) is not None


def _rect(bounds: etree._Element) -> Rect:
    x, y, width, height = (float(bounds.get(key, "0")) for key in ("x", "y", "width", "height"))
    return Rect(x, y, width, height)


def _box(line: tuple[Spot, Spot]) -> Rect:
    (x1, y1), (x2, y2) = line
    return Rect(min(x1, x2), min(y1, y2), max(abs(x1 - x2), 0.1), max(abs(y1 - y2), 0.1))

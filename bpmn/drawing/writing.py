"""Writes a diagram, and what goes in and out of each node, into the text of a model.

Every other character stays as it was: a parser that writes the tree anew would change quotes and
line breaks.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from lxml import etree

from bpmn.drawing.diagrams import Diagram
from bpmn.drawing.elements import local
from bpmn.drawing.geometry import Rect

DI = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_BEFORE_FLOWS = (
    "documentation",
    "extensionElements",
    "auditing",
    "monitoring",
    "categoryValueRef",
)
_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)


@dataclass
class _Span:
    """Where an element stands in the text."""

    start: int
    inside: int
    close: int = 0
    end: int = 0
    is_empty: bool = False


class Text:
    """The text of a model with the places of its elements; takes edits and makes them at once."""

    def __init__(self, xml: bytes, root: etree._Element) -> None:
        self._text = xml.decode("utf-8")
        self._edits: list[tuple[int, int, str]] = []
        self._spans: dict[etree._Element, _Span] = {}
        self._locate(root)

    def _locate(self, root: etree._Element) -> None:
        elements = root.iter(etree.Element)
        open_spans: list[_Span] = []
        for match in _TOKEN.finditer(self._text):
            token = match.group()
            if token.startswith(("<!", "<?")):
                continue
            if token.startswith("</"):
                span = open_spans.pop()
                span.close, span.end = match.start(), match.end()
                continue
            span = _Span(match.start(), match.end())
            self._spans[next(elements)] = span
            if token.endswith("/>"):
                span.is_empty = True
                span.close = span.end = match.end()
            else:
                open_spans.append(span)

    def remove(self, element: etree._Element) -> None:
        """Takes an element away with the white space before it."""
        span = self._spans[element]
        self._edits.append((self._before(span.start), span.end, ""))

    def _before(self, place: int) -> int:
        return len(self._text[:place].rstrip())

    def _indent(self, element: etree._Element) -> str:
        start = self._spans[element].start
        line = self._text[self._text.rfind("\n", 0, start) + 1 : start]
        return line[: len(line) - len(line.lstrip())]

    def prefix(self, element: etree._Element) -> str:
        """The prefix that the text gives an element, with its colon."""
        name = re.split(r"[\s/>]", self._text[self._spans[element].start + 1 :], maxsplit=1)[0]
        return name.partition(":")[0] + ":" if ":" in name else ""

    def insert(
        self, parent: etree._Element, after: etree._Element | None, lines: list[str]
    ) -> None:
        """Puts lines into an element, after one of its children or as its first."""
        span = self._spans[parent]
        indent = self._indent(parent)
        body = "".join(f"\n{indent}  {line}" for line in lines)
        if span.is_empty:
            tag = self._text[span.start : span.end]
            name = re.split(r"[\s/>]", tag[1:], maxsplit=1)[0]
            opened = tag[:-2].rstrip()
            self._edits.append((span.start, span.end, f"{opened}>{body}\n{indent}</{name}>"))
            return
        place = self._spans[after].end if after is not None else span.inside
        self._edits.append((place, place, body))
        if after is None or all(child is after for child in parent.iterchildren()):
            self._close_on_new_line(parent, place, indent)

    def _close_on_new_line(self, parent: etree._Element, place: int, indent: str) -> None:
        """Where nothing but the end follows on the same line, the end goes to its own line."""
        close = self._spans[parent].close
        removed = {start: end for start, end, text in self._edits if not text}
        rest, at = "", place
        while at < close:
            if at in removed:
                at = removed[at]
                continue
            rest += self._text[at]
            at += 1
        if not rest.strip(" \t"):
            self._edits.append((close, close, f"\n{indent}"))

    def add_to_tag(self, element: etree._Element, attributes: str) -> None:
        """Adds attributes at the end of a start tag."""
        place = self._spans[element].inside - 1
        self._edits.append((place, place, attributes))

    def edited(self) -> bytes:
        """The text with every edit made."""
        text = self._text
        ordered = sorted(enumerate(self._edits), key=lambda item: (item[1][0], item[1][1], item[0]))
        for _, (start, end, new) in reversed(ordered):
            text = text[:start] + new + text[end:]
        return text.encode("utf-8")


def write(xml: bytes, root: etree._Element, diagram: Diagram) -> bytes:
    """The model with its flows named in its nodes and with the diagram in place of its old one."""
    text = Text(xml, root)
    _write_flows(text, root)
    prefixes = _prefixes(text, root)
    for old in root.iterchildren(f"{{{DI['bpmndi']}}}BPMNDiagram"):
        text.remove(old)
    kept = [
        child
        for child in root.iterchildren(etree.Element)
        if child.tag != f"{{{DI['bpmndi']}}}BPMNDiagram"
    ]
    text.insert(root, kept[-1] if kept else None, _diagram_lines(diagram, prefixes))
    return text.edited()


def _write_flows(text: Text, root: etree._Element) -> None:
    ins: dict[str, list[str]] = defaultdict(list)
    outs: dict[str, list[str]] = defaultdict(list)
    flows = [element for element in root.iter() if local(element) == "sequenceFlow"]
    for flow in flows:
        outs[flow.get("sourceRef", "")].append(flow.get("id", ""))
        ins[flow.get("targetRef", "")].append(flow.get("id", ""))
    for element in list(root.iter()):
        old = [child for child in element if local(child) in ("incoming", "outgoing")]
        name = element.get("id", "") if local(element) else ""
        if not old and name not in ins and name not in outs:
            continue
        wanted = [("incoming", flow) for flow in ins[name]]
        wanted += [("outgoing", flow) for flow in outs[name]]
        if [(local(child), (child.text or "").strip()) for child in old] == wanted:
            continue
        for child in old:
            text.remove(child)
        first = [child for child in element if local(child) in _BEFORE_FLOWS]
        prefix = text.prefix(element)
        lines = [f"<{prefix}{tag}>{flow}</{prefix}{tag}>" for tag, flow in wanted]
        if lines:
            text.insert(element, first[-1] if first else None, lines)


def _prefixes(text: Text, root: etree._Element) -> dict[str, str]:
    known = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    missing = {prefix: uri for prefix, uri in DI.items() if uri not in known}
    if missing:
        text.add_to_tag(
            root, "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in missing.items())
        )
    return {prefix: known.get(uri) or prefix for prefix, uri in DI.items()}


def _diagram_lines(diagram: Diagram, prefixes: dict[str, str]) -> list[str]:
    bpmndi, di = prefixes["bpmndi"], prefixes["di"]
    lines = [
        f'<{bpmndi}:BPMNDiagram id="BPMNDiagram_1">',
        f'  <{bpmndi}:BPMNPlane id="BPMNPlane_1" bpmnElement={quoteattr(diagram.plane)}>',
    ]
    for shape in diagram.shapes:
        flags = "".join(f' {key}="{value}"' for key, value in shape.flags)
        lines.append(f"    <{bpmndi}:BPMNShape {_names(shape.id)}{flags}>")
        lines.append(f"      {_bounds(shape.bounds, prefixes)}")
        lines += _label_lines(shape.label, prefixes)
        lines.append(f"    </{bpmndi}:BPMNShape>")
    for name, points, label in diagram.edges:
        lines.append(f"    <{bpmndi}:BPMNEdge {_names(name)}>")
        lines += [f'      <{di}:waypoint x="{x}" y="{y}" />' for x, y in _without_middles(points)]
        lines += _label_lines(label, prefixes)
        lines.append(f"    </{bpmndi}:BPMNEdge>")
    return [*lines, f"  </{bpmndi}:BPMNPlane>", f"</{bpmndi}:BPMNDiagram>"]


def _names(name: str) -> str:
    return f"id={quoteattr(name + '_di')} bpmnElement={quoteattr(name)}"


def _bounds(rect: Rect, prefixes: dict[str, str]) -> str:
    return (
        f'<{prefixes["dc"]}:Bounds x="{rect.x:.0f}" y="{rect.y:.0f}" '
        f'width="{rect.width:.0f}" height="{rect.height:.0f}" />'
    )


def _label_lines(label: Rect | None, prefixes: dict[str, str]) -> list[str]:
    if label is None:
        return []
    tag = f"{prefixes['bpmndi']}:BPMNLabel"
    return [f"      <{tag}>", f"        {_bounds(label, prefixes)}", f"      </{tag}>"]


def _without_middles(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Waypoints without those that lie on a straight line between their neighbours."""
    kept = points[:1]
    for before, point in pairwise(points):
        after = points[points.index(point) + 1 :][:1]
        on_line = after and any(before[axis] == point[axis] == after[0][axis] for axis in (0, 1))
        if point != kept[-1] and not on_line:
            kept.append(point)
    return kept

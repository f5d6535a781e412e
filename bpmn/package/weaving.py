"""One flow out of two: what a procedure inherits from its wrapper, woven into its own process and drawing.

A wrapper is a shared folder whose process holds event sub-processes only: what may happen in any case at
any time, such as a withdrawal. A procedure that names it has them as if they were drawn in its own file; the
band of the wrapper stands below its lanes, so that everybody sees one picture.

Source: BPMN 2.0.2, 10.3.5 (event sub-processes); inventory A.2.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from bpmn.package.diagram import BPMN
from engine.dmn.xml import parse

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_NOT_WOVEN = ("documentation", "extensionElements", "laneSet", "ioSpecification", "property")
_GAP = 30
_BESIDE = ("message", "signal", "error", "escalation")


def weave(process: bytes, wrapper: bytes) -> bytes:
    """The procedure's file with what its wrapper adds.

    Args:
        process: the procedure's diagram; it may have no drawing.
        wrapper: the wrapper's diagram, likewise.

    Raises:
        engine.dmn.xml.XmlRefused: one of them is no XML that is read here.
    """
    host, guest = parse(process), parse(wrapper)
    into, out_of = _process(host), _process(guest)
    if into is None or out_of is None:
        return process
    _weave_beside(host, guest)
    for element in list(out_of):
        if _tag(element) not in ("", *_NOT_WOVEN):
            into.append(element)
    # Which shape is the wrapper's lane can be told only while the lane is still in the wrapper.
    lane = _lane(guest, _plane(guest))
    _weave_lanes(into, out_of)
    _weave_drawing(host, guest, lane)
    return etree.tostring(host, xml_declaration=True, encoding="UTF-8")


def _process(root: Any) -> Any:
    processes = root.findall(f"{{{BPMN}}}process")
    executable = [one for one in processes if one.get("isExecutable") == "true"]
    return next(iter(executable or processes), None)


def _tag(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _weave_beside(host: Any, guest: Any) -> None:
    """Messages, signals and codes that the wrapper's events name."""
    # One that only shares its id comes too: two of one id are refused when the flow is read.
    known = {_meaning(element) for element in host if _tag(element) in _BESIDE}
    place = next((i for i, e in enumerate(host) if _tag(e) == "BPMNDiagram"), len(host))
    for element in list(guest):
        if _tag(element) in _BESIDE and _meaning(element) not in known:
            host.insert(place, element)
            place += 1


def _meaning(element: Any) -> tuple[object, ...]:
    """What an element says, whatever its spaces and prefixes."""
    return tuple((one.tag, tuple(sorted(one.attrib.items()))) for one in element.iter("*"))


def _weave_lanes(into: Any, out_of: Any) -> None:
    lanes, more = into.find(f"{{{BPMN}}}laneSet"), out_of.find(f"{{{BPMN}}}laneSet")
    if lanes is not None and more is not None:
        lanes.extend(list(more))


def _weave_drawing(host: Any, guest: Any, lane: Any) -> None:
    """Put the wrapper's band below the pool, and make pool and lanes as wide as the widest."""
    plane, band = _plane(host), _plane(guest)
    pool = _pool(host, plane)
    if plane is None or band is None or pool is None or lane is None:
        return
    right = max(_number(pool, "x") + _number(pool, "width"), 0)
    dx = _number(pool, "x") + 30 - _number(lane, "x")
    dy = _number(pool, "y") + _number(pool, "height") - _number(lane, "y")
    own = {element.get("id") for element in guest.iter() if _tag(element) == "participant"}
    pools = {one.get("id") for one in _process(guest).getparent().iter() if _tag(one) == "process"}
    for shape in list(band):
        if shape.get("bpmnElement") in own | pools:
            continue
        _shift(shape, dx, dy)
        plane.append(shape)
    _set_side_by_side(host, plane, lane, right)
    right = max(right, _number(lane, "x") + _number(lane, "width"))
    _grow(pool, right, _number(pool, "height") + _number(lane, "height"))
    for bounds in _lanes(host, plane):
        _grow(bounds, right, _number(bounds, "height"))


def _set_side_by_side(host: Any, plane: Any, lane: Any, right: float) -> None:
    """Let the wrapper's sub-processes stand in rows as wide as the pool, not one below another."""
    blocks = _blocks(host, plane, lane)
    if not blocks:
        return
    frames = [_frame(block) for block in blocks]
    left, top = min(x for x, *_ in frames), min(y for _, y, *_ in frames)
    below = top - _number(lane, "y")
    at_x, at_y, tall = left, top, 0.0
    for block, (x, y, width, height) in zip(blocks, frames, strict=True):
        if at_x > left and at_x + width + _GAP > right:
            at_x, at_y, tall = left, at_y + tall + _GAP, 0.0
        for shape in block:
            _shift(shape, at_x - x, at_y - y)
        at_x, tall = at_x + width + _GAP, max(tall, height)
    lane.set("height", f"{at_y + tall + below - _number(lane, 'y'):g}")


def _blocks(host: Any, plane: Any, lane: Any) -> list[list[Any]]:
    """The drawing of each sub-process that stands in the lane, its own shape first."""
    name = lane.getparent().get("bpmnElement")
    band = next(one for one in host.iter(f"{{{BPMN}}}lane") if one.get("id") == name)
    members = [ref.text.strip() for ref in band.iterchildren(f"{{{BPMN}}}flowNodeRef")]
    shapes = {one.get("bpmnElement"): one for one in plane}
    inside = {
        member: [one.get("id") for one in node.iter() if one.get("id") in shapes]
        for node in _process(host)
        if (member := node.get("id")) in members and member in shapes
    }
    return [[shapes[one] for one in inside[member]] for member in members if member in inside]


def _frame(block: list[Any]) -> tuple[float, float, float, float]:
    bounds = block[0].find(f"{{{_DC}}}Bounds")
    x, y, width, height = (_number(bounds, side) for side in ("x", "y", "width", "height"))
    return x, y, width, height


def _plane(root: Any) -> Any:
    return root.find(f"{{{_DI}}}BPMNDiagram/{{{_DI}}}BPMNPlane")


def _pool(root: Any, plane: Any) -> Any:
    names = {one.get("id") for one in root.iter(f"{{{BPMN}}}participant")}
    return next(_bounds_of(plane, names), None)


def _lane(root: Any, plane: Any) -> Any:
    return next(_lanes(root, plane), None)


def _lanes(root: Any, plane: Any) -> Iterator[Any]:
    return _bounds_of(plane, {one.get("id") for one in root.iter(f"{{{BPMN}}}lane")})


def _bounds_of(plane: Any, names: set[str | None]) -> Iterator[Any]:
    for shape in () if plane is None else plane.iterchildren(f"{{{_DI}}}BPMNShape"):
        bounds = shape.find(f"{{{_DC}}}Bounds")
        if shape.get("bpmnElement") in names and bounds is not None:
            yield bounds


def _number(bounds: Any, name: str) -> float:
    try:
        return float(bounds.get(name) or 0)
    except ValueError:
        return 0.0


def _shift(shape: Any, dx: float, dy: float) -> None:
    for point in shape.iter():
        if _tag(point) in ("Bounds", "waypoint"):
            point.set("x", f"{_number(point, 'x') + dx:g}")
            point.set("y", f"{_number(point, 'y') + dy:g}")


def _grow(bounds: Any, right: float, height: float) -> None:
    bounds.set("width", f"{max(_number(bounds, 'width'), right - _number(bounds, 'x')):g}")
    bounds.set("height", f"{height:g}")

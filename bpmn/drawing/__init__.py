"""Draws models: lays out what `process.bpmn` says and writes its diagram interchange.

The layout is our own, since no graph library that we may use lays out lanes, boundary events and
expanded sub-processes; it is the layered method of Sugiyama, Tagawa and Toda (1981) on a grid of
cells. Lanes without a pool get one. It never changes what a model means, nor the order of its elements.
"""

from bpmn.drawing.diagrams import draw_plan
from bpmn.drawing.elements import read_plan
from bpmn.drawing.measures import Measures, measure, undrawn
from bpmn.drawing.pools import with_pool
from bpmn.drawing.writing import write
from engine.dmn.xml import parse

__all__ = ["Measures", "draw", "measure", "undrawn"]


def draw(xml: bytes) -> bytes:
    """The model with a new diagram; the same bytes where there is no process to draw.

    Raises:
        XmlRefused: the bytes are no XML that may be read.
    """
    root = parse(xml)
    if (held := with_pool(xml, root)) != xml:
        xml, root = held, parse(held)
    plan = read_plan(root)
    return xml if plan is None else write(xml, root, draw_plan(plan))

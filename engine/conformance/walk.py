"""Whether an order of entries is one that a model's flow can leave at all.

Some expectations of the suite are bags written as lists: `activities/SubProcess` expects task1 before
task2, though its one path runs through task2 first. Such an order is not held against an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.conformance.anatomy import Element, bpmn, tag_of
from engine.conformance.worker import INCREMENT, placeholders

# A node is entered and left: `(id, False)` and `(id, True)`; inside a sub-process lies between.
_Place = tuple[str, bool]
_Steps = dict[_Place, set[_Place]]
_SCRIPT = "SCRIPT_"
_CONTAINERS = ("process", "subProcess", "transaction", "adHocSubProcess")


def entries_of(script: Element) -> list[str]:
    """What a script task appends to the trace."""
    text = " ".join(child.text or "" for child in script.iterchildren(bpmn("script")))
    lines = placeholders(text)
    return [
        INCREMENT if line.startswith(INCREMENT) else line
        for line in lines
        if line.startswith((_SCRIPT, INCREMENT))
    ]


class Walk:
    """The entries of a file's scripts, and which can follow which."""

    def __init__(self, roots: Iterable[Element]) -> None:
        found = (e for root in roots for e in root.iter() if tag_of(e))
        elements = {name: e for e in found if (name := e.get("id"))}
        self._left = {name: entries_of(element) for name, element in elements.items()}
        self._steps: _Steps = {}
        for element in elements.values():
            for before, after in _steps(element, elements):
                self._steps.setdefault(before, set()).add(after)

    def missing(self, trace: Sequence[str]) -> list[str]:
        """Entries of scripts that no script of the file leaves."""
        known = {entry for entries in self._left.values() for entry in entries}
        wanted = [entry for entry in trace if entry.startswith((_SCRIPT, INCREMENT))]
        return [entry for entry in dict.fromkeys(wanted) if entry not in known]

    def allows(self, trace: Sequence[str]) -> bool:
        """Whether one token can leave the entries in this order."""
        before: set[str] | None = None
        for entry in trace:
            after = {name for name, entries in self._left.items() if entry in entries}
            if before is not None:
                after &= self._after(before)
            if not after:
                return False
            before = after
        return True

    def _after(self, before: Iterable[str]) -> set[str]:
        """Elements that can be entered when one of these was left, or that leave several entries."""
        todo = [(name, True) for name in before]
        seen: set[_Place] = set()
        while todo:
            new = self._steps.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        again = {name for name in before if len(self._left[name]) > 1}
        return {name for name, is_left in seen if not is_left} | again


def _steps(element: Element, elements: Mapping[str, Element]) -> Iterator[tuple[_Place, _Place]]:
    tag, name = tag_of(element), element.get("id", "")
    called = element.get("calledElement", "").rpartition(":")[2]
    if tag == "sequenceFlow":
        yield (element.get("sourceRef", ""), True), (element.get("targetRef", ""), False)
    elif tag in _CONTAINERS:
        yield from _inside(element)
    elif called in elements:
        yield (name, False), (called, False)
        yield (called, True), (name, True)
    else:
        yield (name, False), (name, True)
    if element.find(bpmn("standardLoopCharacteristics")) is not None:
        yield (name, True), (name, False)
    yield from _links(element)


def _inside(container: Element) -> Iterator[tuple[_Place, _Place]]:
    """From a container's entry to the nodes that no flow leads to, and back from the last ones."""
    name = container.get("id", "")
    flows = list(container.iterchildren(bpmn("sequenceFlow")))
    for end, is_left in (("targetRef", False), ("sourceRef", True)):
        joined = {flow.get(end) for flow in flows}
        for node in container:
            if tag_of(node) != "sequenceFlow" and node.get("id", "") not in joined:
                outer, inner = (name, is_left), (node.get("id", ""), is_left)
                yield (inner, outer) if is_left else (outer, inner)


def _links(element: Element) -> Iterator[tuple[_Place, _Place]]:
    """From a link's throwing end to its other end in the same process."""
    parent = element.getparent()
    if tag_of(element) != "intermediateThrowEvent" or parent is None:
        return
    for link in element.iterchildren(bpmn("linkEventDefinition")):
        for other in parent.iterchildren(bpmn("intermediateCatchEvent")):
            for end in other.iterchildren(bpmn("linkEventDefinition")):
                if end.get("name") == link.get("name"):
                    yield (element.get("id", ""), True), (other.get("id", ""), False)

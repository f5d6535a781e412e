"""What the scenarios of a shelf go through: element types of BPMN, every sequence flow, every row of a table.

A flow that no scenario takes has to say why in its documentation; the table shows both. A row that no scenario
fires has a case of its own in the tests of the decisions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.package import Folder
from bpmn.package.diagram import BPMN
from engine.dmn.xml import parse
from engine.runtime.compile.vocabulary import FLOW_NODES
from engine.runtime.coverage import Coverage

_EVENT = "EventDefinition"


@dataclass(frozen=True, kw_only=True)
class FlowCoverage:
    """One sequence flow.

    Attributes:
        note: why no scenario takes it, as its documentation says; empty if it says nothing.
    """

    process_id: str
    flow_id: str
    source: str
    target: str
    is_passed: bool
    note: str

    @property
    def is_missing(self) -> bool:
        """Whether neither a scenario nor a note accounts for it."""
        return not self.is_passed and not self.note


@dataclass(frozen=True, kw_only=True)
class RuleCoverage:
    """One row of a decision table.

    Attributes:
        number: of the row, from 1.
    """

    process_id: str
    table_id: str
    number: int
    annotation: str
    has_fired: bool


@dataclass(frozen=True, kw_only=True)
class TypeCoverage:
    """One element type of BPMN, with its event or its way to repeat where it has one."""

    name: str
    drawn: int
    passed: int


@dataclass(frozen=True, kw_only=True)
class ShelfCoverage:
    """Of a whole shelf."""

    types: tuple[TypeCoverage, ...]
    flows: tuple[FlowCoverage, ...]
    rules: tuple[RuleCoverage, ...] = ()

    @property
    def missing(self) -> tuple[FlowCoverage, ...]:
        """Flows that nothing accounts for."""
        return tuple(flow for flow in self.flows if flow.is_missing)

    @property
    def silent(self) -> tuple[RuleCoverage, ...]:
        """Rows of tables that never fired."""
        return tuple(rule for rule in self.rules if not rule.has_fired)


def covered(folders: Iterable[Folder], passed: Coverage) -> ShelfCoverage:
    """Hold what rehearsals passed against what folders draw.

    Args:
        folders: procedures and shared ones. What a wrapper draws counts where procedures inherited it.
        passed: of all rehearsals together.
    """
    drawn: Counter[str] = Counter()
    went: Counter[str] = Counter()
    flows: list[FlowCoverage] = []
    rules: list[RuleCoverage] = []
    elements = _by_element(passed)
    # A wrapper runs under the name of whoever inherits it.
    everywhere = set().union(*elements.values()) if elements else set()
    for folder in folders:
        root: Any = parse(folder.process) if folder.process else None
        seen = elements.get(folder.slug, everywhere)
        handlers = {} if root is None else _handlers(root)
        for node in () if root is None else _nodes(root):
            name = type_name(node)
            drawn[name] += 1
            went[name] += handlers.get(node.get("id"), node.get("id")) in seen
        flows += () if root is None else _flows(folder, root, passed)
        rules += _rules(folder, passed)
    types = tuple(
        TypeCoverage(name=name, drawn=drawn[name], passed=went[name]) for name in sorted(drawn)
    )
    return ShelfCoverage(types=types, flows=tuple(flows), rules=tuple(rules))


def merge(coverages: Iterable[Coverage]) -> Coverage:
    """What several rehearsals passed together."""
    whole = Coverage()
    for one in coverages:
        whole.elements |= one.elements
        whole.flows |= one.flows
        whole.rules |= one.rules
    return whole


def type_name(node: Any) -> str:
    """BPMN's name of an element's type with what sets it apart: `boundaryEvent timer ~`."""
    parts = [_tag(node)]
    parts += sorted(
        _tag(child).removesuffix(_EVENT) for child in node if _tag(child).endswith(_EVENT)
    )
    if node.get("triggeredByEvent") == "true":
        parts.append("event")
    if "false" in (node.get("cancelActivity"), node.get("isInterrupting")):
        parts.append("non-interrupting")
    for child in node:
        if _tag(child) == "multiInstanceLoopCharacteristics":
            is_sequential = child.get("isSequential") == "true"
            parts.append("multi-instance " + ("sequential" if is_sequential else "parallel"))
        if _tag(child) == "standardLoopCharacteristics":
            parts.append("loop")
    return " ".join(parts)


def _by_element(passed: Coverage) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for process_id, element_id in passed.elements:
        found.setdefault(process_id, set()).add(element_id)
    return found


def _flows(folder: Folder, root: Any, passed: Coverage) -> Iterator[FlowCoverage]:
    own = {flow for process, flow in passed.flows if process == folder.slug}
    taken = own or {flow for _, flow in passed.flows}
    behind_events = _raced(root)
    elements = {element for _, element in passed.elements}
    for flow in root.iter(f"{{{BPMN}}}sequenceFlow"):
        source, target = flow.get("sourceRef") or "", flow.get("targetRef") or ""
        # Behind an event-based gateway the event that came took the flow that leads to it.
        is_passed = flow.get("id") in taken or (source in behind_events and target in elements)
        note = flow.findtext(f"{{{BPMN}}}documentation") or ""
        yield FlowCoverage(
            process_id=folder.slug,
            flow_id=flow.get("id") or "",
            source=source,
            target=target,
            is_passed=is_passed,
            note=note.strip(),
        )


def _rules(folder: Folder, passed: Coverage) -> Iterator[RuleCoverage]:
    for content in folder.inside("decisions").values():
        root: Any = parse(content)
        for table in (node for node in root.iter() if _tag(node) == "decisionTable"):
            # A table without an id goes by that of the decision around it, as when it decides.
            table_id = table.get("id") or table.getparent().get("id") or ""
            rows = (child for child in table if _tag(child) == "rule")
            for number, row in enumerate(rows, 1):
                yield RuleCoverage(
                    process_id=folder.slug,
                    table_id=table_id,
                    number=number,
                    annotation=_annotation(row),
                    has_fired=(folder.slug, table_id, number) in passed.rules,
                )


def _annotation(row: Any) -> str:
    found = (
        text.strip()
        for child in row
        if _tag(child) == "annotationEntry"
        for text in child.itertext()
    )
    return next((text for text in found if text), "")


def _handlers(root: Any) -> dict[str, str]:
    """No token stands at a compensation boundary event: it is passed when its handler runs."""
    bounds = root.iter(f"{{{BPMN}}}boundaryEvent")
    ids = {one.get("id") for one in bounds if _has(one, "compensateEventDefinition")}
    links = root.iter(f"{{{BPMN}}}association")
    return {
        one.get("sourceRef"): one.get("targetRef") for one in links if one.get("sourceRef") in ids
    }


def _has(node: Any, tag: str) -> bool:
    return any(_tag(child) == tag for child in node)


def _raced(root: Any) -> set[str]:
    gateways = root.iter(f"{{{BPMN}}}eventBasedGateway")
    return {gateway.get("id") or "" for gateway in gateways}


def _nodes(root: Any) -> Iterator[Any]:
    for node in root.iter():
        if _tag(node) in FLOW_NODES and node.get("id"):
            yield node


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""

"""What a diagram says, element by element, for the rules that look at it. It neither compiles nor runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from engine.dmn.xml import XmlRefused, parse

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"


class DiagramRefused(Exception):
    """The bytes are no diagram.

    Attributes:
        code: why, in kebab-case.
        line: line of the file, if known.
        detail: what the parser said.
    """

    def __init__(self, code: str, line: int | None, detail: str) -> None:
        self.code = code
        self.line = line
        self.detail = detail
        super().__init__(f"{code}: {detail}")


@dataclass(frozen=True, kw_only=True)
class DiagramElement:
    """One element with what zeebe's extensions say of it; texts are empty where nothing is said."""

    id: str
    type: str
    name: str
    form_id: str
    candidate_groups: str
    job_type: str
    called_process: str
    decision_id: str
    message: str
    line: int | None
    headers: Mapping[str, str]
    properties: Mapping[str, str]

    @property
    def static_groups(self) -> tuple[str, ...]:
        """Candidate groups written out; none if FEEL works them out."""
        if self.candidate_groups.startswith("="):
            return ()
        names = (name.strip() for name in self.candidate_groups.split(","))
        return tuple(name for name in names if name)


@dataclass(frozen=True)
class Diagram:
    """One process: its elements in the order of the file, and which leads to which."""

    process_id: str
    is_executable: bool
    elements: tuple[DiagramElement, ...]
    flows: tuple[tuple[str, str], ...]
    lanes: tuple[str, ...]
    messages: tuple[str, ...]

    @cached_property
    def by_id(self) -> Mapping[str, DiagramElement]:
        """Elements by their id."""
        return {element.id: element for element in self.elements}

    @property
    def called_processes(self) -> tuple[str, ...]:
        """Processes that call activities name."""
        return tuple(dict.fromkeys(e.called_process for e in self.elements if e.called_process))

    def first_activities(self) -> tuple[DiagramElement, ...]:
        """What the start events of the process lead to, gateways passed over."""
        outer = [e.id for e in self.elements if e.type == "startEvent"][:1]
        found: list[DiagramElement] = []
        seen: set[str] = set()
        while outer:
            here = outer.pop()
            for source, target in self.flows:
                if source != here or target in seen or target not in self.by_id:
                    continue
                seen.add(target)
                element = self.by_id[target]
                if element.type.endswith(("Gateway", "ThrowEvent")):
                    outer.append(target)
                else:
                    found.append(element)
        return tuple(found)


def _line(node: etree._Element) -> int | None:
    line = getattr(node, "sourceline", None)
    return line if isinstance(line, int) else None


def read_diagram(raw: bytes) -> Diagram:
    """Read a .bpmn file with one process.

    Raises:
        DiagramRefused: malformed, with a DOCTYPE, not BPMN, or not exactly one process.
    """
    try:
        root = parse(raw)
    except XmlRefused as problem:
        raise DiagramRefused(problem.code, problem.line, str(problem.detail)) from problem
    if root.tag != f"{{{BPMN}}}definitions":
        raise DiagramRefused("not-bpmn", _line(root), str(root.tag))
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        raise DiagramRefused("not-one-process", _line(root), str(len(processes)))
    process = processes[0]
    messages = {
        str(node.get("id")): str(node.get("name") or "")
        for node in root.findall(f"{{{BPMN}}}message")
    }
    return Diagram(
        process_id=str(process.get("id") or ""),
        is_executable=process.get("isExecutable") == "true",
        elements=tuple(_element(node, messages) for node in _nodes(process)),
        flows=tuple(
            (str(node.get("sourceRef") or ""), str(node.get("targetRef") or ""))
            for node in process.iter(f"{{{BPMN}}}sequenceFlow")
        ),
        lanes=tuple(str(node.get("name") or "") for node in process.iter(f"{{{BPMN}}}lane")),
        messages=tuple(messages.values()),
    )


_SUFFIXES = ("Task", "task", "Event", "Gateway", "callActivity", "subProcess", "transaction")


def _nodes(process: Any) -> Iterator[Any]:
    for node in process.iter():
        if isinstance(node.tag, str) and node.tag.startswith(f"{{{BPMN}}}"):
            kind = node.tag.rpartition("}")[2]
            if kind.endswith(_SUFFIXES):
                yield node


def _element(node: Any, messages: Mapping[str, str]) -> DiagramElement:
    reference = node.find(f"{{{BPMN}}}messageEventDefinition")
    message = node.get("messageRef") or (
        reference.get("messageRef") if reference is not None else ""
    )
    form_id = _said(node, "formDefinition", "formId") or _said(node, "formDefinition", "formKey")
    return DiagramElement(
        id=str(node.get("id") or ""),
        type=node.tag.rpartition("}")[2],
        name=str(node.get("name") or ""),
        form_id=form_id,
        candidate_groups=_said(node, "assignmentDefinition", "candidateGroups"),
        job_type=_said(node, "taskDefinition", "type"),
        called_process=_said(node, "calledElement", "processId"),
        decision_id=_said(node, "calledDecision", "decisionId"),
        message=messages.get(str(message or ""), ""),
        line=node.sourceline,
        headers=_pairs(node, "taskHeaders", "header", "key"),
        properties=_pairs(node, "properties", "property", "name"),
    )


def _said(node: Any, extension: str, attribute: str) -> str:
    found = node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}{extension}")
    return str(found.get(attribute) or "") if found is not None else ""


def _pairs(node: Any, outer: str, inner: str, key: str) -> dict[str, str]:
    path = f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}{outer}/{{{ZEEBE}}}{inner}"
    return {str(item.get(key) or ""): str(item.get("value") or "") for item in node.findall(path)}

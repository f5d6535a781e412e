"""What a diagram says, element by element, for the rules that look at it. It neither compiles nor runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lxml import etree

from engine.dmn.xml import XmlRefused, parse

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_SUB_PROCESSES = ("subProcess", "transaction", "adHocSubProcess")
_SUFFIXES = ("Task", "task", "Event", "Gateway", "callActivity", *_SUB_PROCESSES)
_EVENT = "EventDefinition"
_GLOBAL = "global"


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
    """One element with what zeebe's extensions say of it; texts are empty where nothing is said.

    Attributes:
        scope: id of the sub-process in which it stands; empty in the process itself.
        events: kinds of its event definitions, such as `timer`; `message` also for what a task
            receives or sends without a worker.
        is_instantiating: an event-based gateway or receive task that begins a case.
        is_detached: an event or a compensation begins it, and no flow.
    """

    id: str
    type: str
    name: str
    form_id: str
    candidate_groups: str
    assignee: str
    job_type: str
    called_process: str
    decision_id: str
    scope: str
    events: tuple[str, ...]
    is_instantiating: bool
    is_detached: bool
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


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """One process: its elements in the order of the file, and which leads to which.

    Attributes:
        is_global_task: the file holds no process but one task that others call.
        messages: names of the file's messages; also signals, likewise.
    """

    process_id: str
    is_executable: bool
    is_global_task: bool
    elements: tuple[DiagramElement, ...]
    flows: tuple[tuple[str, str], ...]
    lanes: tuple[str, ...]
    messages: tuple[str, ...]
    signals: tuple[str, ...]

    @cached_property
    def by_id(self) -> Mapping[str, DiagramElement]:
        """Elements by their id."""
        return {element.id: element for element in self.elements}

    @property
    def called_processes(self) -> tuple[str, ...]:
        """Processes that call activities name."""
        return tuple(dict.fromkeys(e.called_process for e in self.elements if e.called_process))

    def first_activities(self) -> tuple[DiagramElement, ...]:
        """What the beginnings of the process lead to, gateways and thrown events passed over."""
        begins = [e for e in self.elements if _begins(e)]
        waits = {e.id for gateway in begins for e in self._after(gateway) if _waits(gateway, e)}
        pending = [e for begin in begins for e in self._after(begin)] if begins else self._unled()
        found: dict[str, DiagramElement] = {}
        seen: set[str] = set()
        while pending:
            element = pending.pop()
            if element.id in seen:
                continue
            seen.add(element.id)
            if element.id in waits or element.type.endswith(("Gateway", "ThrowEvent")):
                pending += self._after(element)
            else:
                found[element.id] = element
        return tuple(found.values())

    def _after(self, element: DiagramElement) -> list[DiagramElement]:
        targets = (target for source, target in self.flows if source == element.id)
        return [self.by_id[target] for target in targets if target in self.by_id]

    def _unled(self) -> list[DiagramElement]:
        led = {target for _, target in self.flows}
        return [e for e in self.elements if not e.scope and not e.is_detached and e.id not in led]


def _begins(element: DiagramElement) -> bool:
    return not element.scope and (element.type == "startEvent" or element.is_instantiating)


def _waits(gateway: DiagramElement, element: DiagramElement) -> bool:
    """Whether an element behind a gateway that begins a case is what the case begins with."""
    return gateway.type == "eventBasedGateway" and bool(element.events)


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
    process = _process(root)
    is_global = process.tag.rpartition("}")[2].startswith(_GLOBAL)
    return Diagram(
        process_id=str(process.get("id") or ""),
        is_executable=is_global or process.get("isExecutable") == "true",
        is_global_task=is_global,
        elements=(_global_task(process),) if is_global else tuple(map(_element, _nodes(process))),
        flows=tuple(
            (str(node.get("sourceRef") or ""), str(node.get("targetRef") or ""))
            for node in process.iter(f"{{{BPMN}}}sequenceFlow")
        ),
        lanes=_names(process.iter(f"{{{BPMN}}}lane")),
        messages=_names(root.findall(f"{{{BPMN}}}message")),
        signals=_names(root.findall(f"{{{BPMN}}}signal")),
    )


def _process(root: Any) -> Any:
    """The file's process, the executable one of several, or a global task that stands alone."""
    processes = root.findall(f"{{{BPMN}}}process")
    tasks = [node for node in root if str(node.tag).startswith(f"{{{BPMN}}}{_GLOBAL}")]
    if not processes and len(tasks) == 1:
        return tasks[0]
    if len(processes) > 1:
        processes = [node for node in processes if node.get("isExecutable") == "true"]
    if len(processes) != 1:
        raise DiagramRefused("not-one-process", _line(root), str(len(processes)))
    return processes[0]


def _global_task(node: Any) -> DiagramElement:
    """The one task of the process that the runtime makes of a global task."""
    kind = node.tag.rpartition("}")[2].removeprefix(_GLOBAL)
    found = _element(node)
    return replace(found, id=f"{found.id}_task", type=kind[0].lower() + kind[1:])


def _names(nodes: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(node.get("name") or "") for node in nodes)


def _nodes(process: Any) -> Iterator[Any]:
    for node in process.iter():
        if isinstance(node.tag, str) and node.tag.startswith(f"{{{BPMN}}}"):
            kind = node.tag.rpartition("}")[2]
            if kind.endswith(_SUFFIXES):
                yield node


def _element(node: Any) -> DiagramElement:
    kind, parent = node.tag.rpartition("}")[2], node.getparent()
    form_id = _said(node, "formDefinition", "formId") or _said(node, "formDefinition", "formKey")
    called = _said(node, "calledElement", "processId") or str(node.get("calledElement") or "")
    flags = ("isForCompensation", "triggeredByEvent")
    return DiagramElement(
        id=str(node.get("id") or ""),
        type=kind,
        name=str(node.get("name") or ""),
        form_id=form_id,
        candidate_groups=_said(node, "assignmentDefinition", "candidateGroups"),
        assignee=_said(node, "assignmentDefinition", "assignee"),
        job_type=_said(node, "taskDefinition", "type"),
        called_process=called,
        decision_id=_said(node, "calledDecision", "decisionId"),
        scope=str(parent.get("id")) if parent.tag.endswith(_SUB_PROCESSES) else "",
        events=tuple(_events(node)),
        is_instantiating=node.get("instantiate") == "true",
        is_detached=kind == "boundaryEvent" or any(node.get(flag) == "true" for flag in flags),
        line=node.sourceline,
        headers=_pairs(node, "taskHeaders", "header", "key"),
        properties=_pairs(node, "properties", "property", "name"),
    )


def _events(node: Any) -> Iterator[str]:
    if node.get("messageRef"):
        yield "message"
    for child in node:
        kind = str(child.tag).rpartition("}")[2]
        if kind.endswith(_EVENT):
            yield kind.removesuffix(_EVENT)


def _said(node: Any, extension: str, attribute: str) -> str:
    found = node.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}{extension}")
    return str(found.get(attribute) or "") if found is not None else ""


def _pairs(node: Any, outer: str, inner: str, key: str) -> dict[str, str]:
    path = f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}{outer}/{{{ZEEBE}}}{inner}"
    return {str(item.get(key) or ""): str(item.get("value") or "") for item in node.findall(path)}

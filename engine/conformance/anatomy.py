"""What the runner has to know of a neutral file: its processes, who would catch a raised error, its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from engine.dmn.xml import Tags

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PARALLEL_PROCESS = "ParallelProcess"
UNNAMED_ERROR = "ERROR"

Element = etree._Element
_TAGS = Tags(BPMN)

# Where one of these stands, tokens may run side by side, or something outside decides who is first.
_CONCURRENT = frozenset(
    {
        "parallelGateway",
        "inclusiveGateway",
        "complexGateway",
        "eventBasedGateway",
        "boundaryEvent",
        "adHocSubProcess",
        "multiInstanceLoopCharacteristics",
    }
)
_ACTIVITY_ENDS = ("Task", "task", "Activity", "Process", "transaction")


def bpmn(tag: str) -> str:
    """Clark name in the namespace of BPMN."""
    return f"{{{BPMN}}}{tag}"


def tag_of(element: Element) -> str:
    """Local name of a BPMN element; empty for comments and for other namespaces."""
    return _TAGS.name(element)


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """One file, or those that are deployed together.

    Attributes:
        processes: ids of those that can run, global tasks among them.
        called: ids that a call activity names.
        flows: targets of message flows by the element that sends; of a pool, its process's id.
        joint_starts: start events that need all of their definitions, and how many they have.
        hosts: activities with boundary events.
        timers: kind (`date`, `duration`, `cycle`) and text of start timers, by process and event.
        is_sequential: whether one token alone decides the trace's order.
    """

    processes: tuple[str, ...]
    called: frozenset[str]
    flows: Mapping[str, frozenset[str]]
    joint_starts: Mapping[str, int]
    hosts: frozenset[str]
    timers: Mapping[tuple[str, str], tuple[str, str]]
    is_sequential: bool


def read_anatomy(roots: Sequence[Element]) -> Anatomy:
    """The anatomy of root elements; the first is that of the model itself."""
    elements = [element for root in roots for element in root.iter() if tag_of(element)]
    called = called_by(elements)
    processes = tuple(name for root in roots for name in runnable(root, called))
    return Anatomy(
        processes=processes,
        called=called,
        flows=_message_flows(elements),
        joint_starts=dict(_joint_starts(elements)),
        hosts=frozenset(e.get("attachedToRef", "") for e in elements) - {""},
        timers=dict(timer for root in roots for timer in _start_timers(root)),
        is_sequential=len({*processes} - called) < 2 and not any(map(_is_concurrent, elements)),
    )


def catching_code(script: Element) -> str:
    """The code by which an error raised in a task is caught nearest, or one that nobody knows.

    Source: BPMN 2.0.2, 10.5.1: the innermost scope that has a handler.
    """
    root = script.getroottree().getroot()
    codes = {e.get("id", ""): e.get("errorCode", "") for e in root.iter(bpmn("error"))}
    inside: Element | None = script
    while inside is not None:
        for definition in _catchers(inside):
            reference = definition.get("errorRef", "").rpartition(":")[2]
            return codes.get(reference) or reference or UNNAMED_ERROR
        inside = inside.getparent()
    return next(filter(None, codes.values()), UNNAMED_ERROR)


def _catchers(inside: Element) -> Iterator[Element]:
    """Error definitions on the boundary of an element, then those of event sub-processes in it."""
    parent = inside.getparent()
    for beside in parent if parent is not None else ():
        if tag_of(beside) == "boundaryEvent" and beside.get("attachedToRef") == inside.get("id"):
            yield from beside.iterchildren(bpmn("errorEventDefinition"))
    for child in inside.iterchildren(bpmn("subProcess")):
        if child.get("triggeredByEvent") == "true":
            for start in child.iterchildren(bpmn("startEvent")):
                yield from start.iterchildren(bpmn("errorEventDefinition"))


def called_by(elements: Iterable[Element]) -> frozenset[str]:
    """What call activities name, without the prefix of a namespace."""
    names = (element.get("calledElement", "").rpartition(":")[2] for element in elements)
    return frozenset(names) - {""}


def runnable(root: Element, called: frozenset[str]) -> Iterator[str]:
    """Ids of a file's processes and global tasks that an engine can run; black boxes are left out."""
    for element in root:
        tag, name = tag_of(element), element.get("id", "")
        is_white_box = any(tag_of(child) not in ("", "documentation") for child in element)
        if tag == "process" and (name in called or element.get("isExecutable") != "false"):
            if is_white_box:
                yield name
        elif tag.startswith("global") and tag.endswith("Task") and name in called:
            yield name


def _message_flows(elements: list[Element]) -> dict[str, frozenset[str]]:
    pools = {e.get("id"): e.get("processRef") for e in elements if tag_of(e) == "participant"}
    flows: dict[str, frozenset[str]] = {}
    for element in elements:
        if tag_of(element) == "messageFlow":
            source, target = element.get("sourceRef", ""), element.get("targetRef", "")
            into = pools.get(target) or target
            flows[source] = flows.get(source, frozenset()) | {into}
    return flows


def _joint_starts(elements: list[Element]) -> Iterator[tuple[str, int]]:
    for element in elements:
        if tag_of(element) == "startEvent" and element.get("parallelMultiple") == "true":
            definitions = [e for e in element if tag_of(e).lower().endswith("eventdefinition")]
            references = element.findall(bpmn("eventDefinitionRef"))
            yield element.get("id", ""), len(definitions) + len(references)


def _start_timers(root: Element) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for process in root.iterchildren(bpmn("process")):
        for start in process.iterchildren(bpmn("startEvent")):
            for timer in start.iterchildren(bpmn("timerEventDefinition")):
                for time in timer:
                    kind = tag_of(time).removeprefix("time").lower()
                    told = kind, (time.text or "").strip()
                    yield (process.get("id", ""), start.get("id", "")), told


def _is_concurrent(element: Element) -> bool:
    tag = tag_of(element)
    if tag == "subProcess":
        return element.get("triggeredByEvent") == "true" or _has_many_flows(element)
    if tag.endswith(_ACTIVITY_ENDS) or tag.endswith("Event"):
        is_many = element.get("completionQuantity", "1") != "1" or _has_many_flows(element)
        return tag in _CONCURRENT or is_many
    return tag in _CONCURRENT


def _has_many_flows(element: Element) -> bool:
    parent = element.getparent()
    if parent is None or element.get("id") is None:
        return False
    flows = parent.iterchildren(bpmn("sequenceFlow"))
    return sum(flow.get("sourceRef") == element.get("id") for flow in flows) > 1

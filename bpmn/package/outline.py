"""A process told in words: its steps in the order of the flow, for who cannot see the diagram."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from bpmn.package.diagram import BPMN, Diagram, DiagramElement, read_diagram
from engine.dmn.xml import parse

KINDS = {
    "startEvent": gettext_noop("Comienzo"),
    "endEvent": gettext_noop("Final"),
    "userTask": gettext_noop("Tarea de una persona"),
    "manualTask": gettext_noop("Tarea por fuera del sistema"),
    "businessRuleTask": gettext_noop("Decisión por tabla"),
    "scriptTask": gettext_noop("Cálculo"),
    "serviceTask": gettext_noop("Tarea del sistema"),
    "sendTask": gettext_noop("Envío de un mensaje"),
    "receiveTask": gettext_noop("Espera de un mensaje"),
    "task": gettext_noop("Tarea"),
    "callActivity": gettext_noop("Subproceso compartido"),
    "subProcess": gettext_noop("Subproceso"),
    "transaction": gettext_noop("Transacción"),
    "adHocSubProcess": gettext_noop("Tareas en cualquier orden"),
    "exclusiveGateway": gettext_noop("Pregunta, sigue un camino"),
    "inclusiveGateway": gettext_noop("Pregunta, siguen uno o varios caminos"),
    "parallelGateway": gettext_noop("Caminos a la vez"),
    "complexGateway": gettext_noop("Caminos que se juntan por una regla"),
    "eventBasedGateway": gettext_noop("Espera, sigue lo que ocurra primero"),
    "boundaryEvent": gettext_noop("Si ocurre durante el paso"),
    "intermediateCatchEvent": gettext_noop("Espera"),
    "intermediateThrowEvent": gettext_noop("Aviso"),
}
# A gateway without a name asks nothing.
_UNASKED = {
    "exclusiveGateway": gettext_noop("Sigue un camino"),
    "inclusiveGateway": gettext_noop("Siguen uno o varios caminos"),
}
_EVENTS = {
    "timer": gettext_noop("un plazo"),
    "message": gettext_noop("un mensaje"),
    "signal": gettext_noop("una señal"),
    "error": gettext_noop("un error"),
    "escalation": gettext_noop("un escalamiento"),
    "compensate": gettext_noop("una compensación"),
    "conditional": gettext_noop("una condición"),
    "cancel": gettext_noop("una cancelación"),
    "terminate": gettext_noop("termina todo"),
    "link": gettext_noop("continúa en otra parte"),
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way out of a step.

    Attributes:
        label: what its line says; empty if it says nothing.
        number: of the step to which it leads, as the list counts them.
        name: of that step.
    """

    label: str
    number: int
    name: str


@dataclass(frozen=True, kw_only=True)
class OutlineStep:
    """One element of the diagram in words.

    Attributes:
        number: place in the list, from 1.
        inside: name of the sub-process in which it stands; empty in the process itself.
        during: name of the step on whose edge it stands; empty for all but boundary events.
    """

    id: str
    number: int
    name: str
    kind: str
    lane: str
    inside: str
    during: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What the file says besides the elements themselves."""

    lanes: Mapping[str, str]
    hosts: Mapping[str, str]
    flows: Mapping[str, tuple[tuple[str, str], ...]]


def outline(raw: bytes) -> tuple[OutlineStep, ...]:
    """Every step of a model, the ways out of it, and who does it.

    Raises:
        DiagramRefused: the bytes are no diagram.
    """
    diagram = read_diagram(raw)
    source = _source(parse(raw))
    order = list(_in_order(diagram, source))
    numbers = {element.id: number for number, element in enumerate(order, 1)}
    return tuple(_step(element, diagram, source, numbers) for element in order)


def _source(root: Any) -> _Source:
    flows: dict[str, list[tuple[str, str]]] = {}
    for flow in root.iter(f"{{{BPMN}}}sequenceFlow"):
        way = (str(flow.get("name") or ""), str(flow.get("targetRef")))
        flows.setdefault(str(flow.get("sourceRef")), []).append(way)
    return _Source(
        lanes={
            (ref.text or "").strip(): str(lane.get("name") or "")
            for lane in root.iter(f"{{{BPMN}}}lane")
            for ref in lane.findall(f"{{{BPMN}}}flowNodeRef")
        },
        hosts={
            str(event.get("id")): str(event.get("attachedToRef"))
            for event in root.iter(f"{{{BPMN}}}boundaryEvent")
        },
        flows={name: tuple(ways) for name, ways in flows.items()},
    )


def _in_order(diagram: Diagram, source: _Source) -> Iterator[DiagramElement]:
    """Starts first, then what each leads to; a sub-process is followed by what it holds."""
    seen: set[str] = set()
    inside: dict[str, list[DiagramElement]] = {}
    on_edge: dict[str, list[DiagramElement]] = {}
    for element in diagram.elements:
        inside.setdefault(element.scope, []).append(element)
        on_edge.setdefault(source.hosts.get(element.id, ""), []).append(element)

    def scope(name: str) -> Iterator[DiagramElement]:
        held = inside.get(name, [])
        led = {target for ways in source.flows.values() for _, target in ways}
        first = [e for e in held if e.type == "startEvent"]
        first += [e for e in held if e.id not in led and e.id not in source.hosts]
        for element in [*first, *held]:
            yield from follow(element)

    def follow(start: DiagramElement) -> Iterator[DiagramElement]:
        pending = [start]
        while pending:
            element = pending.pop()
            if element.id in seen:
                continue
            seen.add(element.id)
            yield element
            yield from scope(element.id) if element.id in inside else ()
            ahead = [
                diagram.by_id[target]
                for _, target in source.flows.get(element.id, ())
                if target in diagram.by_id
            ]
            pending += reversed([*on_edge.get(element.id, []), *ahead])

    yield from scope("")


def _step(
    element: DiagramElement, diagram: Diagram, source: _Source, numbers: Mapping[str, int]
) -> OutlineStep:
    inside = diagram.by_id.get(element.scope)
    host = diagram.by_id.get(source.hosts.get(element.id, ""))
    return OutlineStep(
        id=element.id,
        number=numbers[element.id],
        name=_name(element),
        kind=_kind(element),
        lane=_lane(element, diagram, source),
        inside=_name(inside) if inside else "",
        during=_name(host) if host else "",
        ways=tuple(
            Way(label=label, number=numbers[target], name=_name(diagram.by_id[target]))
            for label, target in source.flows.get(element.id, ())
            if target in numbers
        ),
    )


def _name(element: DiagramElement) -> str:
    """The name that it has; a gateway that only joins has none, and is named by what it does."""
    return element.name or (gettext("Unión") if element.type.endswith("Gateway") else element.id)


def _kind(element: DiagramElement) -> str:
    kind = gettext(KINDS.get(element.type, element.type))
    if not element.name and element.type in _UNASKED:
        kind = gettext(_UNASKED[element.type])
    told = [gettext(_EVENTS[name]) for name in element.events if name in _EVENTS]
    if element.type.endswith(("Event", "event")) and told:
        kind += ": " + gettext(" o ").join(told)
    return kind


def _lane(element: DiagramElement, diagram: Diagram, source: _Source) -> str:
    """Lanes are told of what stands directly in them: look outwards until one is."""
    found: DiagramElement | None = element
    while found is not None:
        if found.id in source.lanes:
            return source.lanes[found.id]
        found = diagram.by_id.get(source.hosts.get(found.id, "") or found.scope)
    return ""

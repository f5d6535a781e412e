"""What differs between two diagrams, element by element; where things are drawn does not count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from bpmn.package.diagram import BPMN, ZEEBE
from bpmn.package.outline import KINDS
from bpmn.versions.change import Change, Kind, details_of
from engine.dmn.xml import XmlRefused, parse

_OTHERS = {
    "sequenceFlow": gettext_noop("Línea"),
    "lane": gettext_noop("Carril"),
    "message": gettext_noop("Mensaje del modelo"),
    "signal": gettext_noop("Señal del modelo"),
    "error": gettext_noop("Error del modelo"),
    "escalation": gettext_noop("Escalamiento del modelo"),
    "process": gettext_noop("Proceso"),
    "textAnnotation": gettext_noop("Nota"),
    "dataObjectReference": gettext_noop("Dato"),
    "dataStoreReference": gettext_noop("Almacén de datos"),
}
_WHAT = {**KINDS, **_OTHERS}
# Written for the drawing, or said by the flow at its other end.
_SILENT = frozenset({"incoming", "outgoing", "flowNodeRef", "laneSet"})
_LABELS = {
    "name": gettext_noop("Nombre"),
    "sourceRef": gettext_noop("Sale de"),
    "targetRef": gettext_noop("Llega a"),
    "default": gettext_noop("Salida por defecto"),
    "attachedToRef": gettext_noop("Sobre el paso"),
    "conditionExpression": gettext_noop("Condición"),
    "documentation": gettext_noop("Documentación"),
    "taskDefinition type": gettext_noop("Trabajo"),
    "taskDefinition retries": gettext_noop("Intentos"),
    "formDefinition formId": gettext_noop("Formulario"),
    "assignmentDefinition candidateGroups": gettext_noop("Grupos"),
    "assignmentDefinition assignee": gettext_noop("Persona"),
    "calledElement processId": gettext_noop("Subproceso"),
    "calledElement propagateAllParentVariables": gettext_noop("Recibe todas las variables"),
    "calledElement propagateAllChildVariables": gettext_noop("Devuelve todas las variables"),
    "calledDecision decisionId": gettext_noop("Tabla"),
    "calledDecision resultVariable": gettext_noop("Variable del resultado"),
    "script expression": gettext_noop("Cálculo"),
    "script resultVariable": gettext_noop("Variable del resultado"),
    "timeDuration": gettext_noop("Duración"),
    "timeDate": gettext_noop("Fecha"),
    "timeCycle": gettext_noop("Ciclo"),
    "taskSchedule dueDate": gettext_noop("Vence"),
}
# What the format takes when nothing is said: editors leave it out when they save.
_DEFAULTS = {"calledElement propagateAllParentVariables": "true"}
_BY_NAME = {"header": ("key", "value", "Dato"), "property": ("name", "value", "Propiedad")}
_BY_NAME |= {"input": ("target", "source", "Entrada"), "output": ("target", "source", "Salida")}


@dataclass(frozen=True, kw_only=True)
class _Element:
    type: str
    name: str
    properties: Mapping[str, str]


def flow_changes(before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    """Elements that came, went or changed; none of a diagram that cannot be read."""
    old, new = _elements(before), _elements(after)
    return tuple(_changes(old, new))


def _changes(old: Mapping[str, _Element], new: Mapping[str, _Element]) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        # The words for a line come from its ends; those are told where they changed.
        if was and now and (was.type, was.properties) == (now.type, now.properties):
            continue
        kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
        shown = now or was
        if shown is None:
            continue
        details = details_of(was.properties if was else {}, now.properties if now else {})
        yield Change(
            kind=kind,
            id=key,
            what=_WHAT.get(shown.type, shown.type),
            name=shown.name or key,
            details=details,
        )


def _elements(raw: bytes | None) -> dict[str, _Element]:
    try:
        root: Any = parse(raw) if raw else None
    except XmlRefused:
        return {}
    if root is None:
        return {}
    nodes = {
        node.get("id"): node
        for node in root.iter()
        if _tag(node) in _WHAT and node.get("id") and _space(node) == BPMN
    }
    names = {key: node.get("name") or "" for key, node in nodes.items()}
    return {key: _read(node, names) for key, node in nodes.items()}


def _read(node: Any, names: Mapping[str, str]) -> _Element:
    name = names.get(node.get("id"), "")
    if _tag(node) == "sequenceFlow":
        ends = (node.get("sourceRef") or "", node.get("targetRef") or "")
        way = " → ".join(names.get(end) or end for end in ends)
        name = f"{name} ({way})" if name else way
    return _Element(type=_tag(node), name=name, properties=dict(_properties(node)))


def _properties(node: Any) -> Iterator[tuple[str, str]]:
    for attribute, value in node.attrib.items():
        plain = attribute.rpartition("}")[2]
        if plain != "id":
            yield _LABELS.get(plain, plain), value
    for child in node:
        tag = _tag(child)
        if not tag or tag in _SILENT or (tag in _WHAT and child.get("id")):
            continue
        yield from _inner(child, tag)


def _inner(node: Any, tag: str) -> Iterator[tuple[str, str]]:
    """What an element says inside itself, flattened to words and values."""
    if _space(node) == ZEEBE and tag in _BY_NAME:
        key, value, label = _BY_NAME[tag]
        yield f"{label} «{node.get(key)}»", node.get(value) or ""
        return
    text = (node.text or "").strip()
    if text:
        yield _LABELS.get(tag, tag), text
    for attribute, value in node.attrib.items():
        plain = attribute.rpartition("}")[2]
        if plain not in ("id", "type") or _space(node) == ZEEBE:
            label = f"{tag} {plain}"
            if _DEFAULTS.get(label) != value:
                yield _LABELS.get(label, label), value
    for child in node:
        inner = _tag(child)
        if inner and not (inner in _WHAT and child.get("id")):
            yield from _inner(child, inner)


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _space(node: Any) -> str:
    return node.tag.partition("}")[0].removeprefix("{") if isinstance(node.tag, str) else ""

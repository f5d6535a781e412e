"""What differs between two forms, field by field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_noop

from bpmn.versions.change import Change, Detail, Kind, details_of

# What an editor writes for itself.
_SILENT = frozenset({"id", "components", "layout", "isRepeating"})
_LABELS = {
    "label": gettext_noop("Etiqueta"),
    "description": gettext_noop("Ayuda"),
    "type": gettext_noop("Clase"),
    "key": gettext_noop("Clave"),
    "text": gettext_noop("Texto"),
    "validate.required": gettext_noop("Obligatorio"),
    "conditional.hide": gettext_noop("Se oculta si"),
    "values": gettext_noop("Opciones"),
    "defaultValue": gettext_noop("Valor inicial"),
    "multiple": gettext_noop("Recibe varios archivos"),
    "properties.maxFiles": gettext_noop("Archivos como máximo"),
}
_TYPES = {
    "textfield": gettext_noop("Campo de texto"),
    "textarea": gettext_noop("Campo de texto largo"),
    "number": gettext_noop("Campo de número"),
    "select": gettext_noop("Lista para elegir uno"),
    "radio": gettext_noop("Opciones para elegir una"),
    "checkbox": gettext_noop("Casilla"),
    "checklist": gettext_noop("Opciones para elegir varias"),
    "datetime": gettext_noop("Campo de fecha"),
    "filepicker": gettext_noop("Archivo adjunto"),
    "group": gettext_noop("Grupo de campos"),
    "dynamiclist": gettext_noop("Lista que crece"),
    "text": gettext_noop("Texto para leer"),
    "separator": gettext_noop("Línea que separa"),
    "spacer": gettext_noop("Espacio"),
}
_DEEPEST = 30


@dataclass(frozen=True, kw_only=True)
class _Field:
    type: str
    label: str
    properties: Mapping[str, str]


def form_changes(before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    """Fields that came, went, moved or changed; none of a form that cannot be read."""
    old, new = _fields(before), _fields(after)
    moved = _moved(list(old), list(new))
    return tuple(_changes(old, new, moved))


def _changes(
    old: Mapping[str, _Field], new: Mapping[str, _Field], moved: frozenset[str]
) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        shown = now or was
        if shown is None or (was == now and key not in moved):
            continue
        details = details_of(was.properties if was else {}, now.properties if now else {})
        if key in moved:
            places = [str(list(fields).index(key) + 1) for fields in (old, new)]
            details += (Detail(label=gettext_noop("Lugar"), before=places[0], after=places[1]),)
        kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
        yield Change(
            kind=kind,
            id=key,
            what=_TYPES.get(shown.type, gettext_noop("Campo")),
            name=shown.label or key,
            details=details,
        )


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    both = set(old) & set(new)
    left = [key for key in old if key in both]
    right = [key for key in new if key in both]
    stayed: set[str] = set()
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        stayed.update(left[block.a : block.a + block.size])
    return frozenset(both - stayed)


def _fields(raw: bytes | None) -> dict[str, _Field]:
    try:
        data = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        return {}
    found: dict[str, _Field] = {}
    for path, node in _components(data, "", 0):
        flat = dict(_flat(node, ""))
        if _LABELS["type"] in flat:
            flat[_LABELS["type"]] = _TYPES.get(flat[_LABELS["type"]], flat[_LABELS["type"]])
        label = str(node.get("label") or node.get("text") or "")
        found[path] = _Field(type=str(node.get("type", "")), label=label[:80], properties=flat)
    return found


def _components(node: Any, prefix: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    inner = node.get("components") if isinstance(node, dict) else None
    if not isinstance(inner, list) or depth > _DEEPEST:
        return
    for child in inner:
        if isinstance(child, dict):
            name = str(child.get("key") or child.get("path") or child.get("id") or "")
            path = f"{prefix}.{name}" if prefix else name
            yield path, child
            yield from _components(child, path, depth + 1)


def _flat(node: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        path = f"{prefix}{key}"
        if not prefix and key in _SILENT:
            continue
        if isinstance(value, dict) and len(prefix) < 200:
            yield from _flat(value, f"{path}.")
        else:
            yield _LABELS.get(path, path), _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    if isinstance(value, dict):
        label = value.get("label") or value.get("value")
        return str(label) if label else json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)

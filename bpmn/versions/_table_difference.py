"""What differs between two files of decisions, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from bpmn.versions.change import Change, Kind, details_of
from engine.dmn.xml import XmlRefused, parse

_ANNOTATION = gettext_noop("Anotación")


@dataclass(frozen=True, kw_only=True)
class _Thing:
    what: str
    name: str
    properties: Mapping[str, str] = field(default_factory=dict)


def table_changes(before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    """Decisions, columns and rows that came, went or changed; none of a file that cannot be read."""
    return tuple(_changes(_things(before), _things(after)))


def _changes(old: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> Iterator[Change]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        shown = now or was
        properties = (was.properties if was else {}, now.properties if now else {})
        # A row that only has another number because one came before it did not change.
        if shown is None or (
            was is not None and now is not None and properties[0] == properties[1]
        ):
            continue
        kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
        yield Change(
            kind=kind, id=key, what=shown.what, name=shown.name, details=details_of(*properties)
        )


def _things(raw: bytes | None) -> dict[str, _Thing]:
    try:
        root: Any = parse(raw) if raw else None
    except XmlRefused:
        return {}
    found: dict[str, _Thing] = {}
    for decision in () if root is None else _inside(root, "decision"):
        found |= dict(_decision(decision))
    return found


def _decision(node: Any) -> Iterator[tuple[str, _Thing]]:
    key, name = node.get("id") or "", node.get("name") or node.get("id") or ""
    tables = list(_inside(node, "decisionTable"))
    if not tables:
        texts = {_tag(one): _text(one) for one in node if _tag(one) == "literalExpression"}
        yield (
            key,
            _Thing(
                what=gettext_noop("Decisión"),
                name=name,
                properties={gettext_noop("Expresión"): " ".join(texts.values())},
            ),
        )
        return
    table = tables[0]
    columns = [*_inside(table, "input"), *_inside(table, "output")]
    labels = [_label(column) for column in columns]
    head = {gettext_noop("Regla de acierto"): table.get("hitPolicy") or "UNIQUE"}
    head |= {
        f"Columna {label}": _text(column) or column.get("name") or ""
        for label, column in zip(labels, columns, strict=True)
    }
    yield key, _Thing(what=gettext_noop("Tabla"), name=name, properties=head)
    for number, rule in enumerate(_inside(table, "rule"), 1):
        cells = [_text(cell) for cell in rule if _tag(cell) in ("inputEntry", "outputEntry")]
        properties = dict(zip(labels, cells, strict=False))
        notes = [_text(cell) for cell in rule if _tag(cell) == "annotationEntry"]
        properties |= {_ANNOTATION: " · ".join(notes)} if any(notes) else {}
        place = rule.get("id") or str(number)
        yield (
            f"{key} {place}",
            _Thing(what=gettext_noop("Fila"), name=f"{name}, fila {number}", properties=properties),
        )


def _label(column: Any) -> str:
    return column.get("label") or column.get("name") or _text(column) or column.get("id") or ""


def _text(node: Any) -> str:
    found = next((one for one in node.iter() if _tag(one) == "text"), None)
    return (found.text or "").strip() if found is not None else ""


def _inside(node: Any, tag: str) -> Iterator[Any]:
    return (one for one in node.iter() if _tag(one) == tag)


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""

"""Names that FEEL may use in a folder: answers of its forms, variables of its flow, outputs of its tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bpmn.package.sheet import Sheet
from engine.dmn.xml import XmlRefused, parse
from forms.schema import Component, FormRefused, load_form

START_FORM = "inicio"
# What every case knows (docs/procedure-folder.md), and what the engine says of who and what acts.
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "radicado": (),
    "expediente": (),
    "receivedAt": (),
    "legalFiledOn": (),
    "verificationCode": (),
    "caseId": (),
    "channel": (),
    "tenant": (),
    "procedureSlug": (),
    "procedureName": (),
    "procedureVersion": (),
    "attachments": (),
    "publicUrl": (),
    "hasAccount": (),
    # Only messages and documents see it.
    "labels": (),
    "term": ("amount", "unit", "start", "due"),
    "entity": ("name", "nit", "dv", "municipality", "department", "address", "phone", "email"),
    "applicant": ("name", "doc_type", "doc_number", "first_names", "last_names", "email", "mobile"),
    "notification": ("accept_enotif", "notif_email"),
    "consents": ("consent_data", "consent_interop"),
    "document": ("id", "kind", "title", "number", "verificationCode", "validUntil", "issuedAt"),
    "response": ("status", "payload", "source", "obtainedAt"),
    "actor": ("name",),
    "completedBy": (),
    "params": (),
}
_KINDS = {
    "number": "number",
    "checkbox": "boolean",
    "datetime": "date",
    "checklist": "list<string>",
    "filepicker": "context",
}
_WRITTEN = frozenset({"output", "input"})


@dataclass(frozen=True)
class Name:
    """One name.

    Attributes:
        type: as FEEL writes it; empty if nobody knows.
        info: what its form asks, or what the sheet says of it.
        entries: names inside it.
    """

    name: str
    type: str = ""
    info: str = ""
    entries: tuple["Name", ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The name as JSON-safe data."""
        data: dict[str, Any] = {"name": self.name, "detail": self.type, "info": self.info}
        if self.entries:
            data["entries"] = [entry.as_data() for entry in self.entries]
        return data


def names(
    files: Mapping[str, bytes], sheet: Sheet, include: Callable[[str], bytes | None]
) -> tuple[Name, ...]:
    """Every name, in the order of the alphabet; what cannot be read adds none.

    Args:
        files: of the folder.
        sheet: of the folder.
        include: a shared group of fields by its name.
    """
    found = {name: _context(name, entries) for name, entries in ALWAYS.items()}
    found["sheet"] = _sheet(sheet)
    for path, raw in sorted(files.items()):
        if path.startswith("forms/"):
            found |= {name.name: name for name in _of_form(path, raw, include)}
    for name in (*_of_tables(files), *of_flow(files.get("process.bpmn", b""))):
        found.setdefault(name.name, name)
    return tuple(found[name] for name in sorted(found))


def _context(name: str, entries: tuple[str, ...]) -> Name:
    inner = tuple(Name(entry) for entry in entries)
    return Name(name, "context" if inner else "", "", inner)


def _sheet(sheet: Sheet) -> Name:
    parameters = tuple(
        Name(key, "", item.text or "Parámetro de la ficha")
        for key, item in sheet.parameters.items()
    )
    inner = (Name("parameters", "context", "Parámetros de la ficha", parameters),)
    return Name("sheet", "context", "La ficha del trámite", inner)


def _of_form(path: str, raw: bytes, include: Callable[[str], bytes | None]) -> tuple[Name, ...]:
    try:
        schema = load_form(raw, includes=include)
    except FormRefused:
        return ()
    form = path.removeprefix("forms/").removesuffix(".form")
    inner = _nested(schema.components, f"Formulario {form}")
    return (Name("answers", "context", "", inner),) if form == START_FORM else inner


def _nested(components: tuple[Component, ...], info: str) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for component in components:
        if component.is_leaf:
            kind = _KINDS.get(component.type, "string")
            kind = f"list<{kind}>" if component.multiple else kind
            found[component.key] = Name(component.key, kind, component.label or info)
            continue
        inner = _nested(component.children, info)
        if component.is_scope:
            kind = "list" if component.type == "dynamiclist" else "context"
            found[component.key] = Name(component.key, kind, component.label or info, inner)
        else:
            found |= {name.name: name for name in inner}
    return tuple(found.values())


def of_flow(process: bytes) -> Iterator[Name]:
    """What mappings, results and repetitions of a diagram write."""
    for node in nodes(process):
        tag = etree.QName(node).localname
        if tag in _WRITTEN and node.get("target"):
            yield Name(str(node.get("target")))
        elif node.get("resultVariable"):
            yield Name(str(node.get("resultVariable")))
        elif tag == "loopCharacteristics":
            given = (node.get("inputElement"), node.get("outputCollection"))
            yield from (Name(str(name)) for name in given if name)


def _of_tables(files: Mapping[str, bytes]) -> Iterator[Name]:
    """What a table answers stands under the variable that the flow gives it."""
    outputs = {
        str(decision.get("id")): _outputs(decision)
        for path, raw in files.items()
        if path.startswith("decisions/")
        for decision in nodes(raw)
        if etree.QName(decision).localname == "decision"
    }
    for node in nodes(files.get("process.bpmn", b"")):
        variable, inner = node.get("resultVariable"), outputs.get(str(node.get("decisionId")), ())
        if variable:
            entries = inner if len(inner) > 1 else ()
            kind = "context" if entries else (inner[0].type if inner else "")
            yield Name(str(variable), kind, "", entries)


def _outputs(decision: etree._Element) -> tuple[Name, ...]:
    return tuple(
        Name(str(node.get("name")), str(node.get("typeRef") or ""), str(node.get("label") or ""))
        for node in decision.iter("{*}output")
        if node.get("name")
    )


def nodes(raw: bytes) -> Iterator[etree._Element]:
    """Every element of a file of XML; none if it cannot be read."""
    try:
        root = parse(raw) if raw else None
    except XmlRefused:
        return
    yield from (node for node in root.iter("*")) if root is not None else ()

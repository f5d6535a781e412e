"""Reference pages of what procedures may name: groups, shared processes and shared forms, made of their folders."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings

from bpmn.checks.groups import common_groups
from bpmn.entity import load as load_entity
from bpmn.package import Folder
from bpmn.package.diagram import BPMN, Diagram, DiagramElement, read_diagram
from bpmn.versions.shelf import shelf_library
from engine.dmn.xml import parse

_MADE = "Made by `manage.py reference`."
_TIMES = ("timeDuration", "timeDate", "timeCycle")
_PAPER_JOBS = ("document.number", "document.draft", "document.seal")
_SHOWN = ("text", "separator", "spacer", "html", "image")


def groups_page() -> str:
    """Every group that a diagram may name."""
    offices = load_entity(settings.ENTITY).offices
    rows = [
        (f"`{name}`", offices[name].title if name in offices else "", _holder(offices.get(name)))
        for name in sorted(common_groups() | set(offices))
    ]
    head = f"What `candidateGroups`, `signer`, `info_owner`… may name. The title is that of the entity {settings.ENTITY}; one without title is common to municipalities, and there nobody has it."
    return _page("Groups", head, _table(("group", "title", "somebody holds it"), rows))


def forms_page() -> str:
    """The shared forms that `properties.include` names."""
    parts = []
    for folder in shelf_library().values():
        if folder.process is None:
            for name in sorted(folder.inside("forms")):
                form_id = name.removesuffix(".form")
                parts += [f"## `{form_id}`", "", *_fields(folder, form_id), ""]
    head = 'The forms that a group takes with `"properties": {"include": NAME}`. A key stands under the group\'s `path`: `applicant.doc_type`.'
    return _page("Shared forms", head, parts)


def processes_page() -> str:
    """What stands inside the processes that procedures call, for scenarios above all."""
    parts: list[str] = []
    for folder in shelf_library().values():
        if folder.process is not None:
            parts += _process(folder, read_diagram(folder.process), folder.process)
    head = (
        "What stands inside the processes that a call activity names: a scenario plays their tasks by these ids "
        "(`task: ID`, or `sign: ID` where the element signs; a signature is refused with `task: ID` and the answers of "
        "its form). What they set and make counts in `expect`. Takes and leaves are in the words of each sheet."
    )
    return _page("Shared processes", head, parts)


def _process(folder: Folder, diagram: Diagram, raw: bytes) -> list[str]:
    sheet = folder.sheet
    root: Any = parse(raw)
    parts = [f"## `{folder.slug}`", "", sheet.purpose, ""]
    for title, told in (("Takes", sheet.inputs), ("Leaves", sheet.outputs)):
        parts += [f"- {title}: {'; '.join(told)}."] if told else []
    parts += [f"- `{name}` is one of {_codes(words)}." for name, words in sheet.words.items()]
    facts = (
        ("Calls", diagram.called_processes),
        ("Makes documents", dict.fromkeys(_documents(diagram, sheet.documents))),
        ("Sets states", dict.fromkeys(_states(diagram.elements))),
        ("Throws errors", dict.fromkeys(_errors(root))),
    )
    parts += [f"- {title}: {_codes(names)}." for title, names in facts if names]
    rows = [_task(element) for element in diagram.elements if element.type == "userTask"]
    parts += ["", *_table(("task", "what", "group", "form", "step", "state"), rows)] if rows else []
    waits = [*_waits(diagram, root)]
    parts += ["", *_table(("waits at", "what", "for", "who, form"), waits)] if waits else []
    for form_id in dict.fromkeys(_form_ids(diagram.elements)):
        parts += ["", f"`{form_id}`:", "", *_fields(folder, form_id)]
    return [*parts, ""]


def _task(element: DiagramElement) -> tuple[str, ...]:
    signs = element.headers.get("signs") or element.properties.get("signs")
    return (
        f"`{element.id}`",
        element.name,
        _code(element.candidate_groups),
        _code(element.form_id),
        "`sign`" if signs else "`task`",
        _code(element.properties.get("state", "")),
    )


def _waits(diagram: Diagram, root: Any) -> Iterator[tuple[str, ...]]:
    """Elements where a message or a moment lets the flow go on."""
    names = {node.get("id"): node.get("name") for node in root.iter(f"{{{BPMN}}}message")}
    for node in root.iter():
        element = diagram.by_id.get(node.get("id") or "")
        if element is None or element.type in ("intermediateThrowEvent", "endEvent", "sendTask"):
            continue
        events = node.findall(f"{{{BPMN}}}messageEventDefinition")
        refs = [one.get("messageRef") for one in (node, *events)]
        what = [f"message {_code(names.get(ref, ''))}" for ref in refs if ref]
        what += [f"after {_code((time.text or '').strip())}" for time in _times(node)]
        if what:
            yield f"`{element.id}`", element.name, ", ".join(what), _action(element)


def _action(element: DiagramElement) -> str:
    properties = element.properties
    told = [properties.get("actor", "solicitante")] if "action" in properties else []
    told += [properties["actionForm"]] if "actionForm" in properties else []
    return ", ".join(map(_code, told))


def _times(node: Any) -> Iterator[Any]:
    for event in node.findall(f"{{{BPMN}}}timerEventDefinition"):
        yield from (time for name in _TIMES for time in event.findall(f"{{{BPMN}}}{name}"))


def _documents(diagram: Diagram, known: Mapping[str, Any]) -> Iterator[str]:
    for element in diagram.elements:
        if element.job_type in _PAPER_JOBS:
            yield element.headers.get("document") or "documentKind"
    yield from known


def _states(elements: Sequence[DiagramElement]) -> Iterator[str]:
    yield from (e.properties["state"] for e in elements if "state" in e.properties)


def _errors(root: Any) -> Iterator[str]:
    codes = {node.get("id"): node.get("errorCode") for node in root.iter(f"{{{BPMN}}}error")}
    for end in root.iter(f"{{{BPMN}}}endEvent"):
        for event in end.findall(f"{{{BPMN}}}errorEventDefinition"):
            yield codes.get(event.get("errorRef")) or "any"


def _form_ids(elements: Sequence[DiagramElement]) -> Iterator[str]:
    for element in elements:
        for form_id in (element.form_id, element.properties.get("actionForm", "")):
            if form_id and not form_id.startswith("="):
                yield form_id


def _fields(folder: Folder, form_id: str) -> list[str]:
    raw = folder.form(form_id)
    if raw is None:
        return ["The procedure brings this form."]
    rows = [*_components(json.loads(raw)["components"], "")]
    return (
        _table(("key", "type", "required", "hidden when", "answers"), rows)
        if rows
        else ["No fields."]
    )


def _components(components: Sequence[Mapping[str, Any]], path: str) -> Iterator[tuple[str, ...]]:
    for one in components:
        properties = one.get("properties") or {}
        if one["type"] in ("group", "dynamiclist"):
            inner = f"{path}{one['path']}." if one.get("path") else path
            if "include" in properties:
                yield f"`{inner}…`", "as " + _code(properties["include"]), "", "", ""
            yield from _components(one.get("components") or (), inner)
        elif one["type"] not in _SHOWN:
            required = "yes" if (one.get("validate") or {}).get("required") else ""
            yield (
                f"`{path}{one.get('key', '')}`",
                one["type"],
                required or _code(properties.get("requiredIf", "")),
                _code((one.get("conditional") or {}).get("hide", "")),
                _answers(one, properties),
            )


def _answers(one: Mapping[str, Any], properties: Mapping[str, str]) -> str:
    values = [str(option["value"]) for option in one.get("values") or ()]
    told = [_codes(values[:40]) + (" …" if len(values) > 40 else "")] if values else []
    told += [f"as `{properties['validator']}`"] if "validator" in properties else []
    told += [f"check {_code(properties['check'])}"] if "check" in properties else []
    told += [f"the same as `{properties['confirm']}`"] if "confirm" in properties else []
    return "; ".join(told)


def _holder(office: Any) -> str:
    return "yes" if office and office.holder else ""


def _codes(names: Any) -> str:
    return ", ".join(map(_code, names))


def _code(text: str) -> str:
    return f"`{text.replace('|', '¦')}`" if text else ""


def _page(title: str, head: str, parts: Sequence[str]) -> str:
    return "\n".join([f"# {title}", "", _MADE, "", head, "", *parts]).rstrip() + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(' '.join(cell.split()) for cell in row)} |" for row in rows]

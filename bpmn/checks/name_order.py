"""Names that an expression of the flow reads before anything can have written them: there they are always null.

Told only where it is certain: every writer stands in the procedure's own flow, each is reached from the
reader, and no way leads back from a writer to it.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.checks.expressions import of_diagram
from bpmn.checks.known_names import (
    ANSWERED,
    GIVEN,
    Known,
    form_shape,
    job_leaves,
    left_whole,
    names_listed,
    of_scenario,
)
from bpmn.checks.names import unknown_in
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder
from bpmn.package.findings import warning
from bpmn.vocabulary import ALWAYS, nodes

_NOTHING = Known({})
_SUB_PROCESSES = ("subProcess", "transaction", "adHocSubProcess")


def findings(subject: Subject) -> Iterator[Finding]:
    """Every name that is read too early, at its place."""
    if not subject.is_procedure or subject.diagram is None:
        return
    writers = _writers(subject)
    ways = _Ways(subject.folder.process or b"")
    told: set[tuple[str, str]] = set()
    for place, text, _ in of_diagram(subject.folder.process):
        for found in unknown_in(text, _NOTHING):
            written = writers.get(found.name, frozenset())
            if written and (place, found.name) not in told and ways.are_later(place, written):
                told.add((place, found.name))
                yield warning(
                    "name-too-early",
                    "process.bpmn",
                    place,
                    f"Aquí todavía nadie ha escrito el dato «{found.name}»: eso pasa más adelante.",
                    "Escríbalo antes de este punto, o lea otro dato.",
                )


def _writers(subject: Subject) -> Mapping[str, frozenset[str]]:
    """Elements that write each name, of the names that nothing else can have written."""
    found: dict[str, set[str]] = {}
    elsewhere = set(_elsewhere(subject))
    for node in nodes(subject.folder.process or b""):
        tag = etree.QName(node).localname
        if tag == "input":
            elsewhere.add(str(node.get("target") or ""))
        for name in _written(node, tag, subject):
            found.setdefault(name, set()).add(_owner(node))
    return {name: frozenset(ids) for name, ids in found.items() if name not in elsewhere}


def _written(node: etree._Element, tag: str, subject: Subject) -> Iterator[str]:
    if node.get("resultVariable"):
        yield str(node.get("resultVariable"))
    elif tag == "output":
        yield str(node.get("target") or "")
    elif tag == "loopCharacteristics":
        yield str(node.get("outputCollection") or "")
    elif tag == "taskDefinition":
        yield from job_leaves().get(str(node.get("type")), ())
    elif tag == "formDefinition":
        form = str(node.get("formId") or "")
        homes = (folder.form(form) for folder in (subject.folder, *subject.shared.values()))
        yield from form_shape(next(filter(None, homes), None), subject)
    elif tag == "calledElement":
        called = subject.library.get(str(node.get("processId")))
        yield from names_listed(called.sheet.outputs) if called else ()


def _elsewhere(subject: Subject) -> Iterator[str]:
    """Names that may be there from the start, or come from outside the flow."""
    yield from (*ALWAYS, *GIVEN, *ANSWERED, "answers")
    for raw in subject.folder.inside("scenarios").values():
        yield from of_scenario(raw).written
    around = [subject.wrapper] if subject.wrapper else []
    for folder in (*around, *left_whole(subject)):
        yield from _all_names(folder, subject)
    for node in nodes(subject.folder.process or b""):
        if etree.QName(node).localname in ("dataObject", "property", "script", "to"):
            yield from (str(node.get("name") or ""), (node.text or "").strip().lstrip("= "))


def _all_names(folder: Folder, subject: Subject) -> Iterator[str]:
    """Whatever a folder writes anywhere."""
    yield from names_listed((*folder.sheet.outputs, *folder.sheet.inputs))
    for raw in folder.inside("forms").values():
        yield from form_shape(raw, subject)
    for node in nodes(folder.process or b""):
        yield str(node.get("target") or "")
        yield from _written(node, etree.QName(node).localname, subject)


def _owner(node: etree._Element) -> str:
    here: etree._Element | None = node
    while here is not None and not here.get("id"):
        here = here.getparent()
    return str(here.get("id")) if here is not None else ""


class _Ways:
    """What can follow what in a flow; whatever may happen at any time follows everything around it."""

    def __init__(self, process: bytes) -> None:
        self._next: dict[str, set[str]] = {}
        self._source: dict[str, str] = {}
        self._detached: set[str] = set()
        links: dict[str, set[str]] = {}
        for node in nodes(process):
            tag, name = etree.QName(node).localname, str(node.get("id") or "")
            parent = node.getparent()
            if tag == "sequenceFlow":
                self._source[name] = str(node.get("sourceRef"))
                self._lead(str(node.get("sourceRef")), str(node.get("targetRef")))
            elif tag == "boundaryEvent":
                self._lead(str(node.get("attachedToRef")), name)
            elif tag == "linkEventDefinition" and parent is not None:
                links.setdefault(str(node.get("name")), set()).add(str(parent.get("id")))
            elif node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true":
                self._detached |= {str(one.get("id")) for one in node.iter("*") if one.get("id")}
            if parent is not None and etree.QName(parent).localname in _SUB_PROCESSES and name:
                self._lead(str(parent.get("id")), name)
                self._lead(name, str(parent.get("id")))
        for together in links.values():
            for one in together:
                for other in together - {one}:
                    self._lead(one, other)

    def are_later(self, place: str, writers: frozenset[str]) -> bool:
        """Whether every writer certainly comes after the place."""
        reader = self._source.get(place, place)
        if {reader, *writers} & self._detached or reader in writers:
            return False
        after = self._after(reader)
        return writers <= after and not any(reader in self._after(one) for one in writers)

    def _lead(self, before: str, after: str) -> None:
        self._next.setdefault(before, set()).add(after)

    def _after(self, place: str) -> set[str]:
        found: set[str] = set()
        pending = [place]
        while pending:
            for one in self._next.get(pending.pop(), ()):
                if one not in found:
                    found.add(one)
                    pending.append(one)
        return found

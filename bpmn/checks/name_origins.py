"""Where each name comes from that the expressions of a folder may read, for whoever writes one.

The names are those of `known_names`: what is offered here, lint knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from bpmn.checks.known_names import (
    ANSWERED,
    GIVEN,
    form_shape,
    job_leaves,
    names_listed,
    names_of_its_own,
    of_scenario,
    start_forms,
)
from bpmn.checks.subject import Subject
from bpmn.package import Folder
from bpmn.vocabulary import ALWAYS, nodes

_BROUGHT = "Lo trae un mensaje."
_FILED = "De lo que se radicó."
_ALWAYS = "Lo pone la ventanilla."


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A name that may be written.

    Attributes:
        origin: who writes it, in Spanish.
        only: elements that alone see it, with what stands inside them; empty for the whole flow.
    """

    name: str
    origin: str
    only: tuple[str, ...] = ()


def offered(subject: Subject) -> tuple[Offered, ...]:
    """Every name that the folder's own expressions may read, by the alphabet."""
    known = names_of_its_own(subject).variables
    everywhere: dict[str, str] = {}
    within: dict[str, dict[str, str]] = {}
    for name, origin, element in _origins(subject):
        if element:
            within.setdefault(name, {}).setdefault(element, origin)
        else:
            everywhere.setdefault(name, origin)
    found = [Offered(name=name, origin=everywhere[name]) for name in everywhere if name in known]
    for name in set(within) - set(everywhere):
        origins = within[name]
        only = tuple(origins)
        found.append(Offered(name=name, origin=origins[only[0]], only=only))
    return tuple(sorted(found, key=lambda one: one.name))


def places_of(subject: Subject) -> Mapping[str, tuple[str, ...]]:
    """Elements that show a form or ask a table, by the path of its file."""
    tables = {
        str(node.get("id")): f"decisions/{name}"
        for name, raw in subject.folder.inside("decisions").items()
        for node in nodes(raw)
        if etree.QName(node).localname == "decision"
    }
    found: dict[str, tuple[str, ...]] = {}
    for element in subject.elements:
        for path in (f"forms/{element.form_id}.form", tables.get(element.decision_id, "")):
            if path in subject.folder.files:
                found[path] = (*found.get(path, ()), element.id)
    return found


def _origins(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Name, who writes it, and the one element that sees it; what is nearest comes first."""
    if subject.is_procedure:
        yield from ((name, _FILED, "") for name in ANSWERED)
    for folder in (subject.folder, subject.wrapper):
        if folder is not None:
            yield from _of_flow(folder, subject)
    if not subject.is_procedure:
        for name in names_listed(subject.folder.sheet.inputs):
            yield name, "Lo recibe de quien la llama.", ""
    for name, raw in subject.folder.inside("forms").items():
        form = name.removesuffix(".form")
        if form not in start_forms(subject.folder.sheet):
            yield from ((key, f"Del formulario «{form}».", "") for key in form_shape(raw, subject))
    for raw in subject.folder.inside("scenarios").values():
        yield from ((name, _BROUGHT, "") for name in of_scenario(raw).written)
    yield from ((name, _ALWAYS, "") for name in (*ALWAYS, *GIVEN))


def _of_flow(folder: Folder, subject: Subject) -> Iterator[tuple[str, str, str]]:
    for node in nodes(folder.process or b""):
        owner, title = _owner(node)
        for name, origin, is_within in _of_node(node, title, folder, subject):
            # What an activity of the wrapper is given, nothing here sees.
            if name and not (is_within and folder is not subject.folder):
                yield name, origin, owner if is_within else ""


def _of_node(
    node: etree._Element, title: str, folder: Folder, subject: Subject
) -> Iterator[tuple[str, str, bool]]:
    tag = etree.QName(node).localname
    if tag == "input":
        yield str(node.get("target") or ""), f"Entrada de «{title}».", True
    elif tag == "output":
        yield str(node.get("target") or ""), f"Lo deja «{title}».", False
    elif tag == "loopCharacteristics":
        yield str(node.get("inputElement") or ""), f"Cada uno, en «{title}».", True
        yield str(node.get("outputCollection") or ""), f"Todos los de «{title}».", False
    elif node.get("resultVariable"):
        yield str(node.get("resultVariable")), f"Resultado de «{title}».", False
    else:
        yield from ((name, origin, False) for name, origin in _left(node, title, folder, subject))


def _left(
    node: etree._Element, title: str, folder: Folder, subject: Subject
) -> Iterator[tuple[str, str]]:
    """What a worker, a form or a called process leaves."""
    tag = etree.QName(node).localname
    if tag == "taskDefinition":
        for name in job_leaves().get(str(node.get("type")), ()):
            yield name, f"Lo deja «{title}»."
    elif tag == "formDefinition":
        form = str(node.get("formId") or "")
        is_filed = subject.is_procedure and form in start_forms(subject.folder.sheet)
        raw = None if is_filed else subject.folder.form(form) or folder.form(form)
        yield from ((name, f"Se escribe en «{title}».") for name in form_shape(raw, subject))
    elif tag == "calledElement":
        called = subject.library.get(str(node.get("processId")))
        for name in names_listed(called.sheet.outputs) if called else ():
            yield name, f"Lo deja «{title}»."


def _owner(node: etree._Element) -> tuple[str, str]:
    """Id and name of the element that a piece of the file belongs to."""
    here: etree._Element | None = node
    while here is not None and not here.get("id"):
        here = here.getparent()
    if here is None:
        return "", ""
    return str(here.get("id")), " ".join(str(here.get("name") or here.get("id")).split())

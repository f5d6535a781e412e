"""What a call gives to a shared process is what that process takes."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from lxml import etree

from bpmn.checks.known_names import names_listed, names_of_its_own
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder
from bpmn.package.findings import error, warning
from bpmn.package.pins import needs
from bpmn.vocabulary import nodes

_FILE = "process.bpmn"
_MAY_BE_MISSING = ("opcional", "por omisión")
_READING = ("process.bpmn", "forms/", "messages/", "documents/", "decisions/")


def findings(subject: Subject) -> Iterator[Finding]:
    """Inputs that nobody reads, and those that are needed and not given."""
    calls = [(node, folder) for node in _calls(subject) if (folder := _called(subject, node))]
    if not calls:
        return
    known = names_of_its_own(subject)
    for node, folder in calls:
        given = {str(inner.get("target")) for inner in node.iter("{*}input")}
        yield from _unknown(subject, node, folder, given)
        said = node.find(".//{*}calledElement")
        is_shut = said is not None and said.get("propagateAllParentVariables") == "false"
        # A script whose result nobody can foretell may write it too.
        at_hand = given if is_shut else given | set(known.variables)
        if is_shut or known.is_whole:
            yield from _missing(node, folder, at_hand)


def _unknown(
    subject: Subject, node: etree._Element, folder: Folder, given: set[str]
) -> Iterator[Finding]:
    inside = (folder, *needs(folder, subject.library).values())
    listed = tuple(names_listed(folder.sheet.inputs))
    taken = set(names_listed(text for one in inside for text in one.sheet.inputs))
    for name in sorted(given - taken):
        if any(_reads(one, name) for one in (subject.folder, *inside)):
            continue
        near = get_close_matches(name, listed, n=1)
        yield warning(
            "call-input-unknown",
            _FILE,
            str(node.get("id") or ""),
            f"«{folder.slug}» no recibe el dato «{name}».",
            f"¿Quiso decir «{near[0]}»?" if near else f"Recibe: {', '.join(listed) or 'nada'}.",
        )


def _missing(node: etree._Element, folder: Folder, at_hand: set[str]) -> Iterator[Finding]:
    for text in folder.sheet.inputs:
        for name in names_listed([text]):
            if name not in at_hand and not any(word in text for word in _MAY_BE_MISSING):
                yield error(
                    "call-input-missing",
                    _FILE,
                    str(node.get("id") or ""),
                    f"A «{folder.slug}» le falta el dato «{name}».",
                    f"Agregue una entrada «{name}» a la llamada.",
                )


def _calls(subject: Subject) -> Iterator[etree._Element]:
    for node in nodes(subject.folder.process or b""):
        if etree.QName(node).localname == "callActivity":
            yield node


def _called(subject: Subject, node: etree._Element) -> Folder | None:
    said = node.find(".//{*}calledElement")
    slug = said.get("processId") if said is not None else node.get("calledElement")
    return subject.library.get(str(slug))


def _reads(folder: Folder, name: str) -> bool:
    """Whether a file mentions the name, and not only as what a mapping writes."""
    read = re.compile(rf"(?<!target=[\"'])\b{re.escape(name)}\b".encode())
    files = folder.files.items()
    return any(read.search(raw) for path, raw in files if path.startswith(_READING))

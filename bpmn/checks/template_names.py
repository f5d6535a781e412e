"""Names that a document's template uses and nothing defines, and data that it reads and nobody writes."""

import re
from collections.abc import Iterator
from itertools import chain

from archive.render import data_read, undefined
from bpmn.checks.known_names import Known, known_names, names_listed
from bpmn.checks.names import told, unknown_in
from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import warning
from engine.feel.checking.sentences import nearest_name

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")

# What `engine.jobs.solicitud` gives of the request that a citizen signs.
_GIVEN = ("request",)


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning for each of them, at its line."""
    files = subject.folder.inside("documents")
    if not any(name.endswith(".typ") for name in files):
        return
    own = known_names(subject)
    # What others import has parts for whoever calls.
    inputs = chain(*(names_listed(one.sheet.inputs) for one in subject.library.values()))
    shared = Known({**dict.fromkeys(inputs), **own.variables}, own.is_whole)
    issued = {document.template for document in subject.folder.sheet.documents.values()}
    for name, raw in files.items():
        if not name.endswith(".typ"):
            continue
        yield from _undefined(name, files)
        known = own if name in issued else shared
        for read in data_read(raw.decode("utf-8", "replace")):
            # Texts that no expression of the case could be are left alone.
            if _PATH.fullmatch(read.name) and read.name.partition(".")[0] not in _GIVEN:
                unknown = unknown_in(read.name, known)
                yield from told(f"documents/{name}", f"línea {read.line}", unknown)


def _undefined(name: str, files: dict[str, bytes]) -> Iterator[Finding]:
    unknown, known = undefined(files, name)
    for used in unknown:
        near = nearest_name(used.name, sorted(known))
        yield warning(
            "template-name-unknown",
            f"documents/{name}",
            f"línea {used.line}",
            f"La plantilla usa «{used.name}», que no existe.",
            f"¿Quiso decir «{near}»?"
            if near
            else "Corrija el nombre, o defínalo con #let; el texto corriente no lleva «#».",
        )

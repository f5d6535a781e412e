"""Decision tables can be read, and those that the diagram names exist."""

from collections.abc import Iterator
from contextlib import suppress

from bpmn.checks.decision_words import sentence
from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from engine import dmn


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a decision from being made."""
    known: set[str] = set()
    files = subject.folder.inside("decisions")
    for name, raw in files.items():
        beside = [other for key, other in files.items() if key != name]
        with suppress(dmn.DmnRefused):  # The check below says why.
            known |= set(dmn.load_leniently(raw, beside).decisions)
        for found in dmn.check(raw, beside):
            message, remedy = sentence(found.code, found.detail)
            place = found.element or (f"línea {found.line}" if found.line else "")
            yield error(f"decision-{found.code}", f"decisions/{name}", place, message, remedy)
    for element in subject.elements:
        if element.decision_id and element.decision_id not in known:
            yield error(
                "decision-unknown",
                "process.bpmn",
                element.id,
                f"No hay una decisión «{element.decision_id}» que se pueda leer.",
                "Agregue la tabla en decisions/ o corrija decisionId.",
            )

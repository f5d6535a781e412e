"""Decision tables can be read, and those that the diagram names exist."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from engine import dmn


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a decision from being made."""
    known: set[str] = set()
    for name, raw in subject.folder.inside("decisions").items():
        try:
            known |= set(dmn.load(raw).decisions)
        except dmn.DmnRefused as refusal:
            for found in refusal.findings:
                yield error(
                    f"decision-{found.code}",
                    f"decisions/{name}",
                    str(found.element or ""),
                    f"La tabla no se puede usar ({found.code}): {found.detail}.",
                    "Corríjala en el editor de tablas.",
                )
    for element in subject.elements:
        if element.decision_id and element.decision_id not in known:
            yield error(
                "decision-unknown",
                "process.bpmn",
                element.id,
                f"No hay una decisión «{element.decision_id}» que se pueda leer.",
                "Agregue la tabla en decisions/ o corrija decisionId.",
            )

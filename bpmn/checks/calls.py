"""Processes that the diagram calls are in the library and can be read."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error


def findings(subject: Subject) -> Iterator[Finding]:
    """An error for each call of a process that is not there, or that has errors of its own."""
    for element in subject.elements:
        called = element.called_process
        if not called or called.startswith("="):
            continue
        folder = subject.library.get(called)
        if folder is None:
            yield error(
                "call-unknown",
                "process.bpmn",
                element.id,
                f"No hay un proceso compartido «{called}».",
                "Corrija processId, o agregue esa carpeta a bpmn/shared.",
            )
        elif subject.diagram_of(called) is None or folder.findings:
            yield error(
                "call-unusable",
                "process.bpmn",
                element.id,
                f"El proceso compartido «{called}» tiene errores.",
                f"Revíselo con «procedures check» sobre la carpeta «{called}».",
            )

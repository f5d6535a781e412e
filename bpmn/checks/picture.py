"""The diagram shows what the process holds: without its picture the studio and the case's page are empty."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.drawing import undrawn
from bpmn.package import Finding
from bpmn.package.findings import warning

_SHOWN = 5


def findings(subject: Subject) -> Iterator[Finding]:
    """A warning where elements of a process have no place in its picture."""
    if subject.diagram is None or subject.folder.process is None or subject.diagram.is_global_task:
        return
    missing = undrawn(subject.folder.process)
    if missing:
        more = " y otros" if len(missing) > _SHOWN else ""
        yield warning(
            "process-not-drawn",
            "process.bpmn",
            missing[0],
            f"El diagrama no muestra: {', '.join(missing[:_SHOWN])}{more}.",
            "Pulse «Ordenar el dibujo» en el estudio, o use «procedures draw».",
        )

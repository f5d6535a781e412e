"""The first thing a procedure does is to number the filing."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.diagram import DiagramElement
from bpmn.package.findings import error

_NUMBERING = "case.number"


def findings(subject: Subject) -> Iterator[Finding]:
    """An error if the first activity neither numbers nor calls a process that does.

    Source: inventory A.2 (ENV 1) and N.6; CPACA art. 15.
    """
    if not subject.is_procedure or subject.diagram is None:
        return
    for element in subject.diagram.first_activities():
        if not _numbers(subject, element, frozenset()):
            yield error(
                "numbering-first",
                "process.bpmn",
                element.id,
                "La primera actividad no da número de radicado.",
                "Empiece por una llamada al subproceso de radicación, "
                "o por una tarea de tipo case.number.",
            )


def _numbers(subject: Subject, element: DiagramElement, seen: frozenset[str]) -> bool:
    if element.job_type == _NUMBERING:
        return True
    called = element.called_process
    if not called or called in seen:
        return False
    diagram = subject.diagram_of(called)
    return diagram is not None and any(
        _numbers(subject, inner, seen | {called}) for inner in diagram.elements
    )

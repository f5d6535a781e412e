"""What a procedure's flow needs beyond what runs: an end, a way to file it, beginnings that somebody brings about."""

from collections.abc import Iterator

from bpmn.checks.model_words import sentence
from bpmn.checks.subject import Subject
from bpmn.package import Finding, FolderKind, Severity


def findings(subject: Subject) -> Iterator[Finding]:
    """Processes without end, that no filing begins, or that wait for what never comes."""
    if subject.diagram is None:
        return
    if subject.folder.kind is FolderKind.WRAPPER:
        return
    if not subject.diagram.is_global_task and not _has_end(subject):
        yield _told("no-end-event", Severity.ERROR)
    if subject.is_procedure and not _can_be_filed(subject):
        yield _told("no-plain-start", Severity.WARNING)
    for element in subject.elements:
        begins = element.type == "startEvent" and not element.scope
        if begins and "conditional" in element.events:
            yield _told("conditional-start", Severity.WARNING, element.id)


def _has_end(subject: Subject) -> bool:
    return any(e.type == "endEvent" and not e.scope for e in subject.elements)


def _can_be_filed(subject: Subject) -> bool:
    """Whether the start form begins a case; else only messages, signals and moments do."""
    top = [e for e in subject.elements if not e.scope]
    starts = [e for e in top if e.type == "startEvent"]
    if not starts:
        return not any(e.is_instantiating for e in top)
    return any(not e.events for e in starts)


def _told(code: str, severity: Severity, element: str = "") -> Finding:
    message, remedy = sentence(code, "")
    return Finding(f"model-{code}", severity, "process.bpmn", element, message, remedy)

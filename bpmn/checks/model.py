"""The diagram is BPMN that the runtime runs, together with what it calls.

What the runtime only advises against is a warning, but for what a procedure has to do: each of its paths
comes to a drawn end, a message finds its case by a key, and one event begins a case.
"""

from collections.abc import Iterator

from bpmn.checks import decision_words, model_words
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder, FolderKind, Severity
from bpmn.package.diagram import DiagramRefused, read_diagram
from bpmn.package.findings import error
from bpmn.package.sources import sources
from bpmn.vocabulary import nodes
from engine.runtime import CompiledModel, ModelRefused, ProcessSource, compile_model
from engine.runtime import Finding as Fault

_FILE = "process.bpmn"
_STRICT = frozenset({"no-outgoing-flow", "parallel-start"})
_KEYLESS = "message-without-key"
_THROWS = ("endEvent", "intermediateThrowEvent", "sendTask")


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps the model from running, and what may not be meant."""
    folder = subject.folder
    if folder.process is None or folder.kind is FolderKind.WRAPPER:
        # A wrapper runs in the procedures that name it, and is checked with each of them.
        return
    unreadable = _unreadable(folder.process)
    if unreadable:
        yield unreadable
        return
    try:
        model = compile_model(folder.slug, _sources(subject), folder.digest)
    except ModelRefused as refusal:
        for fault in refusal.findings:
            if not _is_told_elsewhere(subject, fault):
                yield _told(subject, fault, Severity.ERROR)
    else:
        yield from _advice(subject, model)


def _advice(subject: Subject, model: CompiledModel) -> Iterator[Finding]:
    for fault in model.advice:
        diagram = subject.diagram_of(fault.process_id)
        if diagram is not None and diagram.is_global_task:
            continue
        if _is_strict(model, fault):
            yield _told(subject, fault, Severity.ERROR)
        elif fault.process_id == subject.folder.slug:
            yield _told(subject, fault, Severity.WARNING)


def _is_strict(model: CompiledModel, fault: Fault) -> bool:
    """Whether a procedure may not do what the runtime only advises against."""
    if fault.code != _KEYLESS:
        return fault.code in _STRICT
    begins = {start.element_id for start in model.starts}
    node = model.elements[fault.process_id, fault.element_id or ""]
    return node.type not in _THROWS and fault.element_id not in begins


def _is_told_elsewhere(subject: Subject, fault: Fault) -> bool:
    """Whether the rule of calls or that of decisions says it, and says it better."""
    is_own = fault.process_id == subject.folder.slug
    if fault.code == "unknown-called-process":
        return is_own or fault.detail in subject.library
    if fault.code == "unknown-decision":
        return is_own and _has_decision(subject.folder, str(fault.detail))
    return is_own and _table(subject, fault) is not None


def _has_decision(folder: Folder, decision_id: str) -> bool:
    """Whether a file holds it; one that cannot be read is told by the rule of decisions."""
    found = (node for raw in folder.inside("decisions").values() for node in nodes(raw))
    return any(node.get("id") == decision_id for node in found)


def _told(subject: Subject, fault: Fault, severity: Severity) -> Finding:
    table = _table(subject, fault)
    inside = "" if fault.process_id == subject.folder.slug else f"{fault.process_id}/"
    place = fault.element_id or (f"línea {fault.line}" if fault.line else "")
    if table is not None:
        detail = fault.detail.removeprefix(f"{table}: ")
        said = decision_words.sentence(fault.code, detail)
        return Finding(
            f"decision-{fault.code}", severity, f"{inside}decisions/{table}", place, *said
        )
    said = model_words.sentence(fault.code, fault.detail)
    return Finding(f"model-{fault.code}", severity, f"{inside}{_FILE}", place, *said)


def _table(subject: Subject, fault: Fault) -> str | None:
    """The file of decisions that a fault is about; None for the diagram."""
    folder = {subject.folder.slug: subject.folder, **subject.shared}.get(fault.process_id)
    name, colon, _ = fault.detail.partition(": ")
    is_file = folder is not None and f"decisions/{name}" in folder.files
    return name if colon and is_file else None


def _unreadable(raw: bytes) -> Finding | None:
    try:
        read_diagram(raw)
    except DiagramRefused as refusal:
        message, remedy = model_words.sentence(refusal.code, refusal.detail)
        place = f"línea {refusal.line}" if refusal.line else ""
        return error(f"model-{refusal.code}", _FILE, place, message, remedy)
    return None


def _sources(subject: Subject) -> dict[str, ProcessSource]:
    folders: list[Folder] = [subject.folder, *subject.shared.values()]
    readable = [one for one in folders if one is subject.folder or _is_readable(one)]
    return sources(readable, subject.wrapper)


def _is_readable(folder: Folder) -> bool:
    return folder.process is not None and _unreadable(folder.process) is None

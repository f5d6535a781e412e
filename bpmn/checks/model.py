"""The diagram is BPMN that the runtime runs, together with what it calls."""

from collections.abc import Iterator

from bpmn.checks.model_words import sentence
from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder
from bpmn.package.diagram import DiagramRefused, read_diagram
from bpmn.package.findings import error
from engine.runtime import ModelRefused, ProcessSource, compile_model

_FILE = "process.bpmn"


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps the model from running."""
    folder = subject.folder
    if folder.process is None:
        return
    unreadable = _unreadable(folder.process)
    if unreadable:
        yield unreadable
        return
    try:
        compile_model(folder.slug, _sources(subject), folder.digest)
    except ModelRefused as refusal:
        for found in refusal.findings:
            # The rule of calls says it better: missing and broken are two things.
            is_told = found.process_id == folder.slug or found.detail in subject.library
            if found.code == "unknown-called-process" and is_told:
                continue
            message, remedy = sentence(found.code, found.detail)
            place = found.element_id or (f"línea {found.line}" if found.line else "")
            file = _FILE if found.process_id == folder.slug else f"{found.process_id}/{_FILE}"
            yield error(f"model-{found.code}", file, place, message, remedy)


def _unreadable(raw: bytes) -> Finding | None:
    try:
        read_diagram(raw)
    except DiagramRefused as refusal:
        message, remedy = sentence(refusal.code, refusal.detail)
        place = f"línea {refusal.line}" if refusal.line else ""
        return error(f"model-{refusal.code}", _FILE, place, message, remedy)
    return None


def _sources(subject: Subject) -> dict[str, ProcessSource]:
    folders: list[Folder] = [subject.folder, *subject.shared.values()]
    return {
        folder.slug: ProcessSource(folder.process, folder.inside("decisions"))
        for folder in folders
        if folder.process is not None and (folder is subject.folder or _is_readable(folder))
    }


def _is_readable(folder: Folder) -> bool:
    return folder.process is not None and _unreadable(folder.process) is None

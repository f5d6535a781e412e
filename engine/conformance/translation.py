"""From a neutral file to our dialect: scripts become jobs, expressions become FEEL; nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.conformance.anatomy import Element, bpmn, catching_code, tag_of
from engine.conformance.expressions import to_feel
from engine.conformance.worker import JOB_TYPE, is_known, placeholders

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_EXPRESSIONS = (
    "conditionExpression",
    "loopCondition",
    "loopCardinality",
    "completionCondition",
    "activationCondition",
    "condition",
    "transformation",
    "from",
)
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_NAMED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
# What a task without any word of an engine is given, and by what it would have told its own.
_GIVEN = {
    "serviceTask": ("taskDefinition", None),
    "businessRuleTask": ("taskDefinition", "calledDecision"),
    "sendTask": ("taskDefinition", "messageRef"),
    "userTask": ("userTask", None),
}


class PlaceholderUnknown(Exception):
    """A script says what no worker knows.

    Attributes:
        element_id: the script task.
        line: the placeholder.
    """

    def __init__(self, element_id: str, line: str) -> None:
        super().__init__(f"{element_id}: {line}")
        self.element_id = element_id
        self.line = line


def translate(root: Element) -> bytes:
    """The file in our dialect; the tree given is changed.

    Raises:
        PlaceholderUnknown: a script has a line that stands for nothing known.
    """
    for element in list(root.iter()):
        tag = tag_of(element)
        if tag in ("scriptTask", "globalScriptTask"):
            _to_job(element)
        elif tag in _GIVEN:
            _to_waiting_task(element, *_GIVEN[tag])
        elif tag == "adHocSubProcess":
            _activate_all(element)
        elif tag in _EXPRESSIONS and len(element) == 0:
            _to_feel(element)
        elif tag in _TIMES:
            element.text = (element.text or "").strip().strip("\"'")
            _drop(element, "language", "evaluatesToTypeRef")
        elif tag in _NAMED and not element.get(_NAMED[tag]):
            element.set(_NAMED[tag], element.get("name") or element.get("id") or tag)
    return etree.tostring(root)


def _to_feel(element: Element) -> None:
    element.text = to_feel(element.text or "")
    _drop(element, "language", "evaluatesToTypeRef")


def _to_job(task: Element) -> None:
    lines: list[str] = []
    for script in task.findall(bpmn("script")):
        lines += placeholders(script.text or "")
        task.remove(script)
    _drop(task, "scriptFormat", "scriptLanguage")
    for line in lines:
        if not is_known(line):
            raise PlaceholderUnknown(task.get("id", ""), line)
    extensions = _extensions(task)
    _zeebe(extensions, "taskDefinition", type=JOB_TYPE)
    headers = _zeebe(extensions, "taskHeaders")
    written, read = _data_names(task, "Output"), _data_names(task, "Input")
    for key, value in (
        ("script", " ".join(lines)),
        ("error", catching_code(task)),
        ("writes", written or read),
        ("reads", read or written),
    ):
        if value:
            _zeebe(headers, "header", key=key, value=value)


def _to_waiting_task(task: Element, word: str, own: str | None) -> None:
    """A task that says nothing of how it is done is one that somebody does at once."""
    if own is not None and task.get(own):
        return
    extensions = _extensions(task)
    if all(extensions.find(f"{{{ZEEBE}}}{name}") is None for name in (word, own)):
        _zeebe(extensions, word, **({"type": JOB_TYPE} if word == "taskDefinition" else {}))


def _activate_all(sub_process: Element) -> None:
    """The performer of an ad-hoc sub-process starts each of its first activities once."""
    targets = {e.get("targetRef") for e in sub_process.iterchildren(bpmn("sequenceFlow"))}
    first = [
        f'"{child.get("id")}"'
        for child in sub_process
        if re.search("(?:[tT]ask|Activity|Process|transaction)$", tag_of(child))
        and child.get("id") not in targets
        and child.get("triggeredByEvent") != "true"
        and child.get("isForCompensation") != "true"
    ]
    extensions = _extensions(sub_process)
    if extensions.find(f"{{{ZEEBE}}}adHoc") is None:
        _zeebe(extensions, "adHoc", activeElementsCollection=f"=[{', '.join(first)}]")


def _data_names(task: Element, direction: str) -> str:
    """Variables that a task's data associations name, or what its surroundings declare."""
    ends = ("sourceRef", "targetRef") if direction == "Output" else ("targetRef", "sourceRef")
    known = {element.get("id", ""): element for element in task.getroottree().getroot().iter()}
    own: list[str] = []
    for association in task.iterchildren(bpmn(f"data{direction}Association")):
        references = association.findall(bpmn(ends[0])) or association.findall(bpmn(ends[1]))
        names = [(reference.text or "").strip() for reference in references]
        own += [_variable(known[name], known) for name in names if name in known]
    return " ".join(dict.fromkeys(own or _declared(task)))


def _declared(task: Element) -> Iterator[str]:
    for around in task.iterancestors():
        for child in around:
            if tag_of(child) in ("dataObject", "property"):
                yield _variable(child, {})


def _variable(element: Element, known: Mapping[str, Element]) -> str:
    """The runtime's name for a piece of data: its name where that is a variable's, else its id."""
    reference = element.get("dataObjectRef")
    target = known.get(reference, element) if reference else element
    names = (target.get("name", ""), target.get("id", ""))
    return next((name for name in names if name.isidentifier()), "data")


def _drop(element: Element, *attributes: str) -> None:
    for name in attributes:
        if name in element.attrib:
            del element.attrib[name]


def _extensions(element: Element) -> Element:
    """The element's extensions; BPMN's schema wants them after the documentation."""
    found = element.find(bpmn("extensionElements"))
    if found is None:
        found = etree.Element(bpmn("extensionElements"))
        element.insert(len(element.findall(bpmn("documentation"))), found)
    return found


def _zeebe(parent: Element, word: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{ZEEBE}}}{word}", attributes, nsmap={"zeebe": ZEEBE})

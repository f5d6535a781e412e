"""Expressions of the diagram, the forms and the messages can be right: what is certainly wrong is told.

What is no FEEL at all is told by the rule of its file.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from bpmn.package.messages import MessageRefused, read_message
from engine.dmn.xml import XmlRefused, parse
from engine.feel import check
from engine.feel.types import ANY, BOOLEAN, NUMBER, Type
from forms.schema import FormRefused, load_form

# BPMN writes these expressions as texts of elements; all others are attributes.
_TEXTS: Mapping[str, Type] = {
    **dict.fromkeys(("conditionExpression", "condition", "loopCondition"), BOOLEAN),
    **dict.fromkeys(("completionCondition", "activationCondition"), BOOLEAN),
    **dict.fromkeys(("loopCardinality", "loopMaximum"), NUMBER),
    **dict.fromkeys(("timeDate", "timeDuration", "timeCycle"), ANY),
    **dict.fromkeys(("from", "transformation", "script"), ANY),
}
_TOLD_ELSEWHERE = frozenset({"feel-syntax", "feel-limit"})
_REMEDY = "Corrija la expresión."


def findings(subject: Subject) -> Iterator[Finding]:
    """Every expression that cannot be right."""
    for element, text, expects in of_diagram(subject.folder.process):
        yield from _wrong("process.bpmn", element, text, expects)
    for name, raw in subject.folder.inside("forms").items():
        for element, text, expects in _of_form(subject, raw):
            yield from _wrong(f"forms/{name}", element, text, expects)
    for name, raw in subject.folder.inside("messages").items():
        for text in of_message(raw):
            yield from _wrong(f"messages/{name}", "", text, ANY)


def _wrong(file: str, element: str, text: str, expects: Type) -> Iterator[Finding]:
    for found in check(text, knows_all=False, expects=expects):
        if found.code not in _TOLD_ELSEWHERE:
            message = f"En «{text}», {found}"
            yield error(f"expression-{found.code}", file, element, message, _REMEDY)


def of_diagram(process: bytes | None) -> Iterator[tuple[str, str, Type]]:
    """Element, text and type of each expression of a diagram; none if it cannot be read."""
    try:
        root = parse(process) if process else None
    except XmlRefused:
        return
    for node in root.iter("*") if root is not None else ():
        name = etree.QName(node).localname
        found = [(str(value), ANY) for value in node.attrib.values()]
        if name in _TEXTS:
            found.append(((node.text or "").strip(), _TEXTS[name]))
        for text, expects in found:
            if text.startswith("=") and not text.startswith("=="):
                yield _place(node), text[1:].strip(), expects


def _place(node: etree._Element) -> str:
    """The id of the nearest element that has one."""
    owner: etree._Element | None = node
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    return (owner.get("id") or "") if owner is not None else ""


def _of_form(subject: Subject, raw: bytes) -> Iterator[tuple[str, str, Type]]:
    try:
        schema = load_form(raw, includes=subject.include)
    except FormRefused:
        return
    for component in schema.leaves():
        for question in (component.hide, component.rules.required_if, component.rules.check):
            if question is not None:
                yield component.name, question.text, BOOLEAN
        for value in (component.prefill, component.options_from):
            if value is not None:
                yield component.name, value.text, ANY


def of_message(raw: bytes) -> Iterator[str]:
    """Texts of the expressions of a message; none if it cannot be read."""
    try:
        template = read_message(raw)
    except (MessageRefused, UnicodeDecodeError):
        return
    for field in template.fields:
        yield field.text

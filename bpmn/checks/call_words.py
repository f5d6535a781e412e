"""Where a shared process takes one of a few words, calls give it one of them: any other does nothing, silently.

The words stand in `[words]` of its sheet. Only what an expression gives as it is written can be judged here.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from bpmn.checks.subject import Subject
from bpmn.package import Finding, Folder
from bpmn.package.diagram import BPMN, ZEEBE
from bpmn.package.findings import error
from engine.dmn.xml import XmlRefused, parse
from engine.feel import FeelError, default_limits, scope_of
from engine.feel.syntax import Node, Parser


def findings(subject: Subject) -> Iterator[Finding]:
    """An error for each word that the called process does not know."""
    for call in _calls(subject.folder):
        called = call.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}calledElement")
        folder = None if called is None else subject.library.get(called.get("processId") or "")
        words = {} if folder is None else folder.sheet.words
        for given in call.iter(f"{{{ZEEBE}}}input"):
            known = words.get(given.get("target") or "")
            told = _given(given.get("source") or "") if known else ()
            for word in set(told) - set(known or ()):
                yield error(
                    "call-word-unknown",
                    "process.bpmn",
                    call.get("id") or "",
                    f"«{given.get('target')}» no puede ser «{word}».",
                    f"Escriba una de estas palabras: {', '.join(known or ())}.",
                )


def _calls(folder: Folder) -> Iterator[etree._Element]:
    try:
        root = parse(folder.process) if folder.process else None
    except XmlRefused:
        return
    yield from root.iter(f"{{{BPMN}}}callActivity") if root is not None else ()


def _given(source: str) -> Iterator[str]:
    """Texts that an input may give; what is worked out gives none."""
    if not source.startswith("="):
        yield from filter(None, [source])
        return
    try:
        tree = Parser(source[1:], scope_of(), default_limits()).whole_expression()
    except (FeelError, RecursionError):
        return
    yield from _texts(tree)


def _texts(node: Any) -> Iterator[str]:
    if not isinstance(node, Node):
        return
    if node.kind == "string":
        yield str(node.parts[0])
    elif node.kind == "if":
        yield from (text for way in node.parts[1:] for text in _texts(way))
    elif node.kind == "list":
        yield from (text for item in node.parts[0] for text in _texts(item))

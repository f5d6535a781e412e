"""Files are the text that they seem: XML that says UTF-8, JSON that says each thing once, no import of other files."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.diagram import BPMN
from bpmn.package.findings import error
from engine.dmn.xml import XmlRefused, line_of, parse

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_DMN = "https://www.omg.org/spec/DMN/"


class _Twice(ValueError):
    """A name stands twice in one object."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Every file that is read as something else than it shows, or that reaches for another one."""
    for path, raw in subject.folder.files.items():
        if path.endswith((".bpmn", ".dmn", ".svg")):
            yield from _declared(path, raw)
        if path.endswith((".bpmn", ".dmn")):
            yield from _imports(path, raw)
        if path.endswith(".form"):
            yield from _twice(path, raw)


def _declared(path: str, raw: bytes) -> Iterator[Finding]:
    found = _DECLARED.match(raw)
    name = found[1].decode("ascii", "replace") if found else "utf-8"
    if name.lower() not in _PLAIN:
        yield error(
            "encoding-not-utf8",
            path,
            "línea 1",
            f"El archivo dice que está en {name}.",
            'Escriba encoding="UTF-8" y guárdelo así.',
        )


def _imports(path: str, raw: bytes) -> Iterator[Finding]:
    try:
        root: Any = parse(raw)
    except XmlRefused:
        return
    for node in root.iter():
        tag = node.tag if isinstance(node.tag, str) else ""
        space, _, name = tag.removeprefix("{").partition("}")
        if name == "import" and (space == BPMN or space.startswith(_DMN)):
            yield error(
                "import-outside",
                path,
                f"línea {line_of(node)}",
                "El modelo importa otro archivo.",
                "Quite el elemento import: todo lo del trámite va en su carpeta.",
            )


def _twice(path: str, raw: bytes) -> Iterator[Finding]:
    try:
        json.loads(raw, object_pairs_hook=_once)
    except _Twice as problem:
        yield error(
            "form-name-twice",
            path,
            str(problem),
            f"«{problem}» está dos veces en el mismo objeto.",
            "Deje una sola: los programas leen una u otra.",
        )
    except (ValueError, RecursionError):
        return


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found

"""Texts that people read hold no code: no HTML, no link that runs something, no picture from elsewhere.

Pages show them as Markdown without HTML, so that none of it would run; here its author is told where it stands.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error

_HTML = re.compile(r"<\s*/?\s*[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<!--|<\s*script", re.IGNORECASE)
_LINK = re.compile(r"\]\(\s*<?\s*(?:javascript|data|vbscript|file)\s*:", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(")
_PLACE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TEXTS = ("text", "label", "description", "content")
_DEEPEST = 60
_FAULTS = (
    (_HTML, "markup-html", "El texto trae HTML.", "Escriba el texto con Markdown, sin etiquetas."),
    (
        _LINK,
        "markup-link",
        "Un enlace del texto ejecuta algo o abre un archivo.",
        "Use enlaces que empiecen por https://, o por / dentro de la ventanilla.",
    ),
    (
        _PICTURE,
        "markup-picture",
        "El texto trae una imagen de otro sitio.",
        "Quite la imagen: avisaría a ese sitio cuándo lo lee la persona.",
    ),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Every text of a form and every message that holds code."""
    for name, raw in subject.folder.inside("forms").items():
        for element, text in _form_texts(raw):
            yield from _faults(f"forms/{name}", element, text)
    for name, raw in subject.folder.inside("messages").items():
        for number, line in enumerate(_bare(raw.decode()).split("\n"), 1):
            yield from _faults(f"messages/{name}", f"línea {number}", line)


def _faults(file: str, element: str, text: str) -> Iterator[Finding]:
    for pattern, code, message, remedy in _FAULTS:
        if pattern.search(text):
            yield error(code, file, element, message, remedy)


def _bare(text: str) -> str:
    """A message without its FEEL, of which every line break stays."""
    return _PLACE.sub(lambda place: "\n" * place[0].count("\n"), text)


def _form_texts(raw: bytes) -> Iterator[tuple[str, str]]:
    try:
        form = json.loads(raw)
    except (ValueError, RecursionError):
        return
    yield from _texts(form, 0)


def _texts(node: Any, depth: int) -> Iterator[tuple[str, str]]:
    inner = node.get("components") if isinstance(node, dict) else None
    for child in inner if isinstance(inner, list) and depth < _DEEPEST else ():
        if not isinstance(child, dict):
            continue
        element = str(child.get("id") or child.get("key") or "")
        for name in _TEXTS:
            text = child.get(name)
            if isinstance(text, str) and not text.startswith("="):
                yield element, text
        yield from _texts(child, depth + 1)

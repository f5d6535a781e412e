"""Pictures of documents are what their names say, and a drawing reaches for nothing outside itself."""

from collections.abc import Iterator
from typing import Any

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from engine.dmn.xml import XmlRefused, line_of, parse

_BEGINS = {"png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",)}
_RUNNING = frozenset({"script", "foreignObject", "iframe", "handler", "set", "animate"})
_OWN = ("#", "data:image/png", "data:image/jpeg")


def findings(subject: Subject) -> Iterator[Finding]:
    """Every picture that is none, or that does more than show."""
    for name, raw in subject.folder.inside("documents").items():
        file, kind = f"documents/{name}", name.rpartition(".")[2]
        if kind == "svg":
            yield from _drawing(file, raw)
        elif kind in _BEGINS and not raw.startswith(_BEGINS[kind]):
            yield error(
                "picture-other-kind",
                file,
                "",
                f"«{name}» no es una imagen {kind.upper()}.",
                "Guárdela otra vez desde un editor de imágenes.",
            )


def _drawing(file: str, raw: bytes) -> Iterator[Finding]:
    try:
        root: Any = parse(raw)
    except XmlRefused as refusal:
        yield error(
            f"picture-{refusal.code}",
            file,
            f"línea {refusal.line}",
            "El dibujo SVG no se puede leer.",
            "Expórtelo otra vez, sin DOCTYPE ni entidades.",
        )
        return
    for node in root.iter():
        if isinstance(node.tag, str) and (_runs(node) or _reaches(node)):
            yield error(
                "picture-active",
                file,
                f"línea {line_of(node)}",
                "El dibujo SVG ejecuta algo o trae algo de afuera.",
                "Deje sólo formas y textos; ponga las imágenes en documents/.",
            )


def _runs(node: Any) -> bool:
    named = (name.rpartition("}")[2].lower() for name in node.attrib)
    return node.tag.rpartition("}")[2] in _RUNNING or any(one.startswith("on") for one in named)


def _reaches(node: Any) -> bool:
    texts = [node.get("style") or "", node.text or "" if node.tag.endswith("style") else ""]
    if any("@import" in text or "url(" in text.replace("url(#", "") for text in texts):
        return True
    links = (value for name, value in node.attrib.items() if name.rpartition("}")[2] == "href")
    return any(not value.strip().startswith(_OWN) for value in links)

"""Documents that the diagram issues stand in the sheet, and their templates exist and stay inside."""

import re
from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error, warning

_ISSUING = frozenset({"document.number", "document.draft", "document.seal"})
_EVAL = re.compile(r"\b(?:eval|plugin)\b")
_OUTSIDE = re.compile(
    r"""(?:\b(?:read|image|json|toml|yaml|csv|xml|cbor|plugin|bibliography)\s*\(\s*
    |\#?(?:import|include)\s+)"(?:/|\.\./|[A-Za-z]:|@|[a-z]+://)[^"]*\"""",
    re.VERBOSE,
)
# A reader under another name would reach past the pattern above.
_RENAMED = re.compile(
    r"\blet\s+[\w-]+\s*=\s*(?:read|csv|json|toml|yaml|xml|cbor|image)\s*(?:$|[\n;)\]}])"
)


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a document from being issued."""
    sheet = subject.folder.sheet
    for use in subject.uses:
        wanted = use.element.headers.get("document", "")
        if use.element.job_type not in _ISSUING or not wanted or wanted.startswith("="):
            continue
        if not any(wanted in place.sheet.documents for place in use.places):
            yield subject.missing(
                "document-unknown",
                use,
                f"La ficha no tiene un documento «{wanted}».",
                f"Agregue [documents.{wanted}] en la ficha.",
            )
    for document in sheet.documents.values():
        if f"documents/{document.template}" not in subject.folder.files:
            yield error(
                "document-template-missing",
                subject.folder.sheet_file,
                f"documents.{document.id}",
                f"Falta la plantilla «{document.template}».",
                f"Agregue documents/{document.template}.",
            )
    for slug, shared in subject.shared.items() if subject.is_procedure else ():
        for twice in sorted(set(shared.sheet.documents) & set(sheet.documents)):
            yield warning(
                "document-replaces",
                subject.folder.sheet_file,
                f"documents.{twice}",
                f"Este documento reemplaza al «{twice}» de «{slug}».",
                "Cámbiele el nombre si no era la intención.",
            )
    for name, raw in subject.folder.inside("documents").items():
        if name.endswith(".typ"):
            yield from _inside(f"documents/{name}", raw.decode("utf-8"))


def _inside(file: str, text: str) -> Iterator[Finding]:
    for number in _lines(_EVAL, text):
        yield error(
            "document-eval",
            file,
            f"línea {number}",
            "La plantilla usa eval o plugin.",
            "Escriba el contenido directamente; los datos vienen en «data».",
        )
    for number in sorted({*_lines(_OUTSIDE, text), *_lines(_RENAMED, text)}):
        yield error(
            "document-outside",
            file,
            f"línea {number}",
            "La plantilla lee algo fuera de su carpeta.",
            "Use sólo archivos de documents/ y la biblioteca ventanilla.typ.",
        )


def _lines(pattern: re.Pattern[str], text: str) -> list[int]:
    """Lines on which a pattern begins, each once; what it finds may go on over several."""
    return sorted({text.count("\n", 0, found.start()) + 1 for found in pattern.finditer(text)})

"""The sheet is complete, and what it says of itself agrees."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding, FolderKind
from bpmn.package.findings import error, warning


def findings(subject: Subject) -> Iterator[Finding]:
    """What reading the sheet found, and what only the whole sheet shows."""
    folder, sheet = subject.folder, subject.folder.sheet
    yield from folder.findings
    if sheet.fee.parameter and sheet.fee.parameter not in sheet.parameters:
        yield error(
            "sheet-fee-parameter",
            folder.sheet_file,
            "fee.parameter",
            f"La tarifa nombra el parámetro «{sheet.fee.parameter}», que no existe.",
            f"Agregue [parameters.{sheet.fee.parameter}].",
        )
    named = subject.library.get(sheet.wrapper)
    if sheet.wrapper and (named is None or named.kind is not FolderKind.WRAPPER):
        yield error(
            "wrapper-unknown",
            folder.sheet_file,
            "wrapper",
            f"No hay una envolvente «{sheet.wrapper}».",
            "Nombre una carpeta compartida de tipo wrapper, o quite la clave.",
        )
    if folder.process is None and folder.kind is not FolderKind.FORMS:
        yield error(
            "process-missing",
            "process.bpmn",
            "",
            "Falta el diagrama del proceso.",
            "Agregue process.bpmn, hecho en el modelador.",
        )
    if subject.diagram and subject.is_procedure and subject.diagram.lanes:
        for lane in sorted(set(subject.diagram.lanes) - set(sheet.lanes)):
            yield warning(
                "sheet-lane",
                folder.sheet_file,
                "lanes",
                f"El diagrama tiene el carril «{lane}», que la ficha no dice.",
                "Use en «lanes» los mismos nombres del diagrama.",
            )

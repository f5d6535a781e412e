"""What a citizen signs has a template, and somebody who can sign it."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from bpmn.package.sheet import ApplicantKind

# Found by name in the folder or in one that it uses; `engine.jobs.solicitud` renders both.
TEMPLATES = ("solicitud.typ", "solicitud-firmada.typ")


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a citizen from signing what the sheet says is signed."""
    sheet = subject.folder.sheet
    if not subject.is_procedure or not sheet.is_signed_by_citizen:
        return
    folders = (subject.folder, *subject.shared.values())
    for template in TEMPLATES:
        if not any(f"documents/{template}" in folder.files for folder in folders):
            yield error(
                "signature-template-missing",
                subject.folder.sheet_file,
                "signature.citizen",
                f"La persona firma su solicitud y falta la plantilla «{template}».",
                f"Llame a «sp-radicacion», que la trae, o agregue documents/{template}.",
            )
    if ApplicantKind.ANONYMOUS in sheet.eligible_applicants:
        yield error(
            "signature-anonymous",
            subject.folder.sheet_file,
            "signature.citizen",
            "Quien pide sin identificarse no puede firmar.",
            'Quite «anonimo» de eligible_applicants o escriba citizen = "none".',
        )

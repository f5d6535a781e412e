"""Forms can be read, those that the diagram names exist, and a procedure has its start form."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error, warning
from forms.schema import FormRefused, load_form

START_FORM = "inicio"


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a form from being shown."""
    folder = subject.folder
    for name, raw in folder.inside("forms").items():
        yield from _readable(subject, f"forms/{name}", raw)
    is_filed = subject.is_procedure and not folder.sheet.is_internal
    if is_filed and folder.form(START_FORM) is None:
        yield error(
            "form-start-missing",
            f"forms/{START_FORM}.form",
            "",
            "Falta el formulario con el que se pide el trámite.",
            f"Agregue forms/{START_FORM}.form.",
        )
    for kind, other in folder.sheet.start_forms.items():
        if folder.form(other) is None:
            yield error(
                "form-unknown",
                folder.sheet_file,
                f"start_forms.{kind}",
                f"No hay un formulario «{other}».",
                f"Agregue forms/{other}.form o corrija start_forms.",
            )
    for element in subject.elements:
        if element.type == "userTask" and not element.form_id:
            yield warning(
                "task-without-form",
                "process.bpmn",
                element.id,
                "Esta tarea no tiene formulario: quien la termina no responde nada.",
                "Elija su formulario en «Formulario», o déjela así si no hay nada que preguntar.",
            )
    for use in subject.uses:
        action_form = use.element.properties.get("actionForm", "")
        wanted = use.element.form_id or ("" if action_form.startswith("=") else action_form)
        if wanted and not any(place.form(wanted) for place in use.places):
            yield subject.missing(
                "form-unknown",
                use,
                f"No hay un formulario «{wanted}».",
                f"Agregue forms/{wanted}.form o corrija formId.",
            )


def _readable(subject: Subject, file: str, raw: bytes) -> Iterator[Finding]:
    try:
        load_form(raw, includes=subject.include)
    except FormRefused as refusal:
        for found in refusal.findings:
            yield error(
                f"form-{found.code}",
                file,
                str(found.component or ""),
                f"El formulario no se puede usar ({found.code}): {found.detail}.",
                "Corríjalo en el editor de formularios.",
            )

"""Messages can be read, and those that the diagram sends exist."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.findings import error
from bpmn.package.messages import MessageRefused, read_message

_SENDING = "message.send"
_REMEDY = "Escriba «subject:» entre dos líneas «---», luego el texto, con FEEL entre {{ y }}."


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything that keeps a message from being sent."""
    for name, raw in subject.folder.inside("messages").items():
        try:
            read_message(raw)
        except MessageRefused as refusal:
            yield error(
                refusal.reason,
                f"messages/{name}",
                refusal.detail,
                f"El mensaje no se puede usar ({refusal.detail}).",
                _REMEDY,
            )
    for use in subject.uses:
        wanted = use.element.headers.get("message", "")
        if use.element.job_type != _SENDING or not wanted or wanted.startswith("="):
            continue
        if not any(place.message(wanted) for place in use.places):
            yield subject.missing(
                "message-unknown",
                use,
                f"No hay un mensaje «{wanted}».",
                "Ponga en el encabezado «message» el nombre de un archivo de messages/.",
            )

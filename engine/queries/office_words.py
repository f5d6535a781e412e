"""What officials and auditors read where the person whose case it is reads «usted»: the same, about the person.

Only what speaks to the person stands here; everything else is told alike to both.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engine.queries.words import day_text, money_text, state_text, tell

Data = Mapping[str, Any]
_STATES = {
    "REQUERIDO": gettext_noop("Requerido: espera a la persona"),
    "DESISTIDO_EXPRESO": gettext_noop("Desistido por la persona"),
}
WAITS: Mapping[str, str] = {
    "REQUERIDO": gettext_noop("Le toca a la persona: debe completar lo que se le pidió."),
    "PENDIENTE_PAGO": gettext_noop("Le toca a la persona: debe pagar la orden."),
    "EN_RECURSO": gettext_noop("Corre el plazo para presentar recursos contra la decisión."),
    "EN_FIRME": gettext_noop("La decisión está en firme."),
    "EN_CONCEPTOS": gettext_noop("Se espera lo que digan otras dependencias o entidades."),
}
EVENTS: Mapping[str, Callable[[Data], tuple[str, str]]] = {
    "case.numbered": lambda d: (
        _("Se radicó la solicitud"),
        _("Quedó radicada con el número {radicado}.").format(radicado=d["radicado"]),
    ),
    "request.signed": lambda d: (
        _("La persona firmó la solicitud"),
        _("Firma electrónica con un código enviado a {address}.").format(address=d["address"]),
    ),
    "item.opened": lambda d: (_("Se abrió una tarea"), tell("{name}.", name=d["name"])),
    "item.completed": lambda d: (_("Se terminó una tarea"), tell("{name}.", name=d["name"])),
    "document.renewed": lambda d: (
        _("Se renovó la estampa de tiempo de un documento"),
        _("{document} Su contenido y sus firmas son los mismos.").format(
            document=f"{d['title']} {d['number']}".strip() + "."
        ),
    ),
    "notice.sent": lambda d: (
        _("Se envió un aviso a la persona"),
        tell(_("Asunto: {subject}"), subject=d["subject"]),
    ),
    "notice.stopped": lambda d: (
        _("No se envió un aviso"),
        tell(
            _("La persona pidió no recibir avisos como este. Asunto: {subject}"),
            subject=d["subject"],
        ),
    ),
    "code.renewed": lambda _d: (
        _("Se envió un código de consulta nuevo"),
        _("Porque la persona lo pidió. El anterior ya no sirve."),
    ),
    "text.sent": lambda d: (
        _("Se envió un mensaje de texto"),
        _("Al celular {to}.").format(to=d["to"]),
    ),
    "message.received": lambda _d: (
        _("La persona abrió la decisión"),
        _("Desde ese momento está notificada."),
    ),
    "payment.confirmed": lambda d: (_("Llegó el pago"), f"{money_text(d['amount'])}."),
    "payment.rejected": lambda _d: (
        _("El banco no aprobó el pago"),
        _("No se cobró nada. La persona puede intentarlo otra vez."),
    ),
    "payment.pending": lambda _d: (
        _("El banco está procesando el pago"),
        _("Todavía no se sabe si lo aprueba."),
    ),
    "payment.cancelled": lambda _d: (
        _("Se anuló la orden de pago"),
        _("La persona no tiene que pagarla."),
    ),
    "payment.duplicated": lambda d: (
        _("Se pagó dos veces la misma orden"),
        _("Hay que devolver {amount}, sin que la persona lo pida.").format(
            amount=money_text(d["amount"])
        ),
    ),
    "letter.written": lambda d: (
        _("La persona escribió") if d["side"] == "citizen" else _("La entidad escribió"),
        _("Léalo en «Mensajes»."),
    ),
    "case.withdrawn": lambda _d: (
        _("La persona desistió del trámite"),
        _("No se hará nada más en él."),
    ),
    "incident.opened": lambda _d: (
        _("Hubo una falla técnica"),
        _("Está entre los incidentes. El término sigue corriendo."),
    ),
    "incident.resolved": lambda _d: (
        _("Se resolvió la falla técnica"),
        _("El trámite sigue su curso."),
    ),
    "state.changed": lambda d: (
        _("Ahora está: {state}").format(state=office_state_text(d["after"])),
        "",
    ),
    "term.set": lambda d: (
        _("Empezó a contar el término"),
        _("La respuesta vence el {day}.").format(day=day_text(date.fromisoformat(d["due"]))),
    ),
}


def office_state_text(state: str) -> str:
    """The state as the office says it."""
    return _(_STATES[state]) if state in _STATES else state_text(state)

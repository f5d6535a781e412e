"""What comes of an action, said before anybody begins it; by the message that the model waits for."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

EXPLANATIONS: Mapping[str, str] = {
    "msg.subsanacion.recibida": gettext_noop(
        "Aporte lo que le pedimos. Puede enviarlo por partes hasta esa fecha."
    ),
    "msg.prorroga.solicitada": gettext_noop(
        "Tiene derecho a más plazo una sola vez, por otro tanto. No necesita probar nada."
    ),
    "msg.documento.aportado": gettext_noop(
        "Envíe lo que crea útil, cuando quiera. Queda en el expediente y no cambia el plazo."
    ),
    "msg.desistimiento": gettext_noop(
        "Su solicitud termina y el expediente se cierra. Puede presentarla de nuevo cuando quiera (CPACA, art. 18)."
    ),
    "msg.recurso": gettext_noop(
        "Pida que se aclare, cambie o revoque la decisión. No necesita abogado (CPACA, arts. 74 a 77)."
    ),
    "msg.queja": gettext_noop(
        "Pida al superior que acepte el recurso de apelación que le rechazaron (CPACA, art. 74)."
    ),
    "msg.renuncia": gettext_noop(
        "Si está de acuerdo con la decisión, renuncie al plazo de los recursos: queda en firme hoy mismo."
    ),
    "msg.consulta.estado": gettext_noop(
        "Le enviamos por correo cómo va su trámite en este momento."
    ),
    "msg.visita.confirmada": gettext_noop(
        "Diga que estará en la visita en la fecha que le propusimos."
    ),
    "msg.visita.reprogramada": gettext_noop("Si no puede ese día, proponga otro."),
    "msg.cita.elegida": gettext_noop("Escoja el día y la hora que más le convengan."),
    "msg.encuesta.respondida": gettext_noop(
        "Cuéntenos cómo le fue. Son dos preguntas y no cambia nada de su trámite."
    ),
}


def explanation(message: str) -> str:
    """What comes of it; empty where the button says it all."""
    sentence = EXPLANATIONS.get(message, "")
    return gettext(sentence) if sentence else ""

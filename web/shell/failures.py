"""What supervisors read of an incident: what failed, and what was being done. No code of ours is alone."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from web.shell.sentences import SENTENCES

FAILURES: Mapping[str, str] = {
    # What the model met (engine.runtime).
    "cancel-not-caught": gettext_noop(
        "Se canceló una parte del flujo y nada en el diagrama atiende esa cancelación."
    ),
    "condition-not-boolean": gettext_noop("Una condición del diagrama no dio sí ni no."),
    "deadlock": gettext_noop("El flujo se quedó esperando algo que ya no puede llegar."),
    "decision-failed": gettext_noop(
        "Una tabla de decisión no pudo dar su resultado con estos datos."
    ),
    "element-unknown": gettext_noop("Se nombró un elemento que el diagrama no tiene."),
    "feel-failed": gettext_noop("Una expresión del diagrama no se pudo calcular con estos datos."),
    "feel-limit": gettext_noop("Una expresión del diagrama pide más cálculo del que se permite."),
    "loop-not-a-list": gettext_noop(
        "Una tarea que se repite por cada elemento de una lista no recibió una lista."
    ),
    "migration-impossible": gettext_noop("Una parte del caso no tiene lugar en la otra versión."),
    "no-flow-taken": gettext_noop(
        "Ninguna salida de la compuerta se cumple con estos datos, y no hay una por defecto."
    ),
    "no-none-start": gettext_noop("El trámite no tiene un inicio para radicar."),
    "no-script-language": gettext_noop("El diagrama usa un lenguaje que la ventanilla no ejecuta."),
    "no-service-call": gettext_noop(
        "El diagrama llama a un servicio que la ventanilla no ejecuta."
    ),
    "not-a-start": gettext_noop(
        "El inicio con el que debía empezar el caso no está en el diagrama."
    ),
    "not-in-ad-hoc": gettext_noop("Se pidió una actividad que el subproceso no tiene."),
    "scope-ambiguous": gettext_noop("Hay varias partes abiertas del flujo y no se dijo en cuál."),
    "scope-not-open": gettext_noop("La parte del flujo que se nombró no está abierta."),
    "script-not-a-context": gettext_noop(
        "Un cálculo del diagrama no dio los datos con nombre que debía dar."
    ),
    "timer-unreadable": gettext_noop(
        "Un temporizador del diagrama no tiene una fecha o duración que se entienda."
    ),
    "too-deep": gettext_noop("Los subprocesos se llaman unos a otros sin fin."),
    "too-many-moves": gettext_noop("El flujo da vueltas sin llegar a un punto donde esperar."),
    "uncaught-error": gettext_noop("Una tarea avisó un error que nada en el diagrama atiende."),
    "unknown-token": gettext_noop("El punto donde esperaba el caso ya no existe."),
    "value-not-storable": gettext_noop("Un dato del caso no se puede guardar."),
    "wrong-type": gettext_noop("Un dato no es de la clase que el diagrama necesita."),
    "state-digest": gettext_noop("El estado guardado del caso es de otra versión del trámite."),
    "state-format": gettext_noop("El estado guardado del caso es de un formato que no se conoce."),
    "state-unreadable": gettext_noop("El estado guardado del caso no se puede leer."),
    # What commands met.
    "flow-failed": gettext_noop("El flujo falló de una manera que no estaba prevista."),
    "timer-failed": gettext_noop(
        "El flujo falló después de un temporizador, de una manera que no estaba prevista."
    ),
    "message-failed": gettext_noop(
        "El flujo falló al recibir un mensaje, de una manera que no estaba prevista."
    ),
    "signal-failed": gettext_noop(
        "El flujo falló al recibir una señal, de una manera que no estaba prevista."
    ),
    "timer-worker-lost": gettext_noop(
        "El proceso que atendía el temporizador se cayó varias veces seguidas."
    ),
    "inline-limit": gettext_noop("El caso se habla a sí mismo sin fin."),
    "unknown-form": gettext_noop("El formulario que pide la tarea no está en el trámite."),
    "name-too-long": gettext_noop(
        "El nombre o la clave de un mensaje o una señal es demasiado largo."
    ),
    "duration-unreadable": gettext_noop("El tiempo de espera de un mensaje no se entiende."),
    "unknown-order": gettext_noop("La orden de pago que se quiere anular no es de este caso."),
    "amount-not-pesos": gettext_noop(
        "El valor por cobrar no es una cantidad de pesos, entera y mayor que cero."
    ),
    "breakdown-unreadable": gettext_noop(
        "El detalle del cobro no es una lista de líneas con texto y valor."
    ),
    "due-term-unreadable": gettext_noop("El plazo para pagar no se entiende."),
    # What workers met.
    "job-worker-lost": gettext_noop("El proceso que hacía la tarea se cayó o dejó de responder."),
    "job-deadline-passed": gettext_noop("La tarea no terminó en el tiempo que tenía."),
    "SoftTimeLimitExceeded": gettext_noop("La tarea no terminó en el tiempo que tenía."),
    "unknown-task-type": gettext_noop("La ventanilla no sabe hacer tareas de ese tipo."),
    "unknown-service": gettext_noop("El trámite consulta un servicio que la ventanilla no tiene."),
    "unknown-message": gettext_noop("El trámite no tiene la plantilla de ese aviso."),
    "unknown-document": gettext_noop("El trámite no tiene la ficha de ese documento."),
    "unknown-decision": gettext_noop("El trámite no tiene esa tabla de decisión."),
    "document-not-found": gettext_noop("El documento que la tarea necesita no está en el caso."),
    "documents-not-archived": gettext_noop("Todavía hay documentos del caso sin archivar."),
    "template-failed": gettext_noop(
        "La plantilla del documento no se pudo componer con estos datos."
    ),
    "service-unavailable": gettext_noop("El servicio que se consulta no respondió."),
    "store-unavailable": gettext_noop("El lugar donde se guardan los documentos no respondió."),
    "timestamp-unavailable": gettext_noop("El servicio de estampado de tiempo no respondió."),
    "revocation-unavailable": gettext_noop(
        "No respondió el servicio que dice si un certificado sigue vigente."
    ),
}

_DOING: Mapping[str, str] = {
    "run-job": gettext_noop("La ventanilla hacía una tarea automática de tipo «{type}»."),
    "complete": gettext_noop("{person} terminaba una tarea."),
    "fire-timer": gettext_noop("Llegó el momento de un temporizador."),
    "start-by-timer": gettext_noop("Llegó el momento en que el trámite empieza por sí solo."),
    "deliver-message": gettext_noop("Se entregaba el mensaje «{message}»."),
    "message": gettext_noop("Llegó el mensaje «{message}» para este caso."),
    "deliver-signal": gettext_noop("Se entregaba la señal «{name}»."),
    "check-conditions": gettext_noop("Se revisaba si ya se cumplía una condición."),
    "file": gettext_noop("{person} radicaba su solicitud."),
}

RESOLUTIONS: Mapping[str, str] = {
    "by-itself": gettext_noop("Lo que había fallado funcionó después."),
    "cancelled": gettext_noop("El caso ya no necesita lo que había fallado."),
    "case-over": gettext_noop("El caso terminó."),
}


def failure_text(code: str) -> str:
    """What happened, for people; empty where only the technical detail can tell."""
    if code in FAILURES:
        return gettext(FAILURES[code])
    sentence = SENTENCES.get(code)
    return sentence.spoken().title + "." if sentence else ""


def doing_text(trigger: Mapping[str, Any]) -> str:
    """What was being done when it failed."""
    actor = trigger.get("actor")
    person = str(actor.get("name") or "") if isinstance(actor, Mapping) else ""
    words = {
        "type": trigger.get("type", ""),
        "message": trigger.get("message", ""),
        "name": trigger.get("name", ""),
        "person": person or gettext("Una persona"),
    }
    known = _DOING.get(str(trigger.get("verb")))
    return (gettext(known) if known else gettext("La ventanilla movía el caso.")).format(**words)


def resolution_text(resolution: str) -> str:
    """How it was resolved; a person's own words as they are."""
    known = RESOLUTIONS.get(resolution)
    return gettext(known) if known else resolution


def data_rows(*sources: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of what led to it, as text; what is empty is left out."""
    return [
        (name, _text(value))
        for source in sources
        for name, value in source.items()
        if value not in (None, "", {}, [])
    ]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)

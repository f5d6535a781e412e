"""What supervisors read of an incident: what failed, and what was being done. No code of ours is alone."""

import json
from collections.abc import Mapping
from typing import Any

from web.shell.sentences import SENTENCES

FAILURES: Mapping[str, str] = {
    # What the model met (engine.runtime).
    "cancel-not-caught": "Se canceló una parte del flujo y nada en el diagrama atiende esa cancelación.",
    "condition-not-boolean": "Una condición del diagrama no dio sí ni no.",
    "deadlock": "El flujo se quedó esperando algo que ya no puede llegar.",
    "decision-failed": "Una tabla de decisión no pudo dar su resultado con estos datos.",
    "element-unknown": "Se nombró un elemento que el diagrama no tiene.",
    "feel-failed": "Una expresión del diagrama no se pudo calcular con estos datos.",
    "feel-limit": "Una expresión del diagrama pide más cálculo del que se permite.",
    "loop-not-a-list": "Una tarea que se repite por cada elemento de una lista no recibió una lista.",
    "migration-impossible": "Una parte del caso no tiene lugar en la otra versión.",
    "no-flow-taken": "Ninguna salida de la compuerta se cumple con estos datos, y no hay una por defecto.",
    "no-none-start": "El trámite no tiene un inicio para radicar.",
    "no-script-language": "El diagrama usa un lenguaje que la ventanilla no ejecuta.",
    "no-service-call": "El diagrama llama a un servicio que la ventanilla no ejecuta.",
    "not-a-start": "El inicio con el que debía empezar el caso no está en el diagrama.",
    "not-in-ad-hoc": "Se pidió una actividad que el subproceso no tiene.",
    "scope-ambiguous": "Hay varias partes abiertas del flujo y no se dijo en cuál.",
    "scope-not-open": "La parte del flujo que se nombró no está abierta.",
    "script-not-a-context": "Un cálculo del diagrama no dio los datos con nombre que debía dar.",
    "timer-unreadable": "Un temporizador del diagrama no tiene una fecha o duración que se entienda.",
    "too-deep": "Los subprocesos se llaman unos a otros sin fin.",
    "too-many-moves": "El flujo da vueltas sin llegar a un punto donde esperar.",
    "uncaught-error": "Una tarea avisó un error que nada en el diagrama atiende.",
    "unknown-token": "El punto donde esperaba el caso ya no existe.",
    "value-not-storable": "Un dato del caso no se puede guardar.",
    "wrong-type": "Un dato no es de la clase que el diagrama necesita.",
    "state-digest": "El estado guardado del caso es de otra versión del trámite.",
    "state-format": "El estado guardado del caso es de un formato que no se conoce.",
    "state-unreadable": "El estado guardado del caso no se puede leer.",
    # What commands met.
    "flow-failed": "El flujo falló de una manera que no estaba prevista.",
    "timer-failed": "El flujo falló después de un temporizador, de una manera que no estaba prevista.",
    "message-failed": "El flujo falló al recibir un mensaje, de una manera que no estaba prevista.",
    "signal-failed": "El flujo falló al recibir una señal, de una manera que no estaba prevista.",
    "timer-worker-lost": "El proceso que atendía el temporizador se cayó varias veces seguidas.",
    "inline-limit": "El caso se habla a sí mismo sin fin.",
    "unknown-form": "El formulario que pide la tarea no está en el trámite.",
    "name-too-long": "El nombre o la clave de un mensaje o una señal es demasiado largo.",
    "duration-unreadable": "El tiempo de espera de un mensaje no se entiende.",
    "unknown-order": "La orden de pago que se quiere anular no es de este caso.",
    "amount-not-pesos": "El valor por cobrar no es una cantidad de pesos, entera y mayor que cero.",
    "breakdown-unreadable": "El detalle del cobro no es una lista de líneas con texto y valor.",
    "due-term-unreadable": "El plazo para pagar no se entiende.",
    # What workers met.
    "job-worker-lost": "El proceso que hacía la tarea se cayó o dejó de responder.",
    "job-deadline-passed": "La tarea no terminó en el tiempo que tenía.",
    "SoftTimeLimitExceeded": "La tarea no terminó en el tiempo que tenía.",
    "unknown-task-type": "La ventanilla no sabe hacer tareas de ese tipo.",
    "unknown-service": "El trámite consulta un servicio que la ventanilla no tiene.",
    "unknown-message": "El trámite no tiene la plantilla de ese aviso.",
    "unknown-document": "El trámite no tiene la ficha de ese documento.",
    "unknown-decision": "El trámite no tiene esa tabla de decisión.",
    "document-not-found": "El documento que la tarea necesita no está en el caso.",
    "documents-not-archived": "Todavía hay documentos del caso sin archivar.",
    "template-failed": "La plantilla del documento no se pudo componer con estos datos.",
    "service-unavailable": "El servicio que se consulta no respondió.",
    "store-unavailable": "El lugar donde se guardan los documentos no respondió.",
    "timestamp-unavailable": "El servicio de estampado de tiempo no respondió.",
    "revocation-unavailable": "No respondió el servicio que dice si un certificado sigue vigente.",
}

_DOING: Mapping[str, str] = {
    "run-job": "La ventanilla hacía una tarea automática de tipo «{type}».",
    "complete": "{person} terminaba una tarea.",
    "fire-timer": "Llegó el momento de un temporizador.",
    "start-by-timer": "Llegó el momento en que el trámite empieza por sí solo.",
    "deliver-message": "Se entregaba el mensaje «{message}».",
    "message": "Llegó el mensaje «{message}» para este caso.",
    "deliver-signal": "Se entregaba la señal «{name}».",
    "check-conditions": "Se revisaba si ya se cumplía una condición.",
    "file": "{person} radicaba su solicitud.",
}

RESOLUTIONS: Mapping[str, str] = {
    "by-itself": "Lo que había fallado funcionó después.",
    "cancelled": "El caso ya no necesita lo que había fallado.",
    "case-over": "El caso terminó.",
}


def failure_text(code: str) -> str:
    """What happened, for people; empty where only the technical detail can tell."""
    sentence = SENTENCES.get(code)
    return FAILURES.get(code) or (sentence.title + "." if sentence else "")


def doing_text(trigger: Mapping[str, Any]) -> str:
    """What was being done when it failed."""
    actor = trigger.get("actor")
    person = str(actor.get("name") or "") if isinstance(actor, Mapping) else ""
    words = {
        "type": trigger.get("type", ""),
        "message": trigger.get("message", ""),
        "name": trigger.get("name", ""),
        "person": person or "Una persona",
    }
    return _DOING.get(str(trigger.get("verb")), "La ventanilla movía el caso.").format(**words)


def resolution_text(resolution: str) -> str:
    """How it was resolved; a person's own words as they are."""
    return RESOLUTIONS.get(resolution, resolution)


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

"""What a rehearsal found, in the words of whoever writes the procedure: where, what was expected, what came."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.errors import AnswersRefused, CaseOver, CaseStuck, EngineError, NothingAwaitsMessage
from engine.rehearsal.standing import Place
from forms.schema import Component, FormSchema, leaves, unrolled

_PARTS = {
    "path": "Recorrido",
    "outcome": "Resultado",
    "state": "Estado",
    "documents": "Documentos",
    "waiting_at": "Dónde espera",
    "due": "Vencimiento",
    "refused": "Respuestas rechazadas",
}
_WAITS = {
    "item": "tarea",
    "job": "trabajo del sistema",
    "message": "mensaje",
    "signal": "señal",
    "timer": "plazo",
    "condition": "condición",
}


def differs(part: str, expected: Any, actual: Any, *, of: str = "") -> str:
    """One part of what a scenario expects that came otherwise.

    Args:
        part: key of `expect`.
        expected: what the scenario says.
        actual: what came.
        of: slug of another procedure, whose case it is.
    """
    inside = f" de {of}" if of else ""
    return f"{_PARTS[part]}{inside}: se esperaba {_plain(expected)} y fue {_plain(actual)}."


def at_line(file: str, line: int, problem: str) -> str:
    """A problem with the line of the scenario's step."""
    return f"{file}, línea {line}: {problem}"


def refused(errors: Mapping[str, Sequence[str]], schema: FormSchema | None = None) -> str:
    """Fields that the form does not take, why, and what may be chosen where it offers options."""
    known: Mapping[str, Component] = (
        {one.name: one for one in leaves(unrolled(schema.components))} if schema else {}
    )
    told = (f"{name}: {' '.join(why)}{_options(known.get(name))}" for name, why in errors.items())
    return f"el formulario no recibe las respuestas: {' '.join(told)}"


def failed(error: EngineError) -> str:
    """An error of the engine while a step was taken."""
    match error:
        case AnswersRefused():
            return refused(error.errors)
        case NothingAwaitsMessage():
            return f"nadie espera el mensaje «{error.data.get('message', '')}»."
        case CaseOver():
            return "el caso ya terminó."
        case CaseStuck():
            where = error.data.get("element") or error.data.get("process") or "el trámite"
            why = f"{error.data.get('reason', '')} {error.data.get('detail', '')}".strip()
            return f"el flujo no pudo seguir en «{where}»: {why}"
    told = ", ".join(f"{name}: {value}" for name, value in error.data.items())
    return f"la ventanilla no lo permite ({error.code}{f'; {told}' if told else ''})."


def broke_off(problem: Exception) -> str:
    """What nobody foresaw; it is no fault of the procedure."""
    return (
        "El ensayo se interrumpió por una falla del programa, no del trámite. "
        f"Avise a sistemas: {type(problem).__name__}: {problem}"
    )


def place(of: Place) -> str:
    """One place where a case waits, with the process that was called there and what would end the waiting."""
    inside = f" de {of.process}" if of.process else ""
    what = f"{_WAITS[of.kind]} {of.detail}".strip()
    return f"{of.element}{inside} ({what})"


def stands(places: Iterable[Place], *, is_over: bool) -> str:
    """Where a case waits, as the end of a sentence."""
    told = ", ".join(map(place, places))
    if told:
        return f"El caso espera en: {told}."
    return "El caso ya terminó." if is_over else "El caso no espera en ninguna parte."


def awaited(messages: Iterable[tuple[str, str]]) -> str:
    """The messages for which a case waits, with their keys."""
    told = ", ".join(
        f"«{name}»" + (f" con la clave «{key}»" if key else "") for name, key in messages
    )
    return f"Los que espera: {told}." if told else "No espera ninguno."


def capital(problem: str) -> str:
    """A problem as a sentence of its own."""
    return problem[:1].upper() + problem[1:]


def _options(component: Component | None) -> str:
    if component is None or not component.options:
        return ""
    return f" Las opciones son: {', '.join(option.value for option in component.options)}."


def _plain(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return f"«{text}»" if text else "nada"

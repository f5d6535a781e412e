"""What a rehearsal found, in the analyst's words; what only the engine knows stays as it is."""

import ast
import re

_DIFFERENCE = re.compile(r"^(?:([\w-]+): )?(\w+): expected (.*), actual (.*)$", re.DOTALL)
_PARTS = {
    "path": "Recorrido",
    "outcome": "Resultado",
    "state": "Estado",
    "documents": "Documentos",
    "waiting_at": "Dónde espera",
    "due": "Vencimiento",
    "refused": "Respuestas rechazadas",
}
_STEP = re.compile(r"^\S+ line (\d+): (.*)$", re.DOTALL)
_REFUSED = re.compile(r"^answers refused: (\{.*\})$", re.DOTALL)
_BROKE_OFF = re.compile(r"^[A-Z]\w*(?:Error|Exception): ")
_SENTENCES = (
    (
        re.compile(r"^(\S+): no item waits there for (\S+)$"),
        r"en «\1» no espera ninguna tarea para «\2».",
    ),
    (re.compile(r"^(\S+): no item waits there$"), r"en «\1» no espera ninguna tarea."),
    (
        re.compile(r"^(\S+): nothing waits for it under '?(.*?)'?$"),
        r"nadie espera el mensaje «\1» con la clave «\2».",
    ),
    (re.compile(r"^(\S+) has no open question$"), r"a «\1» no se le ha preguntado nada."),
    (re.compile(r"^no case of (\S+) was begun$"), r"no empezó ningún caso de «\1»."),
)


def in_words(difference: str) -> str:
    """One difference between what a scenario says and what came."""
    if step := _STEP.match(difference):
        return f"Línea {step[1]} del escenario: {_said(step[2])}"
    if compared := _DIFFERENCE.match(difference):
        where, part, expected, actual = compared.groups()
        inside = f" de {where}" if where else ""
        name = _PARTS.get(part, part)
        return f"{name}{inside}: se esperaba {_plain(expected)} y fue {_plain(actual)}."
    if _BROKE_OFF.match(difference):
        return (
            "El ensayo se interrumpió por una falla del programa, no del trámite. "
            f"Avise a sistemas: {difference}"
        )
    told = _said(difference)
    return told[0].upper() + told[1:] if told != difference else difference


def _said(problem: str) -> str:
    if refused := _REFUSED.match(problem):
        return f"el formulario no recibe las respuestas: {_answers(refused[1])}"
    for pattern, sentence in _SENTENCES:
        if pattern.match(problem):
            return pattern.sub(sentence, problem)
    return problem


def _answers(text: str) -> str:
    """Fields and what is wrong with each, out of Python's way to write them."""
    try:
        errors = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    told = ((name, [why] if isinstance(why, str) else why) for name, why in errors.items())
    return " ".join(f"{name}: {' '.join(map(str, why))}" for name, why in told)


def _plain(value: str) -> str:
    """Python's way to write a list, without its signs."""
    bare = re.sub(r"[()\[\]']", "", value).rstrip(",").strip()
    return f"«{bare}»" if bare and bare != "None" else "nada"

"""The Spanish of the findings: short, and with what to do next."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from engine.feel.errors import FeelSyntaxError, Problem
from engine.feel.types import Type

KINDS = {
    "number": "un número",
    "string": "un texto",
    "boolean": "verdadero o falso",
    "date": "una fecha",
    "time": "una hora",
    "date and time": "una fecha con hora",
    "days and time duration": "una duración en días y horas",
    "years and months duration": "una duración en años y meses",
    "list": "una lista",
    "context": "un grupo de datos",
    "range": "un rango",
    "function": "una función",
    "null": "nada (null)",
    "Any": "cualquier valor",
}
_KIND = re.compile("|".join(rf"\b{kind}\b" for kind in sorted(KINDS, key=len, reverse=True)))
EXPECTED = {
    "end": "el final de la expresión",
    "expression": "un valor: un número, un texto entre comillas, un nombre o una expresión",
    "name": "un nombre",
    "type": "un tipo, como number, string o list<string>",
    "at-text": 'un texto entre comillas después de «@», como @"2026-01-31"',
    "range-end": "el final del rango: «]» o «)»",
    "feel-body": "una función escrita en FEEL; las funciones externas no se permiten",
    "new-key": "un nombre que no esté ya en estos datos",
    "one-kind-of-arguments": "todos los datos de la función con su nombre, o ninguno",
}
# What people write who know other languages.
_HINTS = {
    "&": "Para unir dos condiciones escriba «and».",
    "|": "Para elegir entre dos condiciones escriba «or».",
    "!": "Para negar escriba not(…); para «distinto» escriba «!=».",
    "'": 'Los textos van entre comillas dobles: "así".',
    "“": 'Use comillas rectas: "así".',
    "”": 'Use comillas rectas: "así".',
    "‘": 'Use comillas rectas: "así".',
    "’": 'Use comillas rectas: "así".',
    '"': "Falta cerrar el texto con otra comilla doble.",
    "=": "Para comparar escriba un solo «=».",
    ";": "Una expresión da un solo valor; no se separa con «;».",
    "%": "Para un porcentaje multiplique, por ejemplo: valor * 0.19.",
    "^": "Para una potencia escriba «**».",
    "≤": "Escriba «<=».",
    "≥": "Escriba «>=».",
    "≠": "Escriba «!=».",
    "/*": "Falta cerrar el comentario con «*/».",
}
_PROBLEMS = {
    "unknown-name": "No hay un dato «{}».",
    "unknown-entry": "Los datos no tienen «{}».",
    "unknown-property": "No existe la propiedad «{}».",
    "unknown-type": "No existe el tipo «{}».",
    "null-operand": "Falta un valor para calcular «{}».",
    "null-argument": "A la función «{}» le falta un valor.",
    "operand-types": "Estos valores no se pueden combinar: {}.",
    "arithmetic": "El cálculo no tiene resultado: {}.",
    "arguments": "La función «{}» no recibe esos datos.",
    "argument-types": "La función «{}» recibe otro tipo de datos.",
    "argument-values": "La función «{}» no tiene respuesta para estos valores.",
    "not-a-function": "«{}» no es una función.",
    "not-a-list": "«{}» debe recorrer una lista.",
    "condition-type": "Una condición debe dar verdadero o falso, y dio: {}.",
    "filter-type": "Entre corchetes va un número de orden o una condición, y hubo: {}.",
    "range-ends": "Los dos lados del rango deben ser del mismo tipo: {}.",
    "at-literal": "«{}» no es una fecha, hora ni duración.",
    "no-clock": "Aquí no se puede usar «{}()».",
    "wrong-type": "El valor no es del tipo declarado: {}.",
    "overlapping-rows": "Varias filas se cumplen a la vez en una tabla de política única: {}.",
    "contradicting-rows": "Filas que se cumplen a la vez dan resultados distintos: {}.",
    "external-function": "Las funciones externas no se permiten: {}.",
}
_LIMITS = {
    "characters": "La expresión es demasiado larga. Divídala en varias.",
    "depth": "La expresión tiene demasiados niveles, unos dentro de otros. Divídala en varias.",
}


def kind_words(kind: Type) -> str:
    """A type in words."""
    words = KINDS.get(kind.kind, kind.kind)
    return f"{words} ({kind.name})" if kind.name and kind.kind == "context" else words


def syntax_sentence(error: FeelSyntaxError) -> str:
    """What was expected, and what stands there."""
    expected = EXPECTED.get(error.expected, f"«{error.expected}»")
    if error.expected == "new-key":
        return f"El nombre «{error.found}» está dos veces en los mismos datos. Cambie uno."
    if not error.found:
        return f"La expresión termina antes de tiempo. Falta {expected}."
    if error.expected == "end":
        sentence = f"Sobra «{error.found}»: la expresión ya estaba completa."
    else:
        sentence = f"Se esperaba {expected}, pero dice «{error.found}»."
    hint = _HINTS.get(error.found)
    return f"{sentence} {hint}" if hint else sentence


def limit_sentence(limit: str) -> str:
    """Which bound was reached."""
    return _LIMITS.get(limit, "La expresión es demasiado grande. Divídala en varias.")


def problem_sentence(problem: Problem) -> str:
    """Why a part of an evaluation gave null."""
    text = _KIND.sub(lambda match: KINDS[match[0]], problem.text)
    return _PROBLEMS.get(problem.code, "No se pudo calcular: {}.").replace("{}", text)


def unknown(what: str, name: str, nearest: str) -> str:
    """A name that does not exist, with the nearest one that does, if any."""
    hint = f" ¿Quiso decir «{nearest}»?" if nearest else " Revise cómo está escrito."
    return f"No existe {what} «{name}».{hint}"


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like this one, whatever its accents and capitals; or none."""
    plain: dict[str, str] = {}
    for other in known:
        plain.setdefault(_plain(other), other)
    wanted = _plain(name)
    found = difflib.get_close_matches(wanted, plain, n=1, cutoff=0.6)
    longer = [other for other in plain if len(wanted) > 2 and other.startswith(wanted)]
    nearest = (found or longer or [""])[0]
    return plain.get(nearest, "")


def _plain(name: str) -> str:
    marks = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in marks if not unicodedata.combining(letter))

"""Spanish sentences for what is found in decision files, by its code."""

from collections.abc import Mapping

_EDITOR = "Corríjalo en el editor de tablas."
_FEEL = "Corrija la expresión."

_WORDS: Mapping[str, tuple[str, str]] = {
    "aggregated-outputs": (
        "La tabla suma o compara resultados ({detail}) y tiene varias columnas de salida.",
        "Deje una sola salida, o recoja sin agregación.",
    ),
    "circular-decision": ("La decisión se necesita a sí misma.", "Rompa el círculo."),
    "duplicate-id": ("Dos elementos tienen este identificador.", "Cambie uno de los dos."),
    "external-function": (
        "Llama a una función externa, y eso no se permite: {detail}.",
        "Escríbala en FEEL.",
    ),
    "feel-limit": ("La expresión es demasiado grande: {detail}", "Divídala en varias."),
    "feel-syntax": ("La expresión no es FEEL: {detail}", _FEEL),
    "missing-decision": (
        "Necesita «{detail}», que no existe.",
        "Agregue esa decisión o quite el requisito.",
    ),
    "missing-import": (
        "Importa «{detail}», que no está en decisions/.",
        "Agregue ese archivo o quite la importación.",
    ),
    "no-decision": ("El archivo no tiene ninguna decisión.", "Agregue una o borre el archivo."),
    "no-expression": ("A esta caja le falta una expresión ({detail}).", _EDITOR),
    "no-input-expression": ("Una columna no dice qué dato lee.", "Póngale su expresión."),
    "no-logic": (
        "No tiene tabla ni expresión.",
        "Póngale una tabla o una expresión, o quítela.",
    ),
    "no-output": ("No tiene ninguna salida.", "Agregue al menos una."),
    "not-dmn": (
        "El archivo no es DMN 1.2 a 1.5 ({detail}).",
        "Guárdelo desde el editor de tablas.",
    ),
    "not-feel": ("Está escrita en «{detail}» y sólo se admite FEEL.", "Escríbala en FEEL."),
    "overlapping-rows": (
        "Dos filas de una tabla de política única se cumplen a la vez: {detail}.",
        "Cambie una de las dos, o la política de la tabla.",
    ),
    "too-deep": ("Hay demasiadas cajas, unas dentro de otras.", "Divídala en varias decisiones."),
    "unknown-aggregation": ("No existe la agregación «{detail}».", _EDITOR),
    "unknown-hit-policy": ("No existe la política «{detail}».", _EDITOR),
    "unknown-type": ("No existe el tipo «{detail}».", "Use un tipo de FEEL o declárelo."),
    "wrong-cell-count": (
        "La fila no tiene una celda por columna ({detail}).",
        "Vuelva a guardarla desde el editor de tablas.",
    ),
    "xml-doctype": ("El archivo tiene un DOCTYPE, y eso no se permite.", "Quítelo."),
    "xml-malformed": ("El archivo no es XML bien formado: {detail}.", _EDITOR),
    "xml-too-large": ("El archivo es demasiado grande ({detail}).", "Divídalo en varios."),
}


def sentence(code: str, detail: str) -> tuple[str, str]:
    """What is wrong and what to do next; findings of expressions are sentences already."""
    if code not in _WORDS and code.startswith("feel-"):
        return f"En una expresión, {detail}", _FEEL
    message, remedy = _WORDS.get(code, (f"No se puede usar ({code}): {{detail}}.", _EDITOR))
    return message.replace("{detail}", detail), remedy


def known_codes() -> frozenset[str]:
    """Codes that have a sentence of their own."""
    return frozenset(_WORDS)

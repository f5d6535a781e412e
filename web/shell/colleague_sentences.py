"""What people read for the errors of questions between colleagues, notes and absences."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

COLLEAGUE_SENTENCES: Mapping[str, Sentence] = {
    "consultation-not-found": Sentence(
        404,
        "No encontramos esa consulta",
        "La consulta no existe, se retiró o se le hizo a otra persona.",
        "Vuelva a «Consultas» para ver las que esperan su respuesta.",
    ),
    "consultation-answered": Sentence(
        409,
        "Esa consulta ya terminó",
        "Ya se respondió, o quien preguntó la retiró. No se cambió nada.",
        "Vuelva a «Consultas» para ver las que siguen abiertas.",
    ),
    "consultation-asked": Sentence(
        409,
        "Ya le preguntó a esa persona",
        "{person} tiene una pregunta suya sobre esta tarea y aún no la responde.",
        "Espere su respuesta, o retire la pregunta y hágala otra vez.",
    ),
    "text-missing": Sentence(
        400,
        "Falta el texto",
        "El texto está vacío y no se guardó nada.",
        "Escríbalo y envíe otra vez.",
    ),
}

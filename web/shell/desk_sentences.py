"""What officials read when something on their desk does not go through."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

DESK_SENTENCES: Mapping[str, Sentence] = {
    "filter-name-missing": Sentence(
        422,
        "Falta el nombre del filtro",
        "Un filtro se guarda con un nombre.",
        "Escriba un nombre corto, por ejemplo «Vencen hoy».",
    ),
    "too-many-filters": Sentence(
        422,
        "Tiene muchos filtros guardados",
        "Ya tiene {limit} filtros guardados y no caben más.",
        "Quite uno que ya no use y guárdelo otra vez.",
    ),
}

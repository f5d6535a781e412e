"""What an auditor reads when what they said for what they read does not serve."""

from collections.abc import Mapping

from web.shell.sentence import Sentence

PURPOSE_SENTENCES: Mapping[str, Sentence] = {
    "purpose-incomplete": Sentence(
        422,
        "Falta decir para qué",
        "No guardamos la finalidad: le falta el número, o su último día no sirve.",
        "Elija para qué lee, escriba el número y ponga un día desde hoy hasta dentro de un año.",
    ),
}

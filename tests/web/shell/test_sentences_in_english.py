"""Errors in English: the tables stay Spanish, and are translated where they are shown."""

from web.shell.sentences import sentence_of


def test_a_sentence_stays_in_spanish_unless_somebody_chooses_otherwise():
    said = sentence_of("item-already-claimed", {"by": "Carmen Portilla", "at": "hoy"})
    assert said.happened == "La tarea está en manos de Carmen Portilla desde hoy"

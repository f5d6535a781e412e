"""Errors in English: the tables stay Spanish, and every text of theirs has its English."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import engine
from web.shell.record_sentences import PROBLEMS
from web.shell.sentences import SENTENCES, sentence_of

CATALOGUE = Path(engine.__path__[0]) / "locale" / "en" / "LC_MESSAGES" / "django.po"
_PLACEHOLDER = re.compile(r"\{\w*\}")


@pytest.fixture(scope="module")
def english():
    with CATALOGUE.open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id}


def _texts():
    for sentence in SENTENCES.values():
        yield from (sentence.title, sentence.happened, sentence.next_step)
    yield from PROBLEMS.values()


def test_every_sentence_has_its_english_with_the_same_places(english):
    missing = [text for text in _texts() if not english.get(text)]
    assert missing == []
    for text in _texts():
        assert sorted(_PLACEHOLDER.findall(text)) == sorted(_PLACEHOLDER.findall(english[text]))


def test_a_sentence_stays_in_spanish_unless_somebody_chooses_otherwise():
    said = sentence_of("item-already-claimed", {"by": "Carmen Portilla", "at": "hoy"})
    assert said.happened == "La tarea está en manos de Carmen Portilla desde hoy"

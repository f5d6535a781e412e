"""Findings and rehearsals in the reader's language: their sentences are Spanish, and the English is looked up here.

The shell, JSON for machines and what is kept stay as the checks wrote them.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from bpmn.package import Finding
from web.shell.translations import sentences_of

_FILES = sorted(Path(__file__).parent.glob("*_words.en.json"))
# An answer's name before what the form says of it.
_ANSWER = re.compile(r"([\w.\[\]]+: )(.+)", re.DOTALL)
_DETAILED = re.compile(r"(.+) \(«(.*)»\)", re.DOTALL)
_QUOTED = re.compile(r"«([^«»]*)»")
# Where a rehearsed case stands, inside a list: `firmar de sp-firma (tarea alcalde)`.
_WAITS = {
    "tarea": "task",
    "trabajo del sistema": "system job",
    "mensaje": "message",
    "señal": "signal",
    "plazo": "timer",
    "condición": "condition",
}
_WAIT = re.compile(rf"(?: de ([\w-]+))? \(({'|'.join(_WAITS)})(?=[ )])")
_PLACE = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.?]) (?=[A-ZÁÉÍÓÚ¿«])")


def spoken(finding: Finding) -> dict[str, str]:
    """A finding as data, with its two sentences and its place (`where`) in the reader's language."""
    data = finding.as_data()
    told = {name: said(data[name]) for name in ("message", "remedy")}
    return {**data, **told, "where": said(data["element"])}


def said(text: str) -> str:
    """A sentence of a check in the reader's language; one that is not known stays as it is."""
    return in_english(text) if str(get_language()).startswith("en") else text


def in_english(text: str) -> str:
    """A sentence of a check in English, whatever the reader's language."""
    if text in _known():
        return _known()[text]
    sentences = _SENTENCES.split(text)
    if len(sentences) > 1:
        return " ".join(map(in_english, sentences))
    for pattern, english in _patterns():
        if found := pattern.fullmatch(text):
            return _filled(english, found.groupdict())
    return _in_part(text)


def _in_part(text: str) -> str:
    """What is no sentence but holds one, or a list of places and keys."""
    if found := _ANSWER.fullmatch(text):
        return f"{found[1]}{in_english(found[2])}"
    if found := _DETAILED.fullmatch(text):
        return f"{in_english(found[1])} (“{found[2]}”)"
    if found := _QUOTED.fullmatch(text):
        return f"“{found[1]}”"
    ways = text.split(" o ")
    if all(way in _known() for way in ways):
        return " or ".join(_known()[way] for way in ways)
    return _WAIT.sub(_wait, text).replace("» con la clave «", "» with the key «")


def _wait(found: re.Match[str]) -> str:
    return f"{f' of {found[1]}' if found[1] else ''} ({_WAITS[found[2]]}"


def _filled(english: str, values: Mapping[str, str]) -> str:
    """The sentence with its values, which may be sentences themselves."""
    pieces = _PLACE.split(english)
    return "".join(
        in_english(values[piece]) if at % 2 else piece for at, piece in enumerate(pieces)
    )


@cache
def _known() -> Mapping[str, str]:
    # A rehearsal repeats what a form says of its answers.
    known = dict(sentences_of("forms"))
    for file in _FILES:
        known |= json.loads(file.read_text(encoding="utf-8"))
    return known


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with places for values, those that say the most first."""
    templates = [spanish for spanish in _known() if _PLACE.search(spanish)]
    templates.sort(key=lambda one: -len(_PLACE.sub("", one)))
    return [(_pattern(one), _known()[one]) for one in templates]


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PLACE.split(template)
    # Every second piece is the name of a place.
    body = "".join(
        f"(?P<{piece}>.*?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return re.compile(body, re.DOTALL)

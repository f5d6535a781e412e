"""Findings in the reader's language: the checks write Spanish sentences, and their English is looked up here.

The shell, JSON for machines and what is kept stay as the checks wrote them.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from bpmn.package import Finding

_FILE = Path(__file__).with_name("finding_words.en.json")
_PLACE = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.?]) (?=[A-ZÁÉÍÓÚ¿«])")


def spoken(finding: Finding) -> dict[str, str]:
    """A finding as data, with its two sentences in the reader's language."""
    data = finding.as_data()
    return data | {name: said(data[name]) for name in ("message", "remedy")}


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
    return text


def _filled(english: str, values: Mapping[str, str]) -> str:
    """The sentence with its values, which may be sentences themselves."""
    pieces = _PLACE.split(english)
    return "".join(
        in_english(values[piece]) if at % 2 else piece for at, piece in enumerate(pieces)
    )


@cache
def _known() -> Mapping[str, str]:
    known: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
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
        f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return re.compile(body, re.DOTALL)

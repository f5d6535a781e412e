"""What the checks find is said in English to an analyst who chose English."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from bpmn.checks import decision_words, model_words
from web.analysts.finding_words import _known, in_english

_ROOMS = ("bpmn/checks", "bpmn/package", "bpmn/versions", "bpmn/drafts", "engine/rehearsal")
_MAKERS = {"error", "warning", "missing", "refuse", "StepImpossible", "_refused"}
# A path, a code and a list of what may be used are no sentences.
_SENTENCE = re.compile(r"(?!Use: )[«¿A-ZÁÉÍÓÚ].* .*[.?]")
_PLACE = re.compile(r"\{(\w+)\}")


def _sentences() -> Iterator[str]:
    """What the checks say, each value standing as its number."""
    for file in sorted(one for room in _ROOMS for one in (settings.ROOT / room).glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and _name(call.func) in _MAKERS:
                texts = (text for part in call.args for text in _texts(part))
                yield from (text for text in texts if _SENTENCE.fullmatch(text))
            if isinstance(call, ast.keyword) and call.arg == "why":
                yield from _texts(call.value)


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _texts(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.IfExp):
        yield from (*_texts(part.body), *_texts(part.orelse))
    elif isinstance(part, ast.JoinedStr):
        pieces = (one.value if isinstance(one, ast.Constant) else "7" for one in part.values)
        yield "".join(map(str, pieces))
    elif isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part.value


def test_every_sentence_of_a_check_has_its_english():
    assert [text for text in sorted(set(_sentences())) if in_english(text) == text] == []


@pytest.mark.parametrize("words", [model_words, decision_words], ids=["models", "decisions"])
def test_every_code_of_the_compilers_has_its_english(words):
    told = {code: words.sentence(code, "x7") for code in words.known_codes()}
    spanish = [
        code for code, texts in told.items() if any(in_english(text) == text for text in texts)
    ]
    assert spanish == []


def test_both_languages_have_the_same_places():
    assert [
        spanish
        for spanish, english in _known().items()
        if set(_PLACE.findall(spanish)) != set(_PLACE.findall(english))
    ] == []


def test_a_finding_is_told_in_english_with_what_it_found(ivan, draft):
    before = ivan.get(f"{draft}archivos/procedure.toml")
    text = before.content.replace(b"slug", b"slog", 1)
    kind = {"content_type": "application/octet-stream"}
    ivan.put(f"{draft}archivos/procedure.toml", text, headers={"If-Match": before["ETag"]}, **kind)
    ivan.cookies["django_language"] = "en"

    found = ivan.get(f"{draft}hallazgos.json").json()["findings"]

    assert "“slug” is missing." in {one["message"] for one in found}


def test_two_sentences_are_told_one_by_one():
    text = "Se esperaba un nombre, pero dice «=». Para comparar escriba un solo «=»."

    assert in_english(text) == (
        "Here should be a name, but it says “=”. To compare write a single “=”."
    )


def test_what_is_not_known_stays_as_it_is():
    assert in_english("Algo nuevo") == "Algo nuevo"

"""The words by which a case is found: small letters and digits, without accents."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 60
_MOST = 40


def fold(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


# Answers of the common block «predio» and of forms that ask for a parcel in their own way.
_PARCEL_KEYS = ("parcel", "parcel_key", "parcel_folio", "parcel_address")


def case_words(
    *, number: str, document: str, name: str, answers: Mapping[str, Any] | None = None
) -> list[str]:
    """Words of a case: its radicado and its document, whole and their last part, each name, its parcel.

    Args:
        number: the radicado.
        document: of who files.
        name: of who files.
        answers: of the filing; those that name a parcel are taken.
    """
    parts = [_joined(number), *_last(number), _joined(document), *_last(document), *_split(name)]
    return _different([*parts, *parcel_words(answers or {})])


def parcel_words(answers: Mapping[str, Any]) -> list[str]:
    """Words of the parcel that a filing is about: its numbers, whole and their last part; its address."""
    words: list[str] = []
    for key in _PARCEL_KEYS:
        text = answers.get(key)
        if isinstance(text, str):
            words += [*asked_words(text), *(_last(text) if " " not in text.strip() else [])]
    return _different(words)


def asked_words(text: str) -> list[str]:
    """Words that somebody looks for; what has a digit in it is one number, however it is written."""
    words: list[str] = []
    for part in text.split():
        has_digit = any(character.isdigit() for character in part)
        words += [_joined(part)] if has_digit else _split(part)
    return _different(words)


def _split(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _joined(text: str) -> str:
    return "".join(_split(text))


def _last(text: str) -> list[str]:
    """`000123` of `2026-52001-E-000123`, `1085123456` of `CC 1.085.123.456`."""
    pieces = re.split(r"[\s-]+", text.strip())
    return [_joined(pieces[-1])] if len(pieces) > 1 else []


def _different(words: list[str]) -> list[str]:
    return [word[:_LONGEST] for word in dict.fromkeys(words) if word][:_MOST]

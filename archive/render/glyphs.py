"""Text that our fonts can print.

PDF/A forbids the missing-glyph box (ISO 19005-3, 6.2.11.8), so what has no glyph is replaced before
it reaches the page; the attached data keep what the person wrote.
"""

import functools
import unicodedata
from collections.abc import Mapping
from typing import Any

from fontTools.ttLib import TTFont

from archive.render.compiler import FONTS

REPLACEMENT = "?"
_BODY_FONT = "WorkSans_400Regular.ttf"
_LAYOUT = frozenset("\n\t ")


@functools.cache
def _coverage() -> frozenset[str]:
    with TTFont(FONTS / _BODY_FONT, lazy=True) as font:
        points = font.getBestCmap() or {}
    return frozenset(map(chr, points)) | _LAYOUT


def printable(text: str) -> str:
    """The text in composed form, with a question mark for each character without a glyph."""
    if text.isascii() and text.isprintable():
        return text
    known = _coverage()
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(
        character if character in known else REPLACEMENT
        for character in composed
        if character in _LAYOUT or unicodedata.category(character) not in {"Cc", "Cf"}
    )


def printable_data(value: Any) -> Any:
    """The same JSON value with every text, also of keys' values, printable; keys stay."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: printable_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(item) for item in value]
    return value

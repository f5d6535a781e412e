"""Strings, counted in Unicode code points. Source: DMN 1.5, 10.3.4.3."""

from decimal import Decimal

import regex

from engine.feel.builtins.table import entry, flat_arguments
from engine.feel.values import Value, text_of

_REGEX_SECONDS = 0.25


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    begin = int(start)
    if begin == 0:
        return None
    begin = begin - 1 if begin > 0 else len(text) + begin
    if begin < 0 or begin > len(text):
        return None
    return text[begin:] if length is None else text[begin : begin + max(int(length), 0)]


def _pattern(pattern: str, flags: str | None) -> "regex.Pattern[str]":
    known = {"i": regex.IGNORECASE, "s": regex.DOTALL, "m": regex.MULTILINE, "x": regex.VERBOSE}
    value = 0
    for flag in flags or "":
        value |= known[flag]
    if len(pattern) > 2000:
        raise ValueError
    try:
        return regex.compile(pattern, value)
    except regex.error as error:
        raise ValueError from error


def _matches(text: str, pattern: str, flags: str | None = None) -> Value:
    try:
        return _pattern(pattern, flags).search(text, timeout=_REGEX_SECONDS) is not None
    except TimeoutError as error:
        raise ValueError from error


def _replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    python = regex.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\"))
    try:
        return _pattern(pattern, flags).sub(python, text, timeout=_REGEX_SECONDS)
    except (TimeoutError, IndexError, regex.error) as error:
        raise ValueError from error


def _split(text: str, delimiter: str) -> Value:
    try:
        return [
            part or "" for part in _pattern(delimiter, None).split(text, timeout=_REGEX_SECONDS)
        ]
    except TimeoutError as error:
        raise ValueError from error


def _join(items: list[Value], delimiter: str | None = None) -> Value:
    return (delimiter or "").join(text_of(item) for item in items if item is not None)


def _before(text: str, match: str) -> str:
    return text.split(match, maxsplit=1)[0] if match and match in text else ""


def _after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


FUNCTIONS = dict(
    (
        entry("substring", "string, start position, length", _substring, optional=1),
        entry("string length", "string", lambda text: Decimal(len(text + ""))),
        entry("upper case", "string", lambda text: text.upper()),
        entry("lower case", "string", lambda text: text.lower()),
        entry("substring before", "string, match", _before),
        entry("substring after", "string, match", _after),
        entry("contains", "string, match", lambda text, match: (match + "") in (text + "")),
        entry("starts with", "string, match", lambda text, match: text.startswith(match)),
        entry("ends with", "string, match", lambda text, match: text.endswith(match)),
        entry("matches", "input, pattern, flags", _matches, optional=1),
        entry("replace", "input, pattern, replacement, flags", _replace, optional=1),
        entry("split", "string, delimiter", _split),
        entry("string join", "list, delimiter", _join, optional=1),
        entry("concat", "values", lambda *parts: "".join(flat_arguments(parts)), variadic=True),
    )
)

"""Expressions of a neutral suite, which look like Java or XPath, in FEEL; no text is ever run as it is."""

from __future__ import annotations

import re

_WRAPPED = re.compile(r"^[$#]\{(.*)\}$", re.DOTALL)
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_HELD = re.compile("\x00(\\d+)\x00")
_ARGUMENT = r"\(\s*([^()]*?)\s*\)"
# BPMN 2.0.2, 10.4.3: the functions by which XPath reads data.
_XPATH = re.compile(
    r"(?:\w+:)?get(?:DataObject|DataInput|DataOutput|ProcessProperty|ActivityProperty|"
    r"EventProperty)\((?:[^(),]*,\s*)?\x00(\d+)\x00\s*\)"
)
_METHODS = tuple(
    (re.compile(rf"([\w.]+|\x00\d+\x00)\.{name}{_ARGUMENT}"), feel)
    for name, feel in (
        ("contains", r"contains(\1, \2)"),
        ("startsWith", r"starts with(\1, \2)"),
        ("endsWith", r"ends with(\1, \2)"),
        ("matches", r"matches(\1, \2)"),
        ("equals", r"(\1 = \2)"),
        ("equalsIgnoreCase", r"(lower case(\1) = lower case(\2))"),
        ("toLowerCase", r"lower case(\1)"),
        ("toUpperCase", r"upper case(\1)"),
        ("isEmpty", r'(\1 = "")'),
        ("length", r"string length(\1)"),
        ("size", r"count(\1)"),
    )
)
_OPERATORS = (
    (re.compile("===?"), "="),
    (re.compile("&&"), " and "),
    (re.compile(r"\|\|"), " or "),
)
_NOT = re.compile(r"!\s*((?:[\w.]+(?: \w+)*)?\((?:[^()]|\([^()]*\))*\)|[\w.]+)(?!\w)")


def to_feel(text: str) -> str:
    """The expression in FEEL with its `=`; what is FEEL already stays.

    Args:
        text: such as `test.contains("a")`, `${integerVariable==3}` or `getDataObject('data') > 1`.
    """
    stripped = text.strip()
    if stripped.startswith("=") or not stripped:
        return stripped
    wrapped = _WRAPPED.match(stripped)
    return "=" + _translated(wrapped[1].strip() if wrapped else stripped)


def _translated(text: str) -> str:
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0][1:-1].replace('"', '\\"'))
        return f"\x00{len(held) - 1}\x00"

    safe = _TEXT.sub(hold, text)
    safe = _XPATH.sub(lambda found: held[int(found[1])], safe)
    for pattern, feel in (*_METHODS, *_OPERATORS):
        safe = pattern.sub(feel, safe)
    safe = _NOT.sub(r"not(\1)", safe)
    return _HELD.sub(lambda found: f'"{held[int(found[1])]}"', " ".join(safe.split()))

"""Text of FEEL to tokens. Source: DMN 1.5, 10.3.1.2."""

import re
from dataclasses import dataclass

from engine.feel.errors import FeelSyntaxError

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "between",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "instance",
        "of",
        "function",
        "external",
        "true",
        "false",
        "null",
    ]
)
# Names of built-in functions that hold spaces are read as one name (DMN 1.5, 10.3.1.4).
SPACED = (
    "years and months duration", "date and time", "string length", "upper case", "lower case",
    "substring before", "substring after", "starts with", "ends with", "list contains",
    "insert before", "index of", "distinct values", "list replace", "string join", "day of week",
    "day of year", "week of year", "month of year", "round up", "round down", "round half up",
    "round half down", "met by", "overlaps before", "overlaps after", "finished by",
    "started by", "get value", "get entries", "context put", "context merge", "get or else",
    "is defined", "put all", "duplicate values", "is empty", "partition list", "assert",
)  # fmt: skip
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<name>[^\W\d]\w*(?:'\w+)?|\?)
  | (?P<symbol>\.\.|\*\*|->|<=|>=|!=|[-+*/=<>()\[\]{},:.@])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token, with where it stands."""

    kind: str
    text: str
    line: int
    column: int


def tokens(text: str, names: frozenset[str]) -> list[Token]:
    """Every token of the text, then one of kind `end`.

    Args:
        text: FEEL.
        names: known names; those with spaces or signs are read as one token.

    Raises:
        FeelSyntaxError: at a character that FEEL does not know.
    """
    spaced = sorted(
        (name for name in {*SPACED, *names} if not name.isidentifier()), key=len, reverse=True
    )
    found: list[Token] = []
    at, line, begin = 0, 1, 0
    while at < len(text):
        known = _spaced_at(text, at, spaced, found)
        match = None if known else _TOKEN.match(text, at)
        if not known and match is None:
            raise FeelSyntaxError(line, at - begin + 1, text[at], "an expression")
        kind, value = ("name", known) if known else (str(match.lastgroup), match.group())  # type: ignore[union-attr]
        if kind != "space":
            if kind == "name" and not known and value in KEYWORDS:
                kind = "keyword"
            found.append(Token(kind, value, line, at - begin + 1))
        if "\n" in value:
            line += value.count("\n")
            begin = at + value.rindex("\n") + 1
        at += len(value)
    found.append(Token("end", "", line, at - begin + 1))
    return found


def _spaced_at(text: str, at: int, names: list[str], found: list[Token]) -> str:
    if at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        return ""
    if not (text[at].isalpha() or text[at] == "_"):
        return ""
    for name in names:
        end = at + len(name)
        if text.startswith(name, at) and not (
            end < len(text) and (text[end].isalnum() or text[end] == "_")
        ):
            if name in SPACED and not _is_called(text, end):
                continue
            return name
    return ""


def _is_called(text: str, end: int) -> bool:
    rest = text[end:].lstrip()
    return rest.startswith("(")


def unquoted(text: str) -> str:
    """The value of a string literal with its quotes."""

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            point = int(code, 16)
            return chr(point) if point < 0x110000 else "\ufffd"
        return _PLAIN.get(match[3], "\\" + match[3])

    joined = _ESCAPE.sub(plain, text[1:-1])
    # Two \u escapes may be the halves of one code point.
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

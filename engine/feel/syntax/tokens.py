"""Text of FEEL to tokens. Names with spaces or signs are several tokens here; see `names.py`.

Source: DMN 1.5, 10.3.1.2 (grammar), 10.3.1.3 to 10.3.1.5 (literals, tokens, names).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

KEYWORDS = frozenset(
    {
        "and", "or", "in", "between", "if", "then", "else", "for", "return", "some", "every",
        "satisfies", "instance", "of", "function", "external", "true", "false", "null",
    }
)  # fmt: skip
_SPACE = (
    "\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u180E\\u2000-\\u200B\\u2028\\u2029\\u202F"
    "\\u205F\\u3000\\uFEFF"
)
_START = (
    "A-Za-z_\\u00AA\\u00B5\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D"
    "\\u037F-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF"
    "\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFD\\U00010000-\\U000EFFFF"
)
_TOKEN = re.compile(
    rf"""
    (?P<space>[{_SPACE}]+|//[^\n]*|/\*.*?\*/)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<open>"(?:[^"\\]|\\.)*\\?\Z)
  | (?P<word>[{_START}][{_START}0-9\u00B7\u0300-\u036F\u203F-\u2040]*|\?)
  | (?P<symbol>\.\.|\*\*|->|<=|>=|!=|[-+*/=<>()\[\]{{}},:.@'])
  | (?P<strange>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token, with where it stands: offsets in the text, line and column from 1.

    Attributes:
        kind: number, string, word, keyword, symbol, strange or end.
    """

    kind: str
    text: str
    start: int
    line: int
    column: int

    @property
    def end(self) -> int:
        """Offset after the token."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """Every token of the text, then one of kind `end`; a character that FEEL does not know is `strange`."""
    found: list[Token] = []
    line, begin = 1, 0
    for match in _TOKEN.finditer(text):
        kind, value, start = str(match.lastgroup), match.group(), match.start()
        if kind != "space":
            if kind == "word" and value in KEYWORDS:
                kind = "keyword"
            if kind == "open":
                # A string that is not closed; looking for its end once more for each quote takes long.
                found.append(Token("strange", '"', start, line, start - begin + 1))
            else:
                found.append(Token(kind, value, start, line, start - begin + 1))
        if "\n" in value:
            line += value.count("\n")
            begin = start + value.rindex("\n") + 1
    found.append(Token("end", "", len(text), line, len(text) - begin + 1))
    return found


@lru_cache(maxsize=4096)
def name_parts(name: str) -> tuple[str, ...]:
    """A name's tokens as text; two spellings of one name differ in spaces only."""
    return tuple(token.text for token in tokens(name)[:-1])


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

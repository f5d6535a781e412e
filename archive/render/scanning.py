"""Reads the code of a template as a flat row of tokens: texts, comments, raw and math are passed over.

It compiles nothing; what it cannot follow it passes over, so that what it tells is so.
"""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache

_NAME = re.compile(r"[^\W\d][\w-]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[a-z]+|%)?")
_SPACE = re.compile(r"[ \t]*")
_ALSO_ELSE = re.compile(r"\s*else\b")
# What is never closed goes on to the end, so that no sign is looked at twice.
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\Z|\\\Z)', re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LINK = re.compile(r"https?://[^\s\]]*")
_RAW = re.compile(r"``(?!`)|(`+)(?!`).*?(?:\1|\Z)", re.DOTALL)
_MATH = re.compile(r"\$(?:[^$\\]|\\.)*(?:\$|\Z|\\\Z)", re.DOTALL)
_LABEL = re.compile(r"<[\w-]+>")
_SIGN = re.compile(r"\.\.|=>|==|!=|<=|>=|[^\w\s]")
_TO_LINE_END = frozenset({"let", "set", "show", "import", "include"})
_WITH_BLOCK = frozenset({"if", "for", "while"})
_CLOSES = {"(": ")", "{": "}"}
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a text of code.

    Attributes:
        kind: `name`, `sign` or `text`.
        line: from 1.
    """

    kind: str
    text: str
    line: int


@lru_cache(maxsize=512)
def scan(text: str) -> tuple[Token, ...]:
    """The code of a template; as far as it can be followed."""
    scanner = _Scanner(text)
    scanner.markup(0)
    return tuple(scanner.found)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [at for at, letter in enumerate(text) if letter == "\n"]
        self.found: list[Token] = []

    def _here(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, *patterns: re.Pattern[str]) -> re.Match[str] | None:
        for pattern in patterns:
            found = pattern.match(self._text, self._at)
            if found is not None and found[0]:
                self._at = found.end()
                return found
        return None

    def _tell(self, kind: str, text: str) -> None:
        self.found.append(Token(kind, text, bisect(self._breaks, self._at - 1) + 1))

    def markup(self, depth: int) -> None:
        """Text, until the bracket that ends it."""
        while here := self._here():
            if here == "]":
                return
            if here == "\\":
                self._at += 2
            elif here == "[" and depth < _DEEPEST:
                self._at += 1
                self.markup(depth + 1)
                self._at += 1
            elif here == "#":
                self._at += 1
                self._embedded(depth)
            elif not self._take(_LINK, _COMMENT, _RAW, _MATH):
                self._at += 1

    def _embedded(self, depth: int) -> None:
        """What stands behind a `#`."""
        name = self._take(_NAME)
        if name is None:
            self._value(depth)
            return
        self._tell("name", name[0])
        if name[0] in _TO_LINE_END:
            self._code("\n;", depth)
            self._tell("sign", ";")
        elif name[0] in _WITH_BLOCK:
            self._branches(depth)
        elif name[0] in ("context", "return"):
            self._take(_SPACE)
            self._embedded(depth)
        else:
            self._behind(depth)

    def _value(self, depth: int) -> None:
        if found := self._take(_STRING):
            self._tell("text", found[1])
        elif self._here() in ("(", "{", "["):
            self._block(depth)
        else:
            return
        self._behind(depth)

    def _behind(self, depth: int) -> None:
        """Fields, arguments and contents that follow without a space."""
        while True:
            here = self._here()
            if here in ("(", "["):
                self._block(depth)
            elif here == "." and _NAME.match(self._text, self._at + 1):
                self._at += 1
                self._tell("sign", ".")
                if name := self._take(_NAME):
                    self._tell("name", name[0])
            else:
                return

    def _branches(self, depth: int) -> None:
        self._code("{[", depth)
        self._block(depth)
        while self._take(_ALSO_ELSE):
            self._code("{[", depth)
            self._block(depth)

    def _block(self, depth: int) -> None:
        """Round, curly or square brackets with what stands in them."""
        here = self._here()
        if not here or depth > _DEEPEST:
            self._at = len(self._text)
            return
        self._at += 1
        self._tell("sign", here)
        if here == "[":
            self.markup(depth + 1)
        else:
            self._code(_CLOSES[here], depth + 1)
        if self._here():
            self._tell("sign", self._here())
        self._at += 1

    def _code(self, ends: str, depth: int) -> None:
        """Code until one of the signs that end it, or a bracket that it did not open."""
        while here := self._here():
            if (here in ends or here in ")]}") and not (here == "\n" and self._goes_on()):
                return
            if self._take(_COMMENT, _RAW, _MATH, _LABEL, _NUMBER):
                continue
            if found := self._take(_STRING):
                self._tell("text", found[1])
            elif here in "([{":
                self._block(depth)
            elif found := self._take(_NAME):
                self._tell("name", found[0])
            elif found := self._take(_SIGN):
                self._tell("sign", found[0])
            else:
                self._at += 1

    def _goes_on(self) -> bool:
        """Whether a statement goes on in the next line."""
        return _ALSO_ELSE.match(self._text, self._at) is not None

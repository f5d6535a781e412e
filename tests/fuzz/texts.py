"""Makes texts of FEEL: nonsense, soups of tokens, grown expressions, and bitten ones."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from engine.feel.builtins import FUNCTIONS

_TOKENS = (
    "1", "0", "-1", "2.5", "1e400", "99999999999999999999", '"a"', '"ñ\\n"', '"\\uD83D\\uDE00"', "x", "y.z",
    "item", "partial", "?", "null", "true", "false", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "...",
    "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "->", "and", "or", "not", "in", "between", "if",
    "then", "else", "for", "return", "some", "every", "satisfies", "instance", "of", "function", "external",
    "list<", "range<", "context<", "number", "string", "date and time", '@"2026-01-31"', '@"P1D"', '@"x"',
    "//", "/*", "*/", "'", "\\", "$", "\x00", "\u2028", "é",
)  # fmt: skip
_FUNCTIONS = tuple(sorted(FUNCTIONS))
_LEAVES = (
    "1", "-3", "0", "2.50", '"a"', '""', '"(a+)+$"', "null", "true", "false", "x", "nums", "words", "data",
    "data.list", "[]", "{}", '@"2026-01-31"', '@"23:59:59Z"', '@"2026-01-31T10:00:00@America/Bogota"', '@"P1Y2M"',
    '@"-P1DT1H"', "[1..5]", '("a".."z")', "(< 3)", "abs", "function(a) a", "1e6000", "10 ** 300", "0.1",
)  # fmt: skip
CONTEXT = {
    "x": 5,
    "nums": [3, 1, 2, None, 2.5],
    "words": ["b", "a", "ñ", "a" * 200],
    "data": {"list": [{"k": 1}, {"k": "z"}], "b": {"c": None}},
}


class Texts:
    """A source of texts."""

    def __init__(self, seed: int, samples: Sequence[str]) -> None:
        self._random = random.Random(seed)  # noqa: S311 — a seed gives the same texts again
        self._samples = samples or ("1 + 1",)
        self._makers: tuple[Callable[[], str], ...] = (
            self.noise, self.soup, self.grown, self.grown, self.bitten, self.bitten,
        )  # fmt: skip

    def next(self) -> str:
        """Another text."""
        return self._random.choice(self._makers)()

    def noise(self) -> str:
        """Any characters."""
        length = self._random.choice((1, 5, 30, 200))
        return "".join(
            chr(self._random.choice((self._random.randrange(32, 127), self._random.randrange(0xD800))))
            for _ in range(length)
        )  # fmt: skip

    def soup(self) -> str:
        """Tokens in any order."""
        glue = self._random.choice((" ", "", "\n"))
        return glue.join(self._random.choices(_TOKENS, k=self._random.randrange(1, 40)))

    def grown(self, depth: int = 0) -> str:
        """An expression of the grammar."""
        if depth > 4 or self._random.random() < 0.25:
            return self._random.choice(_LEAVES)
        return self._random.choice(_SHAPES)(self._random, lambda: self.grown(depth + 1))

    def bitten(self) -> str:
        """A real expression with pieces cut, doubled, swapped or put in."""
        text = self._random.choice(self._samples)
        for _ in range(self._random.randrange(1, 5)):
            at, to = sorted(self._random.randrange(len(text) + 1) for _ in range(2))
            piece = self._random.choice(
                ("", text[at:to] * self._random.choice((2, 50)), self._random.choice(_TOKENS), self.grown(3))
            )  # fmt: skip
            text = (text[:at] + piece + text[to:])[:5_000]
        return text


Inner = Callable[[], str]
_SHAPES: tuple[Callable[[random.Random, Inner], str], ...] = (
    lambda r, e: f"({e()} {r.choice(('+', '-', '*', '/', '**'))} {e()})",
    lambda r, e: f"{e()} {r.choice(('=', '!=', '<', '<=', '>', '>=', 'and', 'or'))} {e()}",
    lambda _r, e: f"if {e()} then {e()} else {e()}",
    lambda _r, e: f"for i in {e()} return {e()}",
    lambda _r, e: f"for i in 1..{e()}, j in {e()} return [i, j, partial]",
    lambda r, e: f"{r.choice(('some', 'every'))} i in {e()} satisfies {e()}",
    lambda _r, e: f"[{e()}, {e()}, {e()}]",
    lambda _r, e: f"{{a: {e()}, b: [a, a], c: {e()}}}",
    lambda _r, e: f"({e()})[{e()}]",
    lambda _r, e: f"({e()}).k",
    lambda r, e: f"{r.choice(_FUNCTIONS)}({', '.join(e() for _ in range(r.randrange(4)))})",
    lambda r, e: f"{r.choice(_FUNCTIONS)}({', '.join(e() for _ in range(r.randrange(4)))})",
    lambda _r, e: f"{e()} in ({e()}, > {e()})",
    lambda _r, e: f"{e()} between {e()} and {e()}",
    lambda r, e: f"{e()} instance of {r.choice(('number', 'list<string>', 'context<a: Any>', 'function<>->Any'))}",
    lambda _r, e: f"(function(f, n) f(f, {e()}))(function(f, n) {e()}, {e()})",
    lambda _r, e: f"[{e()}..{e()}]",
    lambda _r, e: f"-({e()})",
)  # fmt: skip


def samples(folder: Path) -> list[str]:
    """Every text of FEEL in the DMN files below a folder."""
    found: list[str] = []
    for file in sorted(folder.rglob("*.dmn")):
        texts = (node.text or "" for node in etree.parse(file).iter("{*}text"))
        found += [text.strip() for text in texts if text.strip()]
    return found

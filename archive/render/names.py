"""Which names a template uses that nothing defines, and which data it reads: told without compiling it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from archive.render.scanning import Token, scan
from archive.render.sources import LIBRARY, library

_WORDS = """
let set show import include return context if else for while in not and or none auto true
false break continue as
"""
_KEYWORDS = frozenset(_WORDS.split())
# `dictionary(std).keys()` of the compiler that we use; a test compares them.
_STANDARD = """
std bool int float str label bytes content array dictionary function arguments type module
regex selector datetime decimal symbol duration version path repr panic assert eval plugin
target calc sys document par parbreak strong emph list enum terms link title heading divider
figure quote footnote outline ref cite bibliography table numbering text linebreak smartquote
sub super underline overline strike highlight smallcaps raw lower upper lorem length angle
ratio relative fraction direction alignment page pagebreak v h box block stack grid columns
colbreak place align pad repeat move scale rotate skew hide measure layout color gradient
tiling stroke image line rect square ellipse circle polygon curve location counter state
metadata here query locate read csv json toml yaml cbor xml emoji sym math pdf html black gray
silver white navy blue aqua teal eastern purple fuchsia maroon red orange yellow olive green
lime luma oklab oklch rgb cmyk range ltr rtl ttb btt start left center right end top horizon
bottom
"""
STANDARD = frozenset(_STANDARD.split())
_DATA = ("datos", "data")
_METHODS = ("keys", "values", "pairs", "len")
_NOTHING = Token("sign", "", 0)


@dataclass(frozen=True)
class Used:
    """A name, or the path of a datum, at its line (from 1)."""

    name: str
    line: int


def undefined(files: Mapping[str, bytes], main: str) -> tuple[tuple[Used, ...], frozenset[str]]:
    """Names that a template uses and nothing defines, and those that it might have used.

    Args:
        files: of the template's folder.
        main: the template.
    """
    reader = _Reader(files)
    tokens = reader.tokens(main)
    known = reader.defined(main, ()) | STANDARD
    if reader.is_open:
        return (), known
    used = dict.fromkeys(Used(one.text, one.line) for one in _uses(tokens) if one.text not in known)
    return tuple(used), known


def data_read(text: str) -> Iterator[Used]:
    """Paths of data that a template reads by `dato("a.b")`, and names behind `datos`."""
    tokens = scan(text)
    for at, token in enumerate(tokens):
        ahead = [_at(tokens, at + by) for by in range(1, 5)]
        if token.kind != "name" or _is(_at(tokens, at - 1), "."):
            continue
        if token.text == "dato" and _is(ahead[0], "(") and ahead[1].kind == "text":
            # With `en:` it reads something else than the case.
            if _is(ahead[2], ")") or ahead[3].text == "por-defecto":
                yield Used(ahead[1].text, ahead[1].line)
        elif token.text in _DATA and _is(ahead[0], "."):
            wanted, kind = (ahead[3], "text") if ahead[1].text == "at" else (ahead[1], "name")
            if wanted.kind == kind and wanted.text not in _METHODS:
                yield Used(wanted.text, wanted.line)


class _Reader:
    """Reads templates with what they import.

    Attributes:
        is_open: something was imported that cannot be looked into.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {**files, LIBRARY: library()}
        self.is_open = False

    def tokens(self, name: str) -> tuple[Token, ...]:
        """The code of a file; none if there is no such file."""
        return scan(self._files.get(name, b"").decode("utf-8", "replace"))

    def defined(self, name: str, above: tuple[str, ...]) -> frozenset[str]:
        """Names that a file defines or imports; where in it is not asked."""
        if name in above:
            return frozenset()
        tokens = self.tokens(name)
        found = set(_bound(tokens))
        for at, token in enumerate(tokens):
            if token.kind == "name" and token.text == "import":
                found |= self._imported(tokens, at + 1, (*above, name))
        return frozenset(found)

    def _imported(self, tokens: tuple[Token, ...], at: int, above: tuple[str, ...]) -> set[str]:
        source = _at(tokens, at)
        if source.kind != "text" or source.text not in self._files:
            self.is_open = True
            return set()
        if _at(tokens, at + 1).text == "as":
            return {_at(tokens, at + 2).text}
        if _at(tokens, at + 1).text != ":":
            return {source.text.rpartition("/")[2].removesuffix(".typ")}
        if _at(tokens, at + 2).text == "*":
            return set(self.defined(source.text, above))
        return {item.text for item in _items(tokens, at + 2)}


def _items(tokens: tuple[Token, ...], at: int) -> Iterator[Token]:
    """Names of an import, also those that they get."""
    while (token := _at(tokens, at)).kind == "name" or token.text in (",", "("):
        if token.kind == "name" and token.text not in _KEYWORDS:
            yield token
        at += 1


def _bound(tokens: tuple[Token, ...]) -> Iterator[str]:
    """Names that `let`, `for` and functions bind."""
    for at, token in enumerate(tokens):
        if token.kind == "name" and token.text == "let":
            yield _at(tokens, at + 1).text
            yield from _group(tokens, at + (1 if _at(tokens, at + 1).text == "(" else 2))
        elif token.kind == "name" and token.text == "for":
            pattern = takewhile(lambda ahead: ahead.text != "in", tokens[at + 1 :])
            yield from (ahead.text for ahead in pattern)
        elif token.text == "=>":
            yield _at(tokens, at - 1).text
            yield from _group_before(tokens, at - 1)


def _group(tokens: tuple[Token, ...], at: int) -> Iterator[str]:
    """Names in round brackets that begin here."""
    yield from _between(tokens[at:], "(", ")")


def _group_before(tokens: tuple[Token, ...], at: int) -> Iterator[str]:
    """Names in round brackets that end here."""
    yield from _between(reversed(tokens[: at + 1]), ")", "(")


def _between(tokens: Iterable[Token], opens: str, closes: str) -> Iterator[str]:
    depth = 0
    for token in tokens:
        depth += _is(token, opens) - _is(token, closes)
        if depth <= 0:
            return
        if token.kind == "name":
            yield token.text


def _uses(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Names that are read: no fields, no keys of arguments or contexts, nothing that is imported."""
    for at, token in enumerate(tokens):
        before, behind = _at(tokens, at - 1), _at(tokens, at + 1)
        if token.kind != "name" or token.text in _KEYWORDS or _is(before, "."):
            continue
        if _is(behind, ":") and _is(before, "(", ","):
            continue
        yield token


def _is(token: Token, *signs: str) -> bool:
    return token.kind == "sign" and token.text in signs


def _at(tokens: tuple[Token, ...], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else _NOTHING

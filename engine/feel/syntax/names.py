"""Which names are in sight where a text is read: FEEL's names may hold spaces and signs.

`Date-Time2` is one name where a variable of that name is in sight, and a difference where none is; so the
longest known name wins. Source: DMN 1.5, 10.3.1 (names).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from engine.feel.syntax.tokens import Token, name_parts
from engine.feel.types import Type

Table = Mapping[str, list[tuple[tuple[str, ...], str]]]
_PROPERTIES = ("time offset", "start included", "end included")


@dataclass(frozen=True)
class Scope:
    """Names in sight around an expression.

    Attributes:
        variables: types of variables by name; None is a variable of any type.
        types: named types, those of item definitions.
        functions: names of built-in functions.
    """

    variables: Mapping[str, Type | None] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()

    def members(self) -> Iterator[str]:
        """Names of entries that the types tell of."""
        waiting = [*self.types.values(), *(kind for kind in self.variables.values() if kind)]
        seen: set[int] = set()
        while waiting:
            kind = waiting.pop()
            if id(kind) in seen:
                continue
            seen.add(id(kind))
            for name, part in (kind.fields or {}).items():
                yield name
                waiting.append(part)
            waiting += [part for part in (kind.item, kind.result) if part is not None]


def table(names: Iterable[str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names of more than one token, by their first one, longest first."""
    made: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        parts = name_parts(name)
        if len(parts) > 1:
            made.setdefault(parts[0], []).append((parts, name))
    for found in made.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return made


@lru_cache(maxsize=8)
def _function_table(names: frozenset[str]) -> Table:
    return table(names)


class NamesInSight:
    """The names known at one place of a text, from the innermost to the outermost."""

    def __init__(self, scope: Scope) -> None:
        self._variables = scope.variables
        self._functions = _function_table(scope.functions)
        self._types = table(scope.types)
        self._layers: list[Table] = [table(scope.variables)]
        self._members: set[str] = {*_PROPERTIES, *scope.members()}
        self._member_table = table(self._members)

    def enter(self, names: Iterable[str]) -> None:
        """Names of a construct become known."""
        self._layers.append(table(names))

    def enter_members(self) -> None:
        """Inside a filter, the entries of what is filtered are known."""
        self._layers.append(self._member_table)

    def leave(self) -> None:
        """The names of the innermost construct are forgotten."""
        self._layers.pop()

    def add(self, name: str) -> None:
        """One more name of the innermost construct."""
        inner = dict(self._layers.pop())
        for first, entries in table([name]).items():
            inner[first] = sorted([*inner.get(first, ()), *entries], key=lambda e: -len(e[0]))
        self._layers.append(inner)

    def add_member(self, name: str) -> None:
        """A context in this text has such an entry."""
        if name not in self._members:
            self._members.add(name)
            self._member_table = table(self._members)

    def variable(self, tokens: list[Token], at: int) -> tuple[str, int]:
        """The longest known variable of several tokens that begins here, and how many; or none."""
        best = "", 0
        for layer in self._layers:
            found = _longest(layer, tokens, at)
            best = max(best, found, key=lambda pair: pair[1])
        name, length = _longest(self._functions, tokens, at)
        if length > best[1] and (
            tokens[at + length].text == "(" or tokens[at].text not in self._variables
        ):
            return name, length
        return best

    def member(self, tokens: list[Token], at: int) -> tuple[str, int]:
        """The longest known entry of several tokens that begins here."""
        return _longest(self._member_table, tokens, at)

    def type(self, tokens: list[Token], at: int) -> tuple[str, int]:
        """The longest known type of several tokens that begins here."""
        return _longest(self._types, tokens, at)


def _longest(names: Table, tokens: list[Token], at: int) -> tuple[str, int]:
    for parts, name in names.get(tokens[at].text, ()):
        end = at + len(parts)
        if end < len(tokens) and all(
            token.text == part for token, part in zip(tokens[at:end], parts, strict=True)
        ):
            return name, len(parts)
    return "", 0

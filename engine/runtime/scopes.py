"""Variables in nested scopes, as in Camunda 8; never in SpiffWorkflow's task data.

A thawed variable stays in its stored form until somebody reads it, and what nobody wrote is stored
again as it was: a step pays for the variables that it touches.

Source: Camunda 8 docs, «Variables», «Variable scopes» and «Variable propagation».
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from engine.feel.wire import from_wire, to_wire


class Variables(MutableMapping[str, Any]):
    """The variables of one scope; values are immutable by agreement."""

    def __init__(self, live: Mapping[str, Any] | None = None, stored: Any = None) -> None:
        self._stored: dict[str, Any] = stored if stored is not None else {}
        self._read: dict[str, Any] = {}
        self._written: dict[str, Any] = dict(live or {})

    def __getitem__(self, name: str) -> Any:
        if name in self._written:
            return self._written[name]
        if name not in self._read:
            self._read[name] = from_wire(self._stored[name])
        return self._read[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._written[name] = value

    # Upstream: deleted-key-comes-back
    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        for kept in (self._written, self._read, self._stored):
            kept.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        yield from self._stored
        yield from (name for name in self._written if name not in self._stored)

    def __len__(self) -> int:
        return len(self._stored.keys() | self._written.keys())

    def __contains__(self, name: object) -> bool:
        return name in self._written or name in self._stored

    def freeze(self) -> dict[str, Any]:
        """JSON-safe form."""
        if not self._written:
            return self._stored
        return self._stored | {name: to_wire(value) for name, value in self._written.items()}


class Scopes:
    """All scopes of one case; `next_number` is the number of the next one."""

    def __init__(self) -> None:
        self._scopes: dict[int, tuple[int | None, Variables]] = {}
        # Scopes of a thawed case that nobody has looked at: `[number, parent, variables]`.
        self._rows: dict[int, list[Any]] = {}
        self.next_number = 0

    def open(self, parent: int | None, variables: Mapping[str, Any] | None = None) -> int:
        """Open a scope below `parent` (None: a new root) and return its number."""
        number = self.next_number
        self.next_number += 1
        self._scopes[number] = (parent, Variables(variables))
        return number

    def close(self, number: int) -> None:
        """Forget a scope; closing it twice does no harm."""
        self._rows.pop(number, None)
        self._scopes.pop(number, None)

    def local(self, number: int) -> Variables:
        """Variables of this scope alone."""
        return self._at(number)[1]

    def visible(self, number: int) -> ChainMap[str, Any]:
        """Variables of this scope and of those around it; the nearest wins."""
        return ChainMap(*self._chain(number))

    def set_local(self, number: int, variables: Mapping[str, Any]) -> None:
        """Write into this scope alone."""
        self.local(number).update(variables)

    # Upstream: lost-update-at-join
    # Upstream: lists-mixed-at-join
    def propagate(self, number: int, variables: Mapping[str, Any]) -> None:
        """Write each variable where it is already known, else into the process's root."""
        if not variables:
            return
        chain = self._chain(number)
        for name, value in variables.items():
            owner = next((scope for scope in chain if name in scope), chain[-1])
            owner[name] = value

    # Upstream: decimal-not-serialisable
    def freeze(self) -> list[Any]:
        """JSON-safe form."""
        seen = [
            [number, parent, variables.freeze()]
            for number, (parent, variables) in self._scopes.items()
        ]
        return [*self._rows.values(), *seen]

    # Upstream: keys-and-tuples-change-when-stored
    @classmethod
    def thaw(cls, frozen: list[Any], next_number: int) -> Scopes:
        """The inverse of `freeze`."""
        scopes = cls()
        scopes.next_number = next_number
        scopes._rows = {row[0]: row for row in frozen}
        return scopes

    def _at(self, number: int) -> tuple[int | None, Variables]:
        row = self._rows.pop(number, None)
        if row is not None:
            self._scopes[number] = (row[1], Variables(stored=row[2]))
        return self._scopes[number]

    def _chain(self, number: int) -> list[Variables]:
        chain = []
        current: int | None = number
        while current is not None:
            current, variables = self._at(current)
            chain.append(variables)
        return chain


# Upstream: nested-data-shared
def assign(variables: MutableMapping[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set `a.b.c` of a mapping's target; contexts on the way are copied, never changed in place."""
    *parents, last = path
    current = variables
    for name in parents:
        inner = current.get(name)
        current[name] = dict(inner) if isinstance(inner, dict) else {}
        current = current[name]
    current[last] = value

"""Variables in nested scopes, as in Camunda 8; never in SpiffWorkflow's task data.

Source: Camunda 8 docs, «Variables», «Variable scopes» and «Variable propagation».
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.wire import from_wire, to_wire


@dataclass
class Scope:
    """One scope; `parent` is None for the root of a process or called process."""

    parent: int | None
    variables: dict[str, Any] = field(default_factory=dict)


class Scopes:
    """All scopes of one case."""

    def __init__(self, scopes: dict[int, Scope] | None = None) -> None:
        self._scopes = scopes if scopes is not None else {}

    def open(self, parent: int | None, variables: Mapping[str, Any] | None = None) -> int:
        """Open a scope below `parent` (None: a new root) and return its number."""
        # Numbers are used again, so that a state's size does not tell the case's age.
        number = max(self._scopes, default=-1) + 1
        self._scopes[number] = Scope(parent, dict(variables or {}))
        return number

    def close(self, number: int) -> None:
        """Forget a scope; closing it twice does no harm."""
        self._scopes.pop(number, None)

    def local(self, number: int) -> dict[str, Any]:
        """Variables of this scope alone."""
        return self._scopes[number].variables

    def visible(self, number: int) -> Mapping[str, Any]:
        """Variables of this scope and of those around it; the nearest wins."""
        return ChainMap(*(scope.variables for scope in self._chain(number)))

    def set_local(self, number: int, variables: Mapping[str, Any]) -> None:
        """Write into this scope alone."""
        self._scopes[number].variables.update(variables)

    def propagate(self, number: int, variables: Mapping[str, Any]) -> None:
        """Write each variable where it is already known, else into the process's root."""
        chain = self._chain(number)
        for name, value in variables.items():
            owner = next((scope for scope in chain if name in scope.variables), chain[-1])
            owner.variables[name] = value

    def freeze(self) -> list[Any]:
        """JSON-safe form."""
        return [
            [number, scope.parent, {key: to_wire(value) for key, value in scope.variables.items()}]
            for number, scope in self._scopes.items()
        ]

    @classmethod
    def thaw(cls, frozen: list[Any]) -> Scopes:
        """The inverse of `freeze`."""
        return cls(
            {
                number: Scope(parent, {key: from_wire(value) for key, value in variables.items()})
                for number, parent, variables in frozen
            }
        )

    def _chain(self, number: int) -> list[Scope]:
        chain = []
        current: int | None = number
        while current is not None:
            scope = self._scopes[current]
            chain.append(scope)
            current = scope.parent
        return chain


def assign(variables: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set `a.b.c` of a mapping's target; contexts on the way are copied, never changed in place."""
    *parents, last = path
    current = variables
    for name in parents:
        inner = current.get(name)
        current[name] = dict(inner) if isinstance(inner, dict) else {}
        current = current[name]
    current[last] = value

"""What the FEEL of a form sees: the answers beside the field, then those around it, then the whole form.

form-js shows a row only as `this`; here its own answers are also seen by their bare names, as those of
the whole form are. Source: form-js, `ConditionChecker` and `buildExpressionContext`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Scope = tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Answers of a form.

    Attributes:
        scopes: by path, what lies under it; rows by their number from 0, the empty ones too.
    """

    scopes: Mapping[Scope, Mapping[str, Any]]

    @property
    def whole(self) -> Mapping[str, Any]:
        """Nested by path; lists without their empty rows."""
        return self.scopes[()]

    def at(self, path: Scope) -> Any:
        """The answer that lies there, or None."""
        return self.scopes.get(path[:-1], {}).get(path[-1])

    def seen_from(self, scope: Scope) -> dict[str, Any]:
        """Names in sight of what stands in that scope."""
        rows = [scope[: at + 1] for at, key in enumerate(scope) if key.isdigit()]
        own = {
            "this": self.scopes.get(rows[-1], {}) if rows else self.whole,
            "parent": self.scopes.get(rows[-2] if len(rows) > 1 else (), {}) if rows else None,
            "i": [Decimal(int(row[-1]) + 1) for row in rows],
        }
        seen: dict[str, Any] = dict(own)
        for depth in range(len(scope) + 1):
            seen |= self.scopes.get(scope[:depth], {})
        return seen | {f"_{name}_": value for name, value in own.items()}


def nested(flat: Mapping[str, Any]) -> Answers:
    """Values by field name as answers."""
    placed: dict[str, Any] = {}
    for name, value in flat.items():
        *parents, key = name.split(".")
        holder = placed
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[key] = value
    scopes: dict[Scope, Mapping[str, Any]] = {}
    _settle(placed, (), scopes)
    return Answers(scopes)


def _settle(held: dict[str, Any], path: Scope, scopes: dict[Scope, Mapping[str, Any]]) -> Any:
    if held and all(key.isdigit() for key in held):
        rows = [_settle(held[key], (*path, key), scopes) for key in sorted(held, key=int)]
        return [row for row in rows if _is_answered(row)]
    settled = {
        key: _settle(value, (*path, key), scopes) if isinstance(value, dict) else value
        for key, value in held.items()
    }
    scopes[path] = settled
    return settled


def _is_answered(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_answered(inner) for inner in value.values())
    return value is not None and value is not False and value not in ("", [])

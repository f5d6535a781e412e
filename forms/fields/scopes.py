"""What the FEEL of a form sees: the answers beside the field, then the whole form.

Source: form-js, dynamic lists (`this`, `parent` and `i` in a row).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Answers:
    """Answers of a form.

    Attributes:
        whole: nested by path; lists without their empty rows.
        placed: the same with every row, under its number from 0.
    """

    whole: Mapping[str, Any]
    placed: Mapping[str, Any]

    def seen_from(self, name: str) -> dict[str, Any]:
        """Names in sight of the field of that name."""
        path = name.split(".")[:-1]
        rows = [at for at, key in enumerate(path) if key.isdigit()]
        if not rows:
            return {**self.whole, **_inside(self.whole, path)}
        beside = _inside(self.placed, path)
        places = [Decimal(int(path[at]) + 1) for at in rows]
        above = _inside(self.placed, path[: rows[-1] - 1]) if len(rows) > 1 else self.whole
        row = {"this": beside, "parent": above, "i": places}
        return {**self.whole, **row, **beside}


def nested(flat: Mapping[str, Any]) -> Answers:
    """Values by field name as answers."""
    placed: dict[str, Any] = {}
    for name, value in flat.items():
        *parents, key = name.split(".")
        holder = placed
        for parent in parents:
            holder = holder.setdefault(parent, {})
        holder[key] = value
    return Answers({key: _without_empty_rows(value) for key, value in placed.items()}, placed)


def _inside(answers: Mapping[str, Any], path: list[str]) -> Mapping[str, Any]:
    found: Any = answers
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _is_answer(cell: Any) -> bool:
    return cell is not None and cell is not False and cell != ""


def _without_empty_rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        rows = [value[key] for key in sorted(value, key=int)]
        return [row for row in rows if any(_is_answer(cell) for cell in row.values())]
    return {key: _without_empty_rows(inner) for key, inner in value.items()}

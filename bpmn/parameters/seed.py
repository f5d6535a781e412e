"""The entity's file of parameters: what the window knew when it was installed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from bpmn.entity import ENTITIES


@dataclass(frozen=True, kw_only=True)
class ParameterRow:
    """One value of a parameter, with the days on which it is in force.

    Attributes:
        procedure: slug of the one procedure that it is of; empty for the whole entity.
        verify: the entity has to confirm it.
        owner: group whose officials may set it.
        valid_to: last day that its source says; a later row ends it in any case.
        recorded_by: who entered it; empty for what the window knew when it was installed.
    """

    code: str
    value: Any
    valid_from: date
    procedure: str = ""
    valid_to: date | None = None
    text: str = ""
    source: str = ""
    owner: str = "sistemas"
    verify: bool = False
    reason: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


@cache
def seeded(divipola: str) -> tuple[ParameterRow, ...]:
    """The rows of the entity's file, in its order; none if it has no such file.

    A row that says no text or owner has those of the first row of its code.
    """
    path = ENTITIES / divipola / "parameters.toml"
    if not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    first: dict[str, Mapping[str, Any]] = {}
    rows = []
    for row in data.get("parameters", ()):
        known = first.setdefault(row["code"], row)
        rows.append(ParameterRow(**{**_common(known), **row}))
    return tuple(rows)


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("text", "owner") if key in row}

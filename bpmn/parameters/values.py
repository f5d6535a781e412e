"""What the parameters are worth on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bpmn.parameters.seed import ParameterRow, seeded


@dataclass(frozen=True, kw_only=True)
class ParameterSet:
    """Parameters in force on one day.

    Attributes:
        version: names the set, as `2026-v1`; it is kept with every amount that was reckoned.
        values: of the whole entity, by code.
    """

    version: str
    values: Mapping[str, Any]

    def variables(self) -> dict[str, Any]:
        """As FEEL sees it: the values by code, and `version`."""
        return {**self.values, "version": self.version}


def values_on(divipola: str, day: date) -> ParameterSet:
    """The entity's parameters on the day of a filing (inventory C.4, rule)."""
    rows = [row for row in seeded(divipola) if not row.procedure and row.is_in_force(day)]
    return ParameterSet(version=f"{day.year}-v1", values=_latest(rows))


def _latest(rows: list[ParameterRow]) -> dict[str, Any]:
    return {row.code: row.value for row in sorted(rows, key=lambda row: row.valid_from)}

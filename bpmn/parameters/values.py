"""What the parameters are worth on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bpmn.models import ParameterEntry
from bpmn.parameters.seed import ParameterRow, seeded

_INSTALLED = datetime.min.replace(tzinfo=UTC)


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
    """The entity's parameters on the day of a filing.

    The version counts how many entries of officials are in force, so that two sets never share a name.

    Source: inventory C.4: the value in force on the day of filing.
    """
    entries = list(_entries("").filter(valid_from__lte=day))
    rows = [*_seeds(divipola, ""), *map(_row, entries)]
    values = {code: row.value for code, row in _latest(rows, day).items()}
    return ParameterSet(version=f"{day.year}-v{len(entries) + 1}", values=values)


def procedure_values(slug: str, day: date) -> dict[str, Any]:
    """Values that officials gave to a procedure's own parameters, in force on a day, by name."""
    entries = _entries(slug).filter(valid_from__lte=day)
    return {code: row.value for code, row in _latest(map(_row, entries), day).items()}


def known(divipola: str, procedure: str = "") -> list[ParameterRow]:
    """Every row of the entity, or of one procedure, those of one code together, the latest first."""
    rows = [*_seeds(divipola, procedure), *map(_row, _entries(procedure))]
    return sorted(sorted(rows, key=_age, reverse=True), key=lambda row: row.code)


def _latest(rows: Iterable[ParameterRow], day: date) -> dict[str, ParameterRow]:
    """The row that counts for each code; where none follows, one whose source has ended goes on."""
    return {row.code: row for row in sorted(rows, key=_age) if row.valid_from <= day}


def _age(row: ParameterRow) -> tuple[date, datetime]:
    return row.valid_from, row.recorded_at or _INSTALLED


def _seeds(divipola: str, procedure: str) -> list[ParameterRow]:
    return [row for row in seeded(divipola) if row.procedure == procedure]


def _entries(procedure: str) -> Any:
    return ParameterEntry.objects.filter(procedure=procedure).order_by("valid_from", "id")


def plain_value(entry: ParameterEntry) -> Any:
    """The value of an entry; JSON knows no decimals: they are kept as text with their mark."""
    value = entry.value
    return Decimal(value["decimal"]) if isinstance(value, dict) and "decimal" in value else value


def _row(entry: ParameterEntry) -> ParameterRow:
    return ParameterRow(
        code=entry.code,
        procedure=entry.procedure,
        value=plain_value(entry),
        valid_from=entry.valid_from,
        source=entry.source,
        reason=entry.reason,
        recorded_by=entry.recorded_by,
        recorded_at=entry.recorded_at,
    )

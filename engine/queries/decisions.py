"""Why the tables of a case decided as they did: the rows that fired, with what they read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel.wire import from_wire
from engine.models import Event
from engine.models.actor import Actor
from engine.queries.access import case_row
from forms.wording import words


@dataclass(frozen=True, kw_only=True)
class FiredRow:
    """One row of a table: what it read and what it answered, in words."""

    number: int
    note: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """One decision of a case.

    Attributes:
        name: as the analyst called it.
        answer: what it decided, in words.
        rows: those that fired; none where the default answered, or where it is no table.
    """

    at: datetime
    name: str
    answer: str
    rows: tuple[FiredRow, ...]


def decisions_of(actor: Actor, radicado: str) -> list[DecisionView]:
    """The decisions that tables made in a case, oldest first.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    events = case_row(actor, radicado).events.filter(kind="decision.made")
    return [_decision(event) for event in events]


def _decision(event: Event) -> DecisionView:
    data = json.loads(event.data)
    return DecisionView(
        at=event.at,
        name=data.get("name") or data["decision"],
        answer=_answer(from_wire(data["value"])),
        rows=tuple(_row(row) for row in data["rows"]),
    )


def _row(row: Mapping[str, Any]) -> FiredRow:
    return FiredRow(
        number=row["number"],
        note=row.get("note") or "",
        inputs=_pairs(row["inputs"]),
        outputs=_pairs(row["outputs"]),
    )


def _pairs(wire: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, words(value) or "—") for name, value in from_wire(wire).items())


def _answer(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words(item) or '—'}" for name, item in value.items())
    return words(value) or "—"

"""Days on which the entity does not work beyond the national holidays, with who entered them."""

from dataclasses import dataclass
from datetime import date, datetime

from bpmn.entity import load
from bpmn.models import ClosureEntry
from bpmn.parameters.errors import ParameterRefused


@dataclass(frozen=True, kw_only=True)
class Closure:
    """What was said last of a day.

    Attributes:
        recorded_by: empty for what the window knew when it was installed.
    """

    day: date
    is_closed: bool
    source: str
    recorded_by: str = ""
    recorded_at: datetime | None = None


def closures_of(divipola: str) -> frozenset[date]:
    """The entity's own closed days: those of its file, and what officials entered since.

    Source: inventory B.2 (4).
    """
    days = set(load(divipola).closures)
    for day, is_closed in ClosureEntry.objects.order_by("id").values_list("day", "is_closed"):
        (days.add if is_closed else days.discard)(day)
    return frozenset(days)


def is_local_closure(divipola: str, day: date) -> bool:
    """Whether the entity itself does not work on a day."""
    return day in closures_of(divipola)


def closure_history(divipola: str) -> list[Closure]:
    """Everything that was said of closed days, the latest first."""
    entered = [
        Closure(
            day=entry.day,
            is_closed=entry.is_closed,
            source=entry.source,
            recorded_by=entry.recorded_by,
            recorded_at=entry.recorded_at,
        )
        for entry in ClosureEntry.objects.order_by("-id")
    ]
    known = [
        Closure(day=day, is_closed=True, source="Archivo de la entidad")
        for day in sorted(load(divipola).closures, reverse=True)
    ]
    return entered + known


def record_closure(
    divipola: str, day: date, *, is_closed: bool, source: str, by: str, now: datetime
) -> ClosureEntry:
    """Close a day, or take its closure back.

    Raises:
        ParameterRefused: it is so already, or no act was named.
    """
    if not source.strip():
        raise ParameterRefused("no-source")
    if is_local_closure(divipola, day) is is_closed:
        raise ParameterRefused("already-so")
    return ClosureEntry.objects.create(
        day=day,
        is_closed=is_closed,
        source=source.strip()[:300],
        recorded_by=by[:200],
        recorded_at=now,
    )

"""What supervisors see of incidents: which stand open, where, since when, and how often they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands import is_supervisor
from engine.errors import IncidentNotFound
from engine.models import Incident, IncidentKind, IncidentStatus
from engine.models.actor import Actor

PAGE = 200


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One incident.

    Attributes:
        radicado: of its case; empty where something failed that should have begun one.
        element_name: as people know the element; the id where it has no name.
        code: of the failure, in kebab-case.
        last_at: when it came for the last time.
        occurrences: how often the same thing failed.
    """

    id: UUID
    case_id: UUID | None
    radicado: str
    procedure_name: str
    kind: IncidentKind
    process_id: str
    element_id: str
    element_name: str
    code: str
    detail: str
    data: Mapping[str, Any]
    opened_at: datetime
    last_at: datetime
    occurrences: int
    is_open: bool
    resolution: str


def open_incidents(
    actor: Actor, *, case_id: UUID | None = None, limit: int = PAGE
) -> list[IncidentRow]:
    """Open incidents, the latest first; nobody but supervisors and repairers sees any.

    Args:
        actor: who asks.
        case_id: of one case only.
        limit: how many at most.
    """
    if not is_supervisor(actor):
        return []
    found = Incident.objects.filter(status=IncidentStatus.OPEN).select_related("case", "job")
    if case_id is not None:
        found = found.filter(case_id=case_id)
    return [_row(incident) for incident in found.order_by("-last_at", "id")[:limit]]


def count_open_incidents(actor: Actor) -> int:
    """How many incidents stand open."""
    if not is_supervisor(actor):
        return 0
    return Incident.objects.filter(status=IncidentStatus.OPEN).count()


def incident(actor: Actor, incident_id: UUID) -> IncidentRow:
    """One incident, open or resolved.

    Raises:
        IncidentNotFound: missing and forbidden are alike.
    """
    found = Incident.objects.select_related("case", "job").filter(pk=incident_id).first()
    if found is None or not is_supervisor(actor):
        raise IncidentNotFound
    return _row(found)


def _row(incident: Incident) -> IncidentRow:
    case = incident.case
    return IncidentRow(
        id=incident.id,
        case_id=incident.case_id,
        radicado=(case.radicado or "") if case else "",
        procedure_name=case.procedure_name if case else "",
        kind=IncidentKind(incident.kind),
        process_id=incident.process_id,
        element_id=incident.element_id,
        element_name=incident.job.name if incident.job else incident.element_id,
        code=incident.code,
        detail=incident.detail,
        data=incident.data,
        opened_at=incident.opened_at,
        last_at=incident.last_at,
        occurrences=incident.occurrences,
        is_open=incident.status == IncidentStatus.OPEN,
        resolution=incident.resolution,
    )

"""Incidents of what should have begun a case, or met one: no chain of events holds them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.commands import _incidents
from engine.models import Incident, IncidentKind, IncidentStatus


def open_caseless(
    kind: IncidentKind,
    error: Exception,
    *,
    place: tuple[str, str],
    trigger: Mapping[str, Any],
    at: datetime,
) -> Incident:
    """Open an incident without a case, or count it once more.

    Args:
        kind: what failed.
        error: its own code, place and detail are kept.
        place: process and element, where the error names none.
        trigger: what was being done, JSON-safe.
        at: moment of the failure, aware.
    """
    data: Mapping[str, Any] = getattr(error, "data", {})
    found = {
        "kind": kind,
        "process_id": str(data.get("process") or place[0]),
        "element_id": str(data.get("element") or place[1]),
        "code": str(data.get("reason") or getattr(error, "code", type(error).__name__))[:80],
    }
    same = Incident.objects.filter(case=None, status=IncidentStatus.OPEN, **found)
    incident = next((one for one in same if one.trigger == dict(trigger)), None)
    if incident is None:
        incident = Incident(**found, trigger=dict(trigger), opened_at=at, occurrences=0)
    incident.occurrences += 1
    incident.last_at = at
    incident.detail = str(data.get("detail") or error)
    incident.data = {key: str(value) for key, value in data.items()}
    incident.save()
    return incident


def close_caseless(at: datetime, resolution: str, **trigger: Any) -> None:
    """Resolve the open incidents without a case of something that has now succeeded."""
    for incident in Incident.objects.filter(case=None, status=IncidentStatus.OPEN):
        if trigger.items() <= incident.trigger.items():
            _incidents.close(incident, resolution, at=at)

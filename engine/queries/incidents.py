"""What supervisors see of incidents: which stand open, where, since when, and how often they came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bpmn import versions
from engine.commands import is_supervisor, version_of
from engine.errors import IncidentNotFound
from engine.models import Incident, IncidentKind, IncidentStatus
from engine.models.actor import Actor
from engine.queries.paging import place
from engine.runtime import ModelRefused

PAGE = 200


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One incident.

    Attributes:
        radicado: of its case; empty where something failed that should have begun one.
        element_name: as the diagram names the element; its id where it has no name.
        code: of the failure, in kebab-case.
        trigger: what was being done, by whom, and with what.
        data: what the failing part said and saw.
        last_at: when it came for the last time.
        occurrences: how often the same thing failed.
        is_retriable: whether it may be done again from here, as far as the incident itself tells.
        resolved_by: who closed it; empty where it closed by itself.
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
    trigger: Mapping[str, Any]
    data: Mapping[str, Any]
    opened_at: datetime
    last_at: datetime
    occurrences: int
    is_open: bool
    is_retriable: bool
    resolution: str
    resolved_at: datetime | None
    resolved_by: str


@dataclass(frozen=True, kw_only=True)
class IncidentPage:
    """Some of the open incidents.

    Attributes:
        total: how many there are with these filters.
        number: of this page, from 1.
        pages: how many pages there are.
    """

    rows: Sequence[IncidentRow]
    total: int
    number: int
    pages: int


def open_incidents(
    actor: Actor, *, case_id: UUID | None = None, limit: int = PAGE
) -> list[IncidentRow]:
    """Open incidents, the latest first; nobody but supervisors and repairers sees any.

    Args:
        actor: who asks.
        case_id: of one case only.
        limit: how many at most.
    """
    found = _open(actor)
    if case_id is not None:
        found = found.filter(case_id=case_id)
    return _rows(found[:limit])


def incident_page(
    actor: Actor, *, slug: str = "", kind: str = "", number: int = 1, size: int = 25
) -> IncidentPage:
    """One page of the open incidents, the latest first; a page that is not there is the nearest one.

    Args:
        actor: who asks.
        slug: of one procedure only.
        kind: of one kind only (`IncidentKind`).
        number: of the page, from 1.
        size: how many on a page.
    """
    found = _open(actor)
    if slug:
        found = found.filter(Q(case__slug=slug) | Q(case=None, process_id=slug))
    if kind:
        found = found.filter(kind=kind)
    total = found.count()
    here, pages = place(number, total, size)
    begin = (here - 1) * size
    return IncidentPage(
        rows=_rows(found[begin : begin + size]), total=total, number=here, pages=pages
    )


def procedures_with_incidents(actor: Actor) -> list[tuple[str, str]]:
    """Slug and name of the procedures with open incidents, by name."""
    found = _open(actor).order_by().values_list("case__slug", "case__procedure_name", "process_id")
    named = {
        (slug, name) if slug else (process, _official_name(process))
        for slug, name, process in found.distinct()
    }
    return sorted(dict(named).items(), key=lambda pair: pair[1])


def count_open_incidents(actor: Actor) -> int:
    """How many incidents stand open."""
    return _open(actor).count()


def incident(actor: Actor, incident_id: UUID) -> IncidentRow:
    """One incident, open or resolved.

    Raises:
        IncidentNotFound: missing and forbidden are alike.
    """
    found = Incident.objects.select_related("case", "job", "resolved_by").filter(pk=incident_id)
    one = found.first()
    if one is None or not is_supervisor(actor):
        raise IncidentNotFound
    return _row(one)


def _open(actor: Actor) -> QuerySet[Incident]:
    if not is_supervisor(actor):
        return Incident.objects.none()
    found = Incident.objects.filter(status=IncidentStatus.OPEN)
    return found.select_related("case", "job", "resolved_by").order_by("-last_at", "id")


def _rows(found: QuerySet[Incident]) -> list[IncidentRow]:
    return [_row(one) for one in found]


def _row(incident: Incident) -> IncidentRow:
    case = incident.case
    return IncidentRow(
        id=incident.id,
        case_id=incident.case_id,
        radicado=(case.radicado or "") if case else "",
        procedure_name=case.procedure_name if case else _official_name(incident.process_id),
        kind=IncidentKind(incident.kind),
        process_id=incident.process_id,
        element_id=incident.element_id,
        element_name=_element_name(incident),
        code=incident.code,
        detail=incident.detail,
        trigger=incident.trigger,
        data=incident.data,
        opened_at=incident.opened_at,
        last_at=incident.last_at,
        occurrences=incident.occurrences,
        is_open=incident.status == IncidentStatus.OPEN,
        is_retriable=incident.kind != IncidentKind.FLOW or "item" in incident.trigger,
        resolution=incident.resolution,
        resolved_at=incident.resolved_at,
        resolved_by=str(incident.resolved_by or ""),
    )


def _element_name(incident: Incident) -> str:
    version = _version(incident)
    if version is None:
        return incident.element_id
    try:
        elements = versions.compiled(version).elements
    except ModelRefused:
        # What an older release published may be refused by this one, and still has incidents.
        return incident.element_id
    element = elements.get((incident.process_id, incident.element_id))
    return (element.name if element else None) or incident.element_id


def _version(incident: Incident) -> versions.Version | None:
    if incident.case is None:
        return versions.current(incident.process_id)
    return version_of(incident.case.version_digest) if incident.case.version_digest else None


def _official_name(slug: str) -> str:
    standing = versions.current(slug)
    return standing.sheet.official_name if standing else ""

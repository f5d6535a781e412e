"""Incidents: opened where a case could not go on, resolved when the same thing succeeds or it is over.

Every change also moves `Case.open_incidents`, so that commands look for incidents only where some are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.models import Incident, IncidentKind, IncidentStatus, Job

if TYPE_CHECKING:
    from engine.commands._work import Work
    from engine.errors import CaseStuck

BY_ITSELF = "by-itself"
CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What a body is about to let the model do, for the incident that it leaves if that fails.

    Attributes:
        verb: the command's name.
        subject: kind and id of what it is done with, such as an item; the same failure with the same
            subject is the same incident, and its success resolves it.
        place: process and element, where the failure itself names none.
        details: what else led to it, JSON-safe; `actor` where it is done for somebody else.
        keep: saves, in the incident's own transaction, what must not be lost.
    """

    verb: str
    subject: tuple[str, str]
    place: tuple[str, str]
    kind: IncidentKind = IncidentKind.FLOW
    details: Mapping[str, Any] = field(default_factory=dict)
    keep: Callable[[Work], None] | None = None


def open_stuck(work: Work, attempt: Attempt, error: CaseStuck) -> Incident:
    """Open an incident for a model that failed, or count it once more, and keep what came in."""
    place = (
        str(error.data.get("process") or attempt.place[0]),
        str(error.data.get("element") or attempt.place[1]),
    )
    code = str(error.data.get("reason") or error.code)
    found = _same(work, attempt, place, code)
    if found is None:
        found = _open(
            work,
            Incident(
                kind=attempt.kind,
                process_id=place[0],
                element_id=place[1],
                code=code,
                detail=str(error.data.get("detail") or ""),
                trigger=_trigger(work, attempt),
                data={key: str(value) for key, value in error.data.items()},
            ),
        )
    else:
        found.occurrences += 1
        found.last_at = work.now
        found.trigger = _trigger(work, attempt)
        found.save(update_fields=["occurrences", "last_at", "trigger"])
    if attempt.keep is not None:
        attempt.keep(work)
    return found


def open_for_job(work: Work, job: Job, code: str, detail: str) -> Incident:
    """Open an incident for a job that has given up, or count it once more."""
    known = Incident.objects.filter(case=work.case, job=job, status=IncidentStatus.OPEN).first()
    if known is not None:
        known.occurrences += 1
        known.last_at = work.now
        known.code, known.detail = code[:80], detail
        known.save(update_fields=["occurrences", "last_at", "code", "detail"])
        return known
    return _open(
        work,
        Incident(
            job=job,
            kind=IncidentKind.JOB,
            process_id=job.process_id,
            element_id=job.element_id,
            code=code[:80],
            detail=detail,
            trigger={"verb": "run-job", "job": str(job.id), "type": job.type},
        ),
    )


def resolve_attempted(work: Work, attempt: Attempt) -> None:
    """Resolve what stood in the way of something that has now succeeded."""
    kind, name = attempt.subject
    _resolve(work, (one for one in _opened(work) if one.trigger.get(kind) == name), BY_ITSELF)


def resolve_of_job(work: Work, job: Job) -> None:
    """Resolve the incident of a job that has now succeeded, or that nobody needs any more."""
    if work.case.open_incidents:
        _resolve(work, (one for one in _opened(work) if one.job_id == job.id), BY_ITSELF)


def resolve_cancelled(work: Work, tokens: Collection[str]) -> None:
    """Resolve the incidents of items, jobs and timers that the flow does not need any more."""
    if not work.case.open_incidents or not tokens:
        return
    jobs = set(work.case.jobs.filter(token__in=tokens).values_list("id", flat=True))
    rows = work.case.items.filter(token__in=tokens).values_list("id", flat=True)
    items = {str(item_id) for item_id in rows}
    gone = (
        one
        for one in _opened(work)
        if one.job_id in jobs
        or one.trigger.get("timer") in tokens
        or one.trigger.get("item") in items
    )
    _resolve(work, gone, CANCELLED)


def resolve_all(work: Work, resolution: str) -> None:
    """Resolve every incident of a case that is over."""
    _resolve(work, _opened(work), resolution)


def resolve(work: Work, incident: Incident, resolution: str, *, by_id: int | None = None) -> None:
    """Resolve one incident of the case, with its event."""
    close(incident, resolution, at=work.now, by_id=by_id)
    work.case.open_incidents = max(work.case.open_incidents - 1, 0)
    work.record(
        "incident.resolved",
        incident=str(incident.id),
        element=incident.element_id,
        code=incident.code,
        resolution=incident.resolution,
    )


def close(incident: Incident, resolution: str, *, at: datetime, by_id: int | None = None) -> None:
    """Close the row of an incident; also of one that belongs to no case."""
    incident.resolve()
    incident.resolved_at = at
    incident.resolved_by_id = by_id
    incident.resolution = resolution[:500]
    incident.save(update_fields=["status", "resolved_at", "resolved_by", "resolution"])


def _open(work: Work, incident: Incident) -> Incident:
    incident.case = work.case
    incident.opened_at = incident.last_at = work.now
    incident.save(force_insert=True)
    work.case.open_incidents += 1
    work.record(
        "incident.opened",
        incident=str(incident.id),
        kind=incident.kind,
        process=incident.process_id,
        element=incident.element_id,
        code=incident.code,
        detail=incident.detail[:1000],
    )
    return incident


def _opened(work: Work) -> list[Incident]:
    return list(Incident.objects.filter(case=work.case, status=IncidentStatus.OPEN))


def _resolve(work: Work, incidents: Iterable[Incident], resolution: str) -> None:
    for incident in incidents:
        resolve(work, incident, resolution)


def _same(work: Work, attempt: Attempt, place: tuple[str, str], code: str) -> Incident | None:
    kind, name = attempt.subject
    for incident in _opened(work) if work.case.open_incidents else ():
        at = (incident.process_id, incident.element_id)
        if at == place and incident.code == code and incident.trigger.get(kind) == name:
            return incident
    return None


def _trigger(work: Work, attempt: Attempt) -> dict[str, Any]:
    kind, name = attempt.subject
    actor = work.actor
    return {
        "actor": {"kind": actor.kind.value, "id": actor.user_id, "name": actor.name},
        **attempt.details,
        "verb": attempt.verb,
        kind: name,
    }

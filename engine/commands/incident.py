"""See to an incident: let what failed be done again, or say why it need not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands import _incidents
from engine.commands._authority import require_reason, require_supervisor
from engine.commands._dead_jobs import requeue
from engine.commands._routing import DELIVER_BROADCAST, DELIVER_MESSAGE
from engine.commands._run import run
from engine.commands._work import Work
from engine.commands.complete import complete_again
from engine.errors import IncidentNotFound, IncidentNotRetriable
from engine.models import (
    Broadcast,
    Incident,
    IncidentKind,
    IncidentStatus,
    ItemStatus,
    Job,
    Message,
    MessageStatus,
    StartTimer,
    Timer,
)
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ResolveIncident:
    """Close an incident whose cause was seen to otherwise; the reason says how."""

    actor: Actor
    incident_id: UUID
    reason: str
    submit_id: UUID


@dataclass(frozen=True, kw_only=True)
class RetryIncident:
    """Let what failed be done again, after the model, the data or the service was mended."""

    actor: Actor
    incident_id: UUID
    reason: str
    submit_id: UUID


def resolve_incident(command: ResolveIncident) -> None:
    """Close the incident; the case stays where it stands.

    Raises:
        NotAllowed: the actor does not supervise.
        ReasonMissing: no reason was given.
        IncidentNotFound: there is no such open incident.
    """
    require_supervisor(command.actor)
    incident = _opened(command.incident_id)
    run(
        "resolve-incident",
        command.actor,
        lambda work: _resolve(work, command),
        case_id=incident.case_id,
        submit_id=command.submit_id,
    )


def retry_incident(command: RetryIncident) -> None:
    """Do again what failed: queue the job, let the timer fire, complete with the kept answers.

    An incident resolves itself when what failed succeeds. Answers that were kept are those of who gave
    them, and the event says so.

    Raises:
        NotAllowed: the actor does not supervise.
        ReasonMissing: no reason was given.
        IncidentNotFound: there is no such open incident.
        IncidentNotRetriable: what failed is not there any more, or only its person can do it again.
        CaseStuck: the model failed again; the incident counts it.
    """
    require_supervisor(command.actor)
    incident = _opened(command.incident_id)
    item = incident.trigger.get("item")
    run(
        "retry-incident",
        command.actor,
        lambda work: _retry(work, command),
        case_id=None if item else incident.case_id,
        item_id=UUID(item) if item else None,
        submit_id=command.submit_id,
    )


def _opened(incident_id: UUID) -> Incident:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None:
        raise IncidentNotFound
    return incident


def _locked(incident_id: UUID) -> Incident:
    """The incident, if it is open now that its case is locked."""
    incident = (
        Incident.objects.select_for_update()
        .filter(pk=incident_id, status=IncidentStatus.OPEN)
        .first()
    )
    if incident is None:
        raise IncidentNotFound
    return incident


def _resolve(work: Work, command: ResolveIncident) -> dict[str, Any]:
    reason = require_reason(command.reason)
    incident = _locked(command.incident_id)
    if incident.kind == IncidentKind.MESSAGE and "id" in incident.trigger:
        # Nobody is to get it any more, so that the sweep does not try it again.
        Message.objects.filter(pk=incident.trigger["id"], status=MessageStatus.STORED).update(
            status=MessageStatus.EXPIRED, finished_at=work.now
        )
    if work.has_case:
        _incidents.resolve(work, incident, reason, by_id=command.actor.user_id)
    else:
        _incidents.close(incident, reason, at=work.now, by_id=command.actor.user_id)
    return {}


def _retry(work: Work, command: RetryIncident) -> dict[str, Any]:
    reason = require_reason(command.reason)
    incident = _locked(command.incident_id)
    if work.has_case:
        work.record("incident.retried", incident=str(incident.id), reason=reason)
    match incident.kind:
        case IncidentKind.JOB:
            _retry_job(work, incident, reason)
        case IncidentKind.TIMER:
            _retry_timer(work, incident)
        case IncidentKind.MESSAGE:
            _retry_message(work, incident)
        case _:
            _retry_item(work, incident)
    return {}


def _retry_job(work: Work, incident: Incident, reason: str) -> None:
    if incident.job_id is None:
        raise IncidentNotRetriable(kind=incident.kind)
    job = Job.objects.select_for_update().get(pk=incident.job_id)
    requeue(work, job, reason)


def _retry_timer(work: Work, incident: Incident) -> None:
    if work.has_case:
        token = str(incident.trigger.get("timer"))
        found = Timer.objects.filter(case=work.case, token=token).update(due_at=work.now)
    else:
        row = incident.trigger.get("start_timer")
        found = StartTimer.objects.filter(pk=row).update(retry_at=None)
    if not found:
        raise IncidentNotRetriable(kind=incident.kind)


def _retry_message(work: Work, incident: Incident) -> None:
    trigger = incident.trigger
    if "broadcast" in trigger:
        # Those that have the signal are passed over; all others get another try.
        found = Broadcast.objects.filter(pk=trigger["broadcast"]).update(done_at=None)
        work.send_task(DELIVER_BROADCAST, str(trigger["broadcast"]))
    else:
        message_id = trigger.get("id")
        stored = Message.objects.filter(pk=message_id, status=MessageStatus.STORED)
        found = stored.update(retry_at=None)
        work.send_task(DELIVER_MESSAGE, str(message_id))
    if not found:
        raise IncidentNotRetriable(kind=incident.kind)


def _retry_item(work: Work, incident: Incident) -> None:
    trigger = incident.trigger
    if "item" not in trigger or work.item.status != ItemStatus.CLAIMED or work.item.signs:
        raise IncidentNotRetriable(kind=incident.kind)
    complete_again(work, trigger.get("answers") or {}, trigger["actor"])

"""An auditor says for what they read personal data: once for a case and day, or once for a whole audit."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from engine.commands.clock import now, today
from engine.errors import CaseNotFound, NotAllowed, PurposeIncomplete
from engine.models import Case, CaseStatus, PurposeKind, StatedPurpose
from engine.models.actor import Actor

LONGEST_AUDIT = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class StatePurpose:
    """A purpose of an auditor.

    Attributes:
        reference: number of the plan, the complaint or the order, or what it is.
        radicado: of the one case, for today; empty for every case, until `until`.
        until: last day of a whole audit.
    """

    actor: Actor
    kind: str
    reference: str
    radicado: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ClosePurpose:
    """An auditor ends an audit of theirs."""

    actor: Actor
    purpose_id: UUID


def state_purpose(command: StatePurpose) -> StatedPurpose:
    """Keep for what the auditor reads from now on.

    Raises:
        NotAllowed: the actor is no auditor.
        CaseNotFound: there is no such case.
        PurposeIncomplete: it has no reference or no kind, or a last day that is past or too far.
    """
    actor = command.actor
    if not actor.is_auditor or actor.user_id is None:
        raise NotAllowed(needs="auditor")
    until = today() if command.radicado else command.until
    reference = command.reference.strip()
    if not reference or command.kind not in PurposeKind.values:
        raise PurposeIncomplete
    if until is None or not today() <= until <= today() + LONGEST_AUDIT:
        raise PurposeIncomplete
    return StatedPurpose.objects.create(
        actor_id=actor.user_id,
        actor_name=actor.name,
        kind=command.kind,
        reference=reference[:200],
        case=_case(command.radicado),
        stated_at=now(),
        until=until,
    )


def close_purpose(command: ClosePurpose) -> bool:
    """End an audit; nothing is read by it from now on. Whether the actor had it open."""
    mine = StatedPurpose.objects.filter(
        pk=command.purpose_id, actor_id=command.actor.user_id or 0, closed_at=None
    )
    return bool(mine.update(closed_at=now()))


def stated_purpose(actor: Actor, case_id: UUID | None) -> StatedPurpose | None:
    """What holds today for a case, or for a search over many where there is none."""
    mine = StatedPurpose.objects.filter(
        actor_id=actor.user_id or 0, closed_at=None, until__gte=today()
    )
    return mine.filter(Q(case=None) | Q(case=case_id)).first()


def _case(radicado: str) -> Case | None:
    if not radicado:
        return None
    found = Case.objects.exclude(status=CaseStatus.DRAFT).filter(radicado=radicado).first()
    if found is None:
        raise CaseNotFound(radicado=radicado)
    return found

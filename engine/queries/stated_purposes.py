"""The purposes for which an auditor may read today, for their own pages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands import clock
from engine.models import StatedPurpose
from engine.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class AuditView:
    """An audit that is open: it serves for every case.

    Attributes:
        text: kind and number, in Spanish as it was written.
    """

    id: UUID
    text: str
    until: date


def open_audits(actor: Actor) -> list[AuditView]:
    """The actor's own, the newest first: the first is the one that readings name."""
    mine = StatedPurpose.objects.filter(
        actor_id=actor.user_id or 0, case=None, closed_at=None, until__gte=clock.today()
    )
    return [AuditView(id=one.pk, text=str(one), until=one.until) for one in mine]

"""Drafts that are about to be thrown away, and that their person was told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F

from engine.clock import BOGOTA, legal_day
from engine.commands.clock import now
from engine.models import Case, CaseStatus, DraftWarning

DAYS_BEFORE = 3
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class EndingDraft:
    """A draft whose last day is near.

    Attributes:
        saved_at: its last change.
        last_day: on which it can still be filed.
    """

    id: UUID
    owner_id: int
    email: str
    slug: str
    name: str
    saved_at: datetime
    last_day: date


def ending_drafts() -> list[EndingDraft]:
    """Drafts whose last day is at most three days away and of which nobody was told, the oldest first."""
    near = legal_day(now()) - timedelta(days=settings.DRAFT_DAYS - DAYS_BEFORE)
    until = datetime.combine(near + timedelta(days=1), time(), BOGOTA)
    drafts = Case.objects.filter(
        status=CaseStatus.DRAFT, updated_at__lt=until, owner__is_active=True
    ).exclude(owner__email="")
    untold = drafts.exclude(warning__saved_at=F("updated_at")).select_related("owner")
    return [_ending(draft) for draft in untold.order_by("updated_at")[:_AT_ONCE]]


def mark_warned(draft: EndingDraft) -> None:
    """Keep that its person was told, until the draft is touched again; a draft that is gone needs nothing."""
    if Case.objects.filter(pk=draft.id).exists():
        DraftWarning.objects.update_or_create(
            draft_id=draft.id, defaults={"saved_at": draft.saved_at}
        )


def _ending(draft: Case) -> EndingDraft:
    owner = draft.owner
    return EndingDraft(
        id=draft.id,
        owner_id=owner.pk if owner else 0,
        email=owner.email if owner else "",
        slug=draft.slug,
        name=draft.procedure_name,
        saved_at=draft.updated_at,
        last_day=legal_day(draft.updated_at) + timedelta(days=settings.DRAFT_DAYS),
    )

"""Who else has a draft open, by the signs of life that their pages give."""

from datetime import datetime, timedelta

from bpmn.drafts.person import Person
from bpmn.models import Draft, DraftPresence

LASTING = timedelta(seconds=45)


def seen(of: Draft, by: Person, now: datetime) -> list[DraftPresence]:
    """Note a sign of life, and give those of the others that are not over."""
    DraftPresence.objects.update_or_create(
        draft=of, user_id=by.id, defaults={"name": by.name, "seen_at": now}
    )
    return list(others(of, by, now))


def others(of: Draft, by: Person, now: datetime) -> list[DraftPresence]:
    """Who else has it open."""
    alive = of.presences.filter(seen_at__gte=now - LASTING).exclude(user_id=by.id)
    return list(alive.order_by("name"))


def gone(of: Draft, by: Person) -> None:
    """Their page was closed."""
    of.presences.filter(user_id=by.id).delete()

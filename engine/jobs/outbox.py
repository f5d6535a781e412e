"""Messages and signals on their way: what a broker lost, what was put off, and what is over."""

import logging
from collections.abc import Collection
from uuid import UUID

from engine import commands
from engine.models import Broadcast

_log = logging.getLogger(__name__)


def deliver_messages(limit: int = 500, case_ids: Collection[UUID] | None = None) -> int:
    """Deliver the stored messages that can be, the oldest first, and mark those that are over.

    Args:
        limit: how many at most.
        case_ids: only what these cases sent, for rehearsals.

    Returns:
        How many were looked at.
    """
    commands.expire_messages()
    found = commands.undelivered()
    if case_ids is not None:
        found = found.filter(source_id__in=case_ids)
    waiting = list(found.values_list("id", flat=True)[:limit])
    for message_id in waiting:
        try:
            commands.deliver_stored(message_id)
        except Exception:  # noqa: BLE001 — one message must not hold up the others
            _log.warning("message %s was not delivered", message_id, exc_info=True)
    return len(waiting)


def deliver_broadcasts(limit: int = 100, case_ids: Collection[UUID] | None = None) -> int:
    """Bring on the signals that not everybody has yet, the oldest first; how many they were.

    Args:
        limit: how many at most.
        case_ids: only what these cases threw, for rehearsals.
    """
    found = Broadcast.objects.filter(done_at=None).order_by("created_at", "id")
    if case_ids is not None:
        found = found.filter(source_id__in=case_ids)
    waiting = list(found.values_list("id", flat=True)[:limit])
    for broadcast_id in waiting:
        try:
            commands.deliver_broadcast(broadcast_id)
        except Exception:  # noqa: BLE001 — one signal must not hold up the others
            _log.warning("signal %s was not delivered", broadcast_id, exc_info=True)
    return len(waiting)

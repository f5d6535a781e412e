"""From hand to hand: who holds an open item, with the inboxes that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import _entries
from engine.models import ItemStatus, WorkItem

if TYPE_CHECKING:
    from engine.commands._work import Work

_COLUMNS = ("status", "assignee", "owner", "previous_holder", "claimed_at")


def give(work: Work, item: WorkItem, user_id: int, *, owner_id: int | None = None) -> None:
    """Put an open item into somebody's hands.

    Args:
        work: on the item's case.
        item: locked and open.
        user_id: who holds it from now on.
        owner_id: who gets it back when that person is done; None: it is theirs for good.
    """
    if item.status == ItemStatus.READY:
        item.claim()
    item.assignee_id = user_id
    item.owner_id = owner_id
    item.claimed_at = work.now
    _save(work, item)


def let_go(work: Work, item: WorkItem) -> None:
    """Take an open item out of everybody's hands; its roles have it."""
    if item.status == ItemStatus.CLAIMED:
        item.release()
    item.assignee_id = None
    item.owner_id = None
    item.claimed_at = None
    _save(work, item)


def _save(work: Work, item: WorkItem) -> None:
    item.save(update_fields=_COLUMNS)
    _entries.hand_over(work.case, item)

"""Inbox entries: which roles and persons have an open item in their inbox, in the order of its term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.models import Case, InboxEntry, WorkItem
from engine.models.batch import Batch

# An item without a term stands behind all that have one.
NO_TERM = date.max


def earliest(*days: date | None) -> date | None:
    """The first of some days; None when there is none."""
    return min((day for day in days if day is not None), default=None)


def enter(batch: Batch, case: Case, items: Iterable[WorkItem]) -> None:
    """Put open items into the inboxes of their roles and of who holds or delegated them."""
    entries = [
        InboxEntry(item=item, group=group, person_id=person, due_on=_due_on(case, item))
        for item in items
        for group, person in _inboxes(item)
    ]
    batch.insert(entries)


def leave(batch: Batch, items: Iterable[WorkItem]) -> None:
    """Take items out of every inbox."""
    batch.delete(InboxEntry, "item_id", [item.pk for item in items])


def hand_over(case: Case, item: WorkItem) -> None:
    """Put an item that changed hands into its new holder's inbox and out of the others' hands."""
    InboxEntry.objects.filter(item=item).exclude(person=None).delete()
    people = {person for person in (item.assignee_id, item.owner_id) if person is not None}
    if people:
        InboxEntry.objects.bulk_create(
            InboxEntry(item=item, person_id=person, due_on=_due_on(case, item))
            for person in sorted(people)
        )


def follow_case(case: Case) -> None:
    """Move the entries of the case's items to where its new term puts them."""
    entries = InboxEntry.objects.filter(item__case=case)
    entries.filter(item__due_on=None).update(due_on=case.due_on or NO_TERM)
    for item in WorkItem.objects.filter(case=case, entries__isnull=False).exclude(due_on=None):
        entries.filter(item=item).update(due_on=_due_on(case, item))


def _inboxes(item: WorkItem) -> Iterable[tuple[str, int | None]]:
    yield from ((group, None) for group in item.groups)
    people = {person for person in (item.assignee_id, item.owner_id) if person is not None}
    yield from (("", person) for person in sorted(people))


def _due_on(case: Case, item: WorkItem) -> date:
    """The item's own term or the case's, whichever ends first: the law's day is never hidden."""
    return earliest(item.due_on, case.due_on) or NO_TERM

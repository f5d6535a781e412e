"""Throw away drafts that nobody touched for long, and files that nobody filed.

Source: Ley 1581 de 2012, art. 4 (personal data are kept for no longer than their purpose).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from engine.clock import BOGOTA, legal_day
from engine.commands.clock import now
from engine.models import Case, CaseStatus, ItemStatus, WorkItem
from forms import uploads

_AT_ONCE = 500
_WITHOUT_ACCOUNT = timedelta(days=2)


@dataclass(frozen=True)
class Expired:
    """How much was thrown away."""

    drafts: int
    uploads: int


def expire_drafts() -> Expired:
    """Remove drafts after their last day, and uploads as old that no draft and no open item names.

    Who has no account fills a form in at one sitting: their files wait two days.
    Nothing was filed, so no event is owed. A draft that is touched meanwhile stays.
    """
    limit = _limit()
    old = Case.objects.filter(status=CaseStatus.DRAFT, updated_at__lt=limit)
    removed, _ = Case.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:_AT_ONCE]),
        status=CaseStatus.DRAFT,
        updated_at__lt=limit,
    ).delete()
    old_files = {*uploads.older_than(limit), *uploads.unowned_older_than(now() - _WITHOUT_ACCOUNT)}
    return Expired(drafts=removed, uploads=_forget(old_files))


def forget_uploads_of(answers: Mapping[str, Any]) -> None:
    """After the commit, remove the files of a draft that is gone, where nothing else names them."""
    named = set(_ids(answers))
    transaction.on_commit(lambda: _forget(named))


def _limit() -> datetime:
    """Whatever was touched before it has had its whole last day."""
    first = legal_day(now()) - timedelta(days=settings.DRAFT_DAYS)
    return datetime.combine(first, time(), BOGOTA)


def _forget(found: Iterable[UUID]) -> int:
    wanted = set(found)
    unnamed = wanted - _named() if wanted else set()
    for upload_id in unnamed:
        uploads.forget(upload_id)
    return len(unnamed)


def _named() -> set[UUID]:
    """Files on which somebody still works."""
    drafts = Case.objects.filter(status=CaseStatus.DRAFT).values_list("answers", flat=True)
    items = WorkItem.objects.filter(status__in=[ItemStatus.READY, ItemStatus.CLAIMED])
    held = items.values_list("answers", flat=True)
    return {one for answers in (*drafts, *held) for one in _ids(answers)}


def _ids(value: object) -> Iterator[UUID]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
    elif isinstance(value, str) and len(value) == 36:
        yield from _read(value)


def _read(text: str) -> Iterator[UUID]:
    try:
        yield UUID(text)
    except ValueError:
        return

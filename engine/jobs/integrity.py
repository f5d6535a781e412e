"""The archive's care seen from the engine: which objects cases name, and the steps of the integrity sweep."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from archive.custody.replica import Repair, repair
from archive.custody.sweep import Step, budget_for, sweep, sweep_all
from archive.custody.sweep_books import Library, RowsBook, archive_books
from archive.stores import Store, open_store
from engine.commands import clock
from engine.models import Document
from engine.models.renewal import DocumentVersion


def library() -> Library:
    """Every object that an expediente, a preservation copy, a document of a case or its earlier version names."""
    documents = RowsBook(Document.objects.all(), "archive_key", "retain_until")
    versions = RowsBook(DocumentVersion.objects.all(), "archive_key")
    return Library(*archive_books(), documents, versions)


def replica_store() -> Store | None:
    """The second store, where one is configured."""
    url = settings.ARCHIVE_REPLICA_URL
    return open_store(url) if url else None


def sweep_step(now: datetime) -> Step:
    """Read the next objects of the archive again.

    Raises:
        StoreUnavailable: the store does not answer; the next step begins at the same place.
    """
    books = library()
    budget = budget_for(
        books.size(), days=settings.ARCHIVE_SWEEP_DAYS, every_seconds=settings.ARCHIVE_SWEEP_SECONDS
    )
    return sweep(_store(), books, now=now, budget=budget, replica=replica_store())


def sweep_whole() -> Iterator[Step]:
    """Read everything again, step by step."""
    books = library()
    budget = budget_for(1, days=1, every_seconds=1)
    return sweep_all(_store(), books, clock=clock.now, budget=budget, replica=replica_store())


def repair_all(now: datetime) -> Iterator[Repair]:
    """Mend what the sweep found, from the replica."""
    return repair(_store(), replica_store(), library(), now=now)


def _store() -> Store:
    return open_store(settings.ARCHIVE_URL)

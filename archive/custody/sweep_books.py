"""What the archive should hold, read in the order of the keys from whatever table names an object."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Protocol

from django.db.models import Count, Max, Q, QuerySet

from archive.models import EntryCheck, Holding

_PAGE = 500


@dataclass(frozen=True, order=True)
class Expected:
    """One object that a book names.

    Attributes:
        retain_until: the last day on which it has to be there; None: the book does not say.
    """

    key: str
    retain_until: date | None = None


class Book(Protocol):
    """One table that names objects of the store."""

    def after(self, key: str, limit: int) -> list[Expected]:
        """The next objects in the order of their keys, each once."""
        ...

    def known(self, keys: Iterable[str]) -> set[str]:
        """Which of these keys the book names."""
        ...

    def size(self) -> int:
        """How many rows it has."""
        ...


class RowsBook:
    """A table with a column of keys.

    Args:
        rows: those that name an object.
        key: column of the key in the store.
        until: column of the retention date; empty: there is none.
    """

    def __init__(self, rows: QuerySet[Any], key: str, until: str = "") -> None:
        self._rows, self._key, self._until = rows.exclude(**{key: ""}), key, until

    def after(self, key: str, limit: int) -> list[Expected]:
        """The next objects, each once with its latest date."""
        rows = self._rows.filter(**{f"{self._key}__gt": key}).order_by(self._key)
        if not self._until:
            return [Expected(k) for k in rows.values_list(self._key, flat=True).distinct()[:limit]]
        dated = rows.values(self._key).annotate(latest=Max(self._until))
        return [Expected(row[self._key], row["latest"]) for row in dated[:limit]]

    def known(self, keys: Iterable[str]) -> set[str]:
        """Which of these keys the table names."""
        rows = self._rows.filter(**{f"{self._key}__in": list(keys)})
        return set(rows.values_list(self._key, flat=True))

    def size(self) -> int:
        """How many rows it has; an object may have several."""
        return self._rows.count()


class Library:
    """Several books read as one; what an approved act removed is in none of them."""

    def __init__(self, *books: Book) -> None:
        self._books = books

    def after(self, key: str, limit: int) -> list[Expected]:
        """The next objects of any book, without those that were removed by an act.

        Fewer than `limit` say that there are no more.
        """
        found: list[Expected] = []
        while len(found) < limit:
            page = self._merged(key, limit)
            removed = removed_keys([one.key for one in page])
            found += [one for one in page if one.key not in removed]
            if len(page) < limit:
                break
            key = page[-1].key
        return found[:limit]

    def known(self, keys: Iterable[str]) -> set[str]:
        """Which of these keys any book names, removed or not."""
        wanted = list(keys)
        return {key for book in self._books for key in book.known(wanted)}

    def everything(self) -> Iterator[Expected]:
        """All objects, page by page."""
        key = ""
        while page := self.after(key, _PAGE):
            yield from page
            key = page[-1].key

    def size(self) -> int:
        """About how many there are; at least as many as in the longest book."""
        return max((book.size() for book in self._books), default=0)

    def _merged(self, key: str, limit: int) -> list[Expected]:
        pages = [book.after(key, limit) for book in self._books]
        ordered = heapq.merge(*pages, key=attrgetter("key"))
        return list(
            islice((_latest(group) for _, group in groupby(ordered, attrgetter("key"))), limit)
        )


def archive_books() -> tuple[Book, ...]:
    """The archive's own: what expedientes hold, and preservation copies."""
    return (
        RowsBook(Holding.objects.filter(removed_on=None), "store_key", "retain_until"),
        RowsBook(EntryCheck.objects.all(), "copy_key"),
    )


def removed_keys(keys: Sequence[str]) -> set[str]:
    """Those whose every holding was removed by an approved act."""
    rows = Holding.objects.filter(store_key__in=list(keys)).values("store_key")
    counted = rows.annotate(left=Count("id", filter=Q(removed_on=None)))
    return {row["store_key"] for row in counted if not row["left"]}


def _latest(group: Iterable[Expected]) -> Expected:
    same = list(group)
    dates = [one.retain_until for one in same if one.retain_until]
    return replace(same[0], retain_until=max(dates, default=None))

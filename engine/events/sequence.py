"""The one order of the events of all cases: who seals the log gives the places, no case does.

Keys of events are given before their transactions end, so that a lower key can come to light after a
higher one. The next places therefore go to whatever is visible and has none yet.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from engine.events import log, merkle, tree
from engine.models.evidence import Event
from engine.models.log import LogHead, LogLeaf

FORMAT = "ventanilla-log-1"
# No command's transaction lasts so long: behind a head of that age nothing new comes to light.
SETTLED = timedelta(hours=1)


@dataclass(frozen=True)
class Head:
    """A state of the log: `text` is what is stamped, `digest` its SHA-256."""

    tree_size: int
    root_hash: bytes
    last_event: int
    text: str

    @property
    def digest(self) -> bytes:
        """What the timestamp is over."""
        return hashlib.sha256(self.text.encode()).digest()


def size() -> int:
    """How many events have a place."""
    last = LogLeaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def unplaced(now: datetime, *, is_whole: bool = False) -> QuerySet[Event]:
    """Events that have no place yet, in the order of their keys.

    Args:
        now: aware.
        is_whole: look through all events, not only those since the last settled head.
    """
    floor = 0 if is_whole else _settled(now)
    placed = LogLeaf.objects.filter(event=OuterRef("pk"))
    return Event.objects.filter(pk__gt=floor).exclude(Exists(placed)).order_by("pk")


def place_new(now: datetime, limit: int, *, is_whole: bool = False) -> int:
    """Give places to new events and put their hashes into the tree; how many they were.

    When two processes do so at once, one of them gets nothing.

    Args:
        now: aware.
        limit: how many at most, in one transaction.
        is_whole: as in `unplaced`.
    """
    try:
        with transaction.atomic():
            return _place_new(now, limit, is_whole=is_whole)
    except IntegrityError:
        return 0


def head(name: str) -> Head | None:
    """The log as it is now, if it grew since its last head.

    Args:
        name: of the log: whose events these are.
    """
    count = size()
    newest = LogHead.objects.first()
    if count == (newest.tree_size if newest else 0):
        return None
    last = LogLeaf.objects.aggregate(last=Max("event_id"))["last"]
    root_hash = merkle.root(count, tree.StoredTree())
    return Head(count, root_hash, last, head_text(name, count, root_hash))


def head_text(name: str, count: int, root_hash: bytes) -> str:
    """Canonical JSON of a head, which the timestamp is over."""
    content = {"format": FORMAT, "log": name, "root": root_hash.hex(), "size": count}
    return log.canonical(content).decode()


def _place_new(now: datetime, limit: int, *, is_whole: bool) -> int:
    found = list(unplaced(now, is_whole=is_whole)[:limit])
    begin = size()
    LogLeaf.objects.bulk_create(
        [LogLeaf(index=begin + at, event=event) for at, event in enumerate(found)], batch_size=500
    )
    tree.extend(begin, [merkle.leaf_hash(log.content(event)) for event in found])
    return len(found)


def _settled(now: datetime) -> int:
    settled = LogHead.objects.filter(at__lt=now - SETTLED).first()
    return settled.last_event if settled else 0

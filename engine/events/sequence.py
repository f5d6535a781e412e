"""The one order of the events and readings of all cases: who seals the log gives the places, no case does.

Keys of events are given before their transactions end, so that a lower key can come to light after a
higher one. The next places therefore go to whatever is visible and has none yet.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from engine.events import log, merkle, readings, tree
from engine.models.evidence import Event
from engine.models.log import LogHead, LogLeaf
from engine.models.readings import Reading

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
    """How many events and readings have a place."""
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


def unplaced_readings(now: datetime, *, is_whole: bool = False) -> QuerySet[Reading]:
    """Readings that have no place yet, the oldest first; arguments as in `unplaced`."""
    placed = LogLeaf.objects.filter(reading=OuterRef("pk"))
    waiting = Reading.objects.exclude(Exists(placed)).order_by("at", "pk")
    settled = None if is_whole else _settled_head(now)
    return waiting.filter(at__gt=settled.at - SETTLED) if settled else waiting


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
    last = LogLeaf.objects.aggregate(last=Max("event_id"))["last"] or 0
    root_hash = merkle.root(count, tree.StoredTree())
    return Head(count, root_hash, last, head_text(name, count, root_hash))


def head_text(name: str, count: int, root_hash: bytes) -> str:
    """Canonical JSON of a head, which the timestamp is over."""
    content = {"format": FORMAT, "log": name, "root": root_hash.hex(), "size": count}
    return log.canonical(content).decode()


def _place_new(now: datetime, limit: int, *, is_whole: bool) -> int:
    events = list(unplaced(now, is_whole=is_whole)[:limit])
    read = list(unplaced_readings(now, is_whole=is_whole)[: limit - len(events)])
    leaves = [LogLeaf(event=event) for event in events]
    leaves += [LogLeaf(reading=reading) for reading in read]
    begin = size()
    for at, leaf in enumerate(leaves):
        leaf.index = begin + at
    LogLeaf.objects.bulk_create(leaves, batch_size=500)
    tree.extend(begin, [merkle.leaf_hash(content(leaf)) for leaf in leaves])
    return len(leaves)


def content(leaf: LogLeaf) -> bytes:
    """What is hashed of an entry of the log; nothing where the row that it stands for is gone."""
    if leaf.event is not None:
        return log.content(leaf.event)
    return readings.content(leaf.reading) if leaf.reading is not None else b""


def _settled(now: datetime) -> int:
    settled = _settled_head(now)
    return settled.last_event if settled else 0


def _settled_head(now: datetime) -> LogHead | None:
    return LogHead.objects.filter(at__lt=now - SETTLED).first()

"""The integrity sweep: reads everything that the archive holds again, a bounded step at a time.

Store and books are walked together in the order of the keys, so one pass finds loss, change, what was
laid over an object, strays and short retention. It changes nothing but the replica, which it completes.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from archive.custody.replica import complete_copy
from archive.custody.sweep_books import Expected, Library
from archive.custody.sweep_findings import Seen, note, resolve_between
from archive.models import FindingKind, SweepRun
from archive.stores import ObjectCorrupt, ObjectMissing, Store

_LEAST = 50


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How much one step reads.

    Attributes:
        size_bytes: after so many it ends, at the next object.
    """

    objects: int = 200
    size_bytes: int = 256_000_000


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one step did.

    Attributes:
        is_last: the pass is complete.
        found: everything wrong that was seen, new or known.
    """

    run_id: int
    checked: int
    checked_bytes: int
    replicated: int
    found: tuple[Seen, ...]
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    after: str
    until: str | None
    expected: tuple[Expected, ...]
    strays: tuple[str, ...]


def budget_for(count: int, *, days: float, every_seconds: float) -> Budget:
    """A budget with which so many objects are read within so many days.

    Args:
        count: how many there are, about.
        days: within which all are read.
        every_seconds: how often a step is made.
    """
    steps = max(1.0, days * 86_400 / every_seconds)
    return Budget(objects=max(_LEAST, math.ceil(count / steps)))


def sweep(
    store: Store, library: Library, *, now: datetime, budget: Budget, replica: Store | None = None
) -> Step:
    """Make one step, from where the last one ended.

    Raises:
        StoreUnavailable: the store or the replica does not answer; the step is made again.
    """
    run = _current_run(now)
    stretch = _stretch(store, library, run.cursor, budget)
    reading = _Reading(store, replica, budget)
    until = stretch.until
    for one in stretch.expected:
        if reading.is_full:
            # The rest, strays included, comes with the next step.
            until = reading.last
            break
        reading.read(one)
    strays = [key for key in stretch.strays if until is None or key <= until]
    # Asked after the store was listed: what came in between is in the books by now.
    strays = sorted(set(strays) - library.known(strays)) if strays else []
    reading.seen += [Seen(FindingKind.STRAY, key) for key in strays]
    return _kept(run, reading, until, now)


def sweep_all(
    store: Store,
    library: Library,
    *,
    clock: Callable[[], datetime],
    budget: Budget,
    replica: Store | None = None,
) -> Iterator[Step]:
    """Make steps to the end of a whole pass, begun anew."""
    SweepRun.objects.filter(ended_at=None).update(ended_at=clock())
    while True:
        step = sweep(store, library, now=clock(), budget=budget, replica=replica)
        yield step
        if step.is_last:
            return


class _Reading:
    def __init__(self, store: Store, replica: Store | None, budget: Budget) -> None:
        self._store, self._replica, self._budget = store, replica, budget
        self.seen: list[Seen] = []
        self.checked = self.checked_bytes = self.replicated = 0
        self.last = ""

    @property
    def has_replica(self) -> bool:
        return self._replica is not None

    @property
    def is_full(self) -> bool:
        return self.checked_bytes >= self._budget.size_bytes

    def read(self, one: Expected) -> None:
        self.checked += 1
        self.last = one.key
        try:
            stored = self._store.check(one.key)
        except ObjectMissing:
            self.seen.append(Seen(FindingKind.MISSING, one.key))
            return
        except ObjectCorrupt:
            self.seen.append(Seen(FindingKind.CHANGED, one.key))
            return
        self.checked_bytes += stored.size_bytes
        versions = self._store.versions(one.key)
        if versions and not versions[-1].is_ours:
            self.seen.append(Seen(FindingKind.OVERLAID, one.key))
        if one.retain_until and stored.retain_until < one.retain_until:
            told = f"{stored.retain_until} < {one.retain_until}"
            self.seen.append(Seen(FindingKind.SHORT_RETENTION, one.key, told))
        if self._replica is not None:
            self._complete(stored.key, self._replica)

    def _complete(self, key: str, replica: Store) -> None:
        try:
            self.replicated += complete_copy(self._store, replica, key)
        except ObjectCorrupt:
            self.seen.append(Seen(FindingKind.REPLICA_CHANGED, key))


def _current_run(now: datetime) -> SweepRun:
    going_on = SweepRun.objects.filter(ended_at=None).first()
    return going_on or SweepRun.objects.create(started_at=now, stepped_at=now)


def _stretch(store: Store, library: Library, after: str, budget: Budget) -> _Stretch:
    expected = library.after(after, budget.objects)
    stored = list(islice(store.keys(after), budget.objects))
    ends = [
        keys[-1] for keys in ([one.key for one in expected], stored) if len(keys) >= budget.objects
    ]
    until = min(ends, default=None)
    named = {one.key for one in expected}
    return _Stretch(
        after=after,
        until=until,
        expected=tuple(one for one in expected if until is None or one.key <= until),
        strays=tuple(key for key in stored if key not in named),
    )


def _kept(run: SweepRun, reading: _Reading, until: str | None, now: datetime) -> Step:
    with transaction.atomic():
        resolve_between(run.cursor, until, reading.seen, now, with_replica=reading.has_replica)
        new = note(reading.seen, now)
        # A step that another worker made meanwhile counts once.
        SweepRun.objects.filter(pk=run.pk, cursor=run.cursor, ended_at=None).update(
            cursor=until or run.cursor,
            stepped_at=now,
            ended_at=now if until is None else None,
            checked=F("checked") + reading.checked,
            checked_bytes=F("checked_bytes") + reading.checked_bytes,
            replicated=F("replicated") + reading.replicated,
            found=F("found") + new,
        )
    return Step(
        run_id=run.pk,
        checked=reading.checked,
        checked_bytes=reading.checked_bytes,
        replicated=reading.replicated,
        found=tuple(reading.seen),
        is_last=until is None,
    )

"""What an invariant is, and what is found where one does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Progress = Callable[[int, int], None]


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What one check is told.

    Attributes:
        now: aware.
        late_after: how long something that is due may wait for a worker.
        batch: how many cases are read at once.
        filings: radicados that were acknowledged, and so must be there.
        progress: told how many cases of how many are checked.
    """

    now: datetime
    late_after: timedelta = timedelta(minutes=15)
    batch: int = 100
    filings: Iterable[str] = field(default=())
    progress: Progress = _silent


@dataclass(frozen=True)
class Finding:
    """One place where an invariant does not hold.

    Attributes:
        code: of the invariant.
        subject: a radicado, or the kind and id of what has none.
        detail: what stands there, by ids and names only.
    """

    code: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Invariant(Generic[Subject]):
    """A sentence that has to be true of every subject.

    Attributes:
        code: stable name in kebab-case.
        spanish: the sentence, for people of the office.
        english: the same.
        breaches: details of each place where it does not hold.
    """

    code: str
    spanish: str
    english: str
    breaches: Callable[[Subject], Iterator[str]]

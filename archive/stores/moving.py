"""Moves an archive from one store to another: copies each object and reads it back.

A journal says what is done, so that a move which was broken off goes on where it was. The source is only read.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from archive.stores.errors import ObjectCorrupt, ObjectMissing, StoreUnavailable
from archive.stores.protocol import Store, StoredObject


@dataclass
class MoveReport:
    """What a move did.

    Attributes:
        copied: objects that this run copied and read back.
        known: objects that an earlier run had copied and read back.
        size_bytes: of what this run copied.
        corrupt, missing: keys that the source holds changed, or lost while it was read; not copied.
    """

    copied: int = 0
    known: int = 0
    size_bytes: int = 0
    corrupt: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything that the source holds is in the target."""
        return not self.corrupt and not self.missing

    def to_json(self) -> dict[str, Any]:
        """The report for other programs."""
        return {
            "whole": self.is_whole,
            "copied": self.copied,
            "known": self.known,
            "bytes": self.size_bytes,
            "corrupt": self.corrupt,
            "missing": self.missing,
        }


@dataclass(frozen=True)
class Move:
    """A move between two stores.

    Attributes:
        journal: a file that belongs to this source and this target alone.
        progress: told after each object how many are done.
    """

    source: Store
    target: Store
    journal: Path
    progress: Callable[[int], None]

    def run(self) -> MoveReport:
        """Copy what is not copied yet, the proofs of the source too.

        Raises:
            StoreUnavailable: a store does not answer; what is done stays done.
            StoreNotWorm: the target does not keep what it locks.
        """
        report, done = MoveReport(), _read(self.journal)
        self.journal.parent.mkdir(parents=True, exist_ok=True)
        with self.journal.open("a", encoding="utf-8") as journal:
            # A line that a kill cut off must not swallow the next one.
            journal.write("\n")
            for number, (source, target, key) in enumerate(self._objects(), 1):
                self._one(source, target, key, done, report, journal)
                self.progress(number)
        return report

    def _objects(self) -> Iterator[tuple[Store, Store, str]]:
        for source, target in (
            (self.source, self.target),
            (self.source.proofs, self.target.proofs),
        ):
            for key in source.keys():  # noqa: SIM118  a store is no mapping
                yield source, target, key

    def _one(
        self,
        source: Store,
        target: Store,
        key: str,
        done: dict[str, str],
        report: MoveReport,
        journal: IO[str],
    ) -> None:
        try:
            known = source.stat(key)
            if done.get(key) == _state(known):
                report.known += 1
                return
            content = source.get(key)
        except ObjectCorrupt:
            report.corrupt.append(key)
            return
        except ObjectMissing:
            report.missing.append(key)
            return
        _copy(target, known, content)
        report.copied += 1
        report.size_bytes += known.size_bytes
        _write(journal, known)


def _copy(target: Store, known: StoredObject, content: bytes) -> None:
    put = target.put(content, media_type=known.media_type, retain_until=known.retain_until)
    if known.is_held:
        target.hold(put.key)
    # The hash of what comes back is reckoned here, not by the target.
    found = target.check(known.key)
    if (
        found.size_bytes != known.size_bytes
        or found.retain_until < known.retain_until
        or found.is_held < known.is_held
    ):
        raise StoreUnavailable("the target does not say what it was told")


def _state(known: StoredObject) -> str:
    return f"{known.retain_until.isoformat()} {'held' if known.is_held else 'free'}"


def _write(journal: IO[str], known: StoredObject) -> None:
    journal.write(json.dumps({"key": known.key, "state": _state(known)}) + "\n")
    journal.flush()
    os.fsync(journal.fileno())


def _read(journal: Path) -> dict[str, str]:
    """What is done; a line that was cut off is done again."""
    done: dict[str, str] = {}
    if not journal.exists():
        return done
    for line in journal.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
            done[entry["key"]] = entry["state"]
        except (ValueError, KeyError, TypeError):
            continue
    return done

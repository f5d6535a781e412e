"""A second store with the same objects: completed by the sweep, and the source of repairs.

Nothing is ever copied whose hash is not the one that its key names.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.custody.sweep_books import Library
from archive.custody.sweep_findings import open_findings, resolve
from archive.models import FindingKind, IntegrityFinding
from archive.stores import ObjectCorrupt, ObjectMissing, Store, StoreError

_CONTENT = {FindingKind.MISSING, FindingKind.CHANGED, FindingKind.OVERLAID}


class Outcome(StrEnum):
    """What became of one repair."""

    REPAIRED = "repaired"
    NO_GOOD_COPY = "no-good-copy"
    STORE_KEEPS_IT = "store-keeps-what-it-has"
    FOR_A_PERSON = "for-a-person"


@dataclass(frozen=True)
class Repair:
    """One finding and what became of it."""

    finding: IntegrityFinding
    outcome: Outcome


def complete_copy(store: Store, replica: Store, key: str) -> bool:
    """See that the replica has the object whole and for as long; whether it had to be put there.

    Raises:
        ObjectCorrupt: the replica has it, and it is not what was put.
    """
    stored = store.stat(key)
    try:
        copy = replica.check(key)
    except ObjectMissing:
        _copy(store, replica, key)
        return True
    if copy.retain_until < stored.retain_until:
        replica.extend(key, stored.retain_until)
    if copy.is_held != stored.is_held:
        (replica.hold if stored.is_held else replica.release)(key)
    return False


def repair(
    store: Store, replica: Store | None, library: Library, *, now: datetime
) -> Iterator[Repair]:
    """Mend every open finding that can be mended.

    Strays are left to a person: what nobody knows may be the only trace of something.
    """
    for finding in open_findings().order_by("store_key"):
        outcome = _repaired(store, replica, library, finding)
        if outcome is Outcome.REPAIRED:
            resolve(finding, now)
        yield Repair(finding, outcome)


def good(content: bytes, key: str) -> bytes:
    """The content, if it is the one that the key names.

    Raises:
        ObjectCorrupt: it is another.
    """
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != key:
        raise ObjectCorrupt(key)
    return content


def _repaired(
    store: Store, replica: Store | None, library: Library, finding: IntegrityFinding
) -> Outcome:
    key = finding.store_key
    try:
        if finding.kind == FindingKind.SHORT_RETENTION:
            return _extended(store, library, key)
        if replica is None or finding.kind == FindingKind.STRAY:
            return Outcome.FOR_A_PERSON
        if finding.kind == FindingKind.REPLICA_CHANGED:
            return _mended(replica, store, key)
        return _mended(store, replica, key) if finding.kind in _CONTENT else Outcome.FOR_A_PERSON
    except (ObjectMissing, ObjectCorrupt):
        return Outcome.NO_GOOD_COPY


def _extended(store: Store, library: Library, key: str) -> Outcome:
    # The key without its last letter sorts just before it.
    found = [one for one in library.after(key[:-1], 2) if one.key == key]
    until = found[0].retain_until if found else None
    if until is None:
        return Outcome.FOR_A_PERSON
    store.extend(key, until)
    return Outcome.REPAIRED


def _mended(broken: Store, whole: Store, key: str) -> Outcome:
    good(whole.get(key), key)
    try:
        _copy(whole, broken, key)
        good(broken.get(key), key)
    except StoreError:
        return Outcome.STORE_KEEPS_IT
    return Outcome.REPAIRED


def _copy(source: Store, target: Store, key: str) -> None:
    content, known = good(source.get(key), key), source.stat(key)
    target.put(content, media_type=known.media_type, retain_until=known.retain_until)
    if known.is_held:
        target.hold(key)

"""What happened to one case's events between the witness and now: changed, removed, added or moved.

Pure. Both sides are lists of what each event tells, without its place, so that a renumbered chain with all
its hashes made anew still shows the one event that somebody took out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Placed:
    """An event: its place in the chain, and the hash of what it tells."""

    seq: int
    essence: str


@dataclass(frozen=True)
class Difference:
    """One place where the two do not agree.

    Attributes:
        code: `event-changed`, `event-removed`, `event-added` or `event-moved`.
        seq: place as it was witnessed; of an added one, as it is now.
        now: where a moved one stands now; 0 otherwise.
    """

    code: str
    seq: int
    now: int = 0


def differences(before: Sequence[Placed], after: Sequence[Placed]) -> list[Difference]:
    """Every place where the events of now are not those that were witnessed, in order.

    What stands behind the last witnessed one has come since, and is no difference.
    """
    gone, come = _unmatched(before, after)
    witnessed = {one.essence for one in before}
    last = max((one.seq for one in after if one.essence in witnessed), default=0)
    moved = dict(_moved(gone, come))
    changed = dict(_pairs([one for one in gone if one.seq not in moved], come, moved))
    found = [Difference("event-moved", was, now) for was, now in moved.items()]
    found += [Difference("event-changed", was, now) for was, now in changed.items()]
    known = {*moved, *changed}
    found += [Difference("event-removed", one.seq) for one in gone if one.seq not in known]
    taken = {*moved.values(), *changed.values()}
    found += [
        Difference("event-added", one.seq, one.seq)
        for one in come
        if one.seq not in taken and one.seq < last
    ]
    return sorted(found, key=lambda one: (one.seq, one.code))


def _unmatched(
    before: Sequence[Placed], after: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    """What has no counterpart: by places, or by the order alone if that explains more."""
    by_place, by_order = _by_place(before, after), _by_order(before, after)
    return by_place if len(by_place[0]) <= len(by_order[0]) else by_order


def _by_place(
    before: Sequence[Placed], after: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    same = {*before} & {*after}
    return [one for one in before if one not in same], [one for one in after if one not in same]


def _by_order(
    before: Sequence[Placed], after: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    old, new = [one.essence for one in before], [one.essence for one in after]
    gone: list[Placed] = []
    come: list[Placed] = []
    for word, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if word != "equal":
            gone += before[a:b]
            come += after[c:d]
    return gone, come


def _moved(gone: Sequence[Placed], come: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """The same event at another place."""
    waiting = Counter(one.essence for one in gone)
    for one in come:
        if waiting[one.essence]:
            waiting[one.essence] -= 1
            yield next(old.seq for old in gone if old.essence == one.essence), one.seq


def _pairs(
    gone: Sequence[Placed], come: Sequence[Placed], moved: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Another event at the same place: somebody changed it."""
    there = {one.seq for one in come} - set(moved.values())
    for one in gone:
        if one.seq in there:
            yield one.seq, one.seq

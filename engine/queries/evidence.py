"""What proves a case to strangers: its chain, what the stamped heads cover of it, and its readings."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.events import log, merkle, readings
from engine.events.tree import StoredTree
from engine.models import Case, LogHead, LogLeaf
from engine.models.actor import Actor
from engine.queries.access import case_row


@dataclass(frozen=True, kw_only=True)
class StampedHead:
    """A head of the log with its timestamp."""

    tree_size: int
    text: str
    token: bytes
    tsa: str
    epoch: int


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """That an entry is under a head.

    Attributes:
        entry: number of the event or of the reading in this evidence, from 1.
        is_reading: which of the two.
        steps: from the leaf to the root, each with whether the neighbour stands on the left.
    """

    entry: int
    is_reading: bool
    tree_size: int
    steps: tuple[tuple[bool, str], ...]


@dataclass(frozen=True, kw_only=True)
class CaseEvidence:
    """Everything of a case that its log proves.

    Attributes:
        events: canonical content of each, in order; its SHA-256 is its hash.
        readings: canonical content of each, the oldest first.
    """

    events: tuple[bytes, ...]
    head: str
    readings: tuple[bytes, ...]
    heads: tuple[StampedHead, ...]
    inclusions: tuple[Inclusion, ...]


def evidence_of(actor: Actor, radicado: str) -> CaseEvidence:
    """The evidence of a case: for each head, the last event that it covers, which binds all before it.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    case = case_row(actor, radicado)
    heads = {head.tree_size: head for head in LogHead.objects.order_by("tree_size")}
    read = list(case.readings.order_by("at", "pk"))
    inclusions = list(_inclusions(case, [one.pk for one in read], sorted(heads)))
    used = sorted({one.tree_size for one in inclusions})
    return CaseEvidence(
        events=tuple(log.content(event) for event in case.events.order_by("seq")),
        head=case.event_head,
        readings=tuple(readings.content(one) for one in read),
        heads=tuple(_head(heads[size]) for size in used),
        inclusions=tuple(inclusions),
    )


def _inclusions(case: Case, read: list[object], sizes: list[int]) -> Iterator[Inclusion]:
    tree = StoredTree()
    places = LogLeaf.objects.filter(event__case=case).order_by("index")
    last: dict[int, tuple[int, int]] = {}
    for index, seq in places.values_list("index", "event__seq"):
        size = next((size for size in sizes if size > index), None)
        if size is not None:
            last[size] = (index, max(seq, last.get(size, (0, 0))[1]))
    for size, (index, seq) in last.items():
        yield _inclusion(seq, index, size, tree, is_reading=False)
    numbers = {key: number for number, key in enumerate(read, 1)}
    leaves = LogLeaf.objects.filter(reading__case=case).order_by("index")
    for index, key in leaves.values_list("index", "reading_id"):
        size = next((size for size in sizes if size > index), None)
        if size is not None and key in numbers:
            yield _inclusion(numbers[key], index, size, tree, is_reading=True)


def _inclusion(
    entry: int, index: int, size: int, tree: StoredTree, *, is_reading: bool
) -> Inclusion:
    path = merkle.inclusion_proof(index, size, tree)
    steps = zip(merkle.sides(index, size), (step.hex() for step in path), strict=True)
    return Inclusion(entry=entry, is_reading=is_reading, tree_size=size, steps=tuple(steps))


def _head(head: LogHead) -> StampedHead:
    return StampedHead(
        tree_size=head.tree_size,
        text=head.text,
        token=bytes(head.token),
        tsa=head.tsa,
        epoch=int(head.at.timestamp()),
    )

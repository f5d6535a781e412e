"""Proofs that an event was in the log when a head was stamped, and the heads themselves."""

import base64
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from engine.errors import EventNotSealed
from engine.events import log, merkle
from engine.events.tree import StoredTree
from engine.models import Event, LogHead, LogLeaf
from engine.models.actor import Actor
from engine.queries.access import case_row

FORMAT = "ventanilla-proof-1"


@dataclass(frozen=True, kw_only=True)
class HeadView:
    """One head, for lists."""

    tree_size: int
    root_hash: str
    at: datetime
    tsa: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """All that somebody needs to check an event without us, beside the roots of the TSA.

    Attributes:
        event: its canonical text; SHA-256 of it is its hash in the case's chain.
        leaf_hash: SHA-256 of a zero byte and the text, in hexadecimal (RFC 9162, 2.1.1).
        path: hashes from the leaf to the root, in hexadecimal (RFC 9162, 2.1.3).
        head: canonical text with size and root, which the timestamp is over.
        token: timestamp token of RFC 3161, DER in base64.
        stamped_at: time in the token, ISO 8601.
    """

    format: str
    event: str
    event_hash: str
    leaf_index: int
    leaf_hash: str
    tree_size: int
    path: tuple[str, ...]
    head: str
    token: str
    tsa: str
    stamped_at: str

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def heads(limit: int = 100) -> list[HeadView]:
    """The newest heads, the newest first."""
    return [
        HeadView(tree_size=one.tree_size, root_hash=one.root_hash, at=one.at, tsa=one.tsa)
        for one in LogHead.objects.defer("token", "text")[:limit]
    ]


def waiting() -> int:
    """How many events have a place that no head covers yet."""
    newest = LogHead.objects.first()
    return LogLeaf.objects.filter(index__gte=newest.tree_size if newest else 0).count()


def sealed(actor: Actor, radicado: str) -> frozenset[int]:
    """Places, in the case's chain, of the events that a stamped head covers.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
    """
    newest = LogHead.objects.first()
    covered = case_row(actor, radicado).events.filter(
        leaf__index__lt=newest.tree_size if newest else 0
    )
    return frozenset(covered.values_list("seq", flat=True))


def proof_of(actor: Actor, radicado: str, seq: int) -> Proof:
    """The proof of one event of a case, by the first head that covers it.

    Raises:
        CaseNotFound: there is no such case that the actor may read.
        EventNotSealed: no head covers the event yet, or there is no such event.
    """
    event = case_row(actor, radicado).events.filter(seq=seq).first()
    leaf = LogLeaf.objects.filter(event=event).first() if event else None
    head = LogHead.objects.filter(tree_size__gt=leaf.index).last() if leaf else None
    if event is None or leaf is None or head is None:
        raise EventNotSealed(seq=seq)
    return _proof(event, leaf.index, head)


def _proof(event: Event, index: int, head: LogHead) -> Proof:
    content = log.content(event)
    path = merkle.inclusion_proof(index, head.tree_size, StoredTree())
    return Proof(
        format=FORMAT,
        event=content.decode(),
        event_hash=event.hash,
        leaf_index=index,
        leaf_hash=merkle.leaf_hash(content).hex(),
        tree_size=head.tree_size,
        path=tuple(step.hex() for step in path),
        head=head.text,
        token=base64.b64encode(bytes(head.token)).decode("ascii"),
        tsa=head.tsa,
        stamped_at=head.at.isoformat(),
    )

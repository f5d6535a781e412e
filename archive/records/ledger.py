"""The archive's append-only chains: canonical JSON (RFC 8785), each link hashed with the one before it.

A chain belongs to one expediente, one act, or the TRD. The row of `ArchiveChain` holds its end, so that a
removed end shows too, and its lock lets one writer in at a time.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import transaction

from archive.models import ArchiveChain, ArchiveEvent

GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who acts: an account's id and the name that is kept; the system has no id."""

    id: int | None
    name: str


SYSTEM = Who(id=None, name="Sistema")


@dataclass(frozen=True)
class BrokenArchiveLink:
    """Where a chain does not hold.

    Attributes:
        reason: `missing`, `altered`, `reordered` or `truncated`.
    """

    seq: int
    reason: str


def chain_of_expediente(number: str) -> str:
    """Name of the chain of an expediente."""
    return f"expediente:{number}"


def chain_of_version(name: str) -> str:
    """Name of the chain of a version of the TRD."""
    return f"trd:{name}"


def chain_of_act(number: str) -> str:
    """Name of the chain of a custody act."""
    return f"acto:{number}"


def append(
    chain: str, kind: str, who: Who, at: datetime, data: Mapping[str, Any] | None = None
) -> ArchiveEvent:
    """Add an event; call it in the transaction of what it tells of.

    Args:
        chain: name of the chain.
        kind: `noun.past-participle`, for example `hold.placed`.
        who: who did it.
        at: when, aware.
        data: JSON-safe content.
    """
    with transaction.atomic():
        ArchiveChain.objects.get_or_create(name=chain)
        end = ArchiveChain.objects.select_for_update().get(name=chain)
        event = _next(end, kind, who, at, data or {})
        event.save(force_insert=True)
        end.save(update_fields=["count", "head"])
    return event


def begin(
    chain: str, kind: str, who: Who, at: datetime, data: Mapping[str, Any]
) -> tuple[ArchiveChain, ArchiveEvent]:
    """The rows of a chain that begins, not yet written: for who writes many rows at once."""
    end = ArchiveChain(name=chain)
    return end, _next(end, kind, who, at, data)


def _next(
    end: ArchiveChain, kind: str, who: Who, at: datetime, data: Mapping[str, Any]
) -> ArchiveEvent:
    event = ArchiveEvent(
        chain=end.name,
        seq=end.count + 1,
        kind=kind,
        at=at,
        actor_id=who.id,
        actor_name=who.name,
        data=rfc8785.dumps(dict(data)).decode(),
        previous_hash=end.head or GENESIS,
    )
    event.hash = digest(event)
    end.count, end.head = event.seq, event.hash
    return event


def digest(event: ArchiveEvent) -> str:
    """SHA-256 of the event's canonical content and of the hash before it, in hexadecimal."""
    content: dict[str, Any] = {
        "chain": event.chain,
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": {"id": event.actor_id, "name": event.actor_name},
        "data": event.data,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def broken_links(chain: str) -> list[BrokenArchiveLink]:
    """Every place where the chain does not hold; empty when it does."""
    end = ArchiveChain.objects.filter(name=chain).first() or ArchiveChain(name=chain)
    found: list[BrokenArchiveLink] = []
    expected, previous = 1, GENESIS
    for event in ArchiveEvent.objects.filter(chain=chain).order_by("seq"):
        if event.seq != expected:
            found.append(BrokenArchiveLink(expected, "missing"))
        elif event.previous_hash != previous:
            found.append(BrokenArchiveLink(event.seq, "reordered"))
        elif digest(event) != event.hash:
            found.append(BrokenArchiveLink(event.seq, "altered"))
        expected, previous = event.seq + 1, event.hash
    if (end.count, end.head or GENESIS) != (expected - 1, previous):
        found.append(BrokenArchiveLink(expected - 1, "truncated"))
    return found

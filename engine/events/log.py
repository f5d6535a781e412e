"""The case's append-only chain of events, in canonical JSON (RFC 8785) and hashed with SHA-256.

Each link hashes its own content and the hash before it, so that a change, a removal or a swap
anywhere shows at that place.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from engine.models import Case, Event
from engine.models.actor import Actor

GENESIS = "0" * 64


@dataclass(frozen=True)
class BrokenLink:
    """Where a chain does not hold.

    Attributes:
        seq: place in the chain.
        reason: `missing`, `altered` or `reordered`.
    """

    seq: int
    reason: str


def append(case: Case, kind: str, actor: Actor, at: datetime, data: Mapping[str, Any]) -> Event:
    """Add one event to the case's chain, inside the command's transaction.

    Args:
        case: locked by the caller, so that the place in the chain is free.
        kind: `noun.past-participle`, for example `item.completed`.
        actor: who did it.
        at: when, aware.
        data: JSON-safe content; decimals and dates come as text.
    """
    last = case.events.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    event = Event(
        case=case,
        seq=seq,
        kind=kind,
        at=at,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        actor_name=actor.name,
        data=rfc8785.dumps(dict(data)).decode(),
        previous_hash=previous,
    )
    event.hash = digest(event)
    event.save()
    return event


def digest(event: Event) -> str:
    """SHA-256 of the event's canonical content and of the hash before it, in hexadecimal.

    Source: RFC 8785 (JSON Canonicalization Scheme).
    """
    content: dict[str, Any] = {
        "case": str(event.case_id),
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": {"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name},
        "data": event.data,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def broken_links(case: Case) -> list[BrokenLink]:
    """Every place where the case's chain does not hold; empty when it does."""
    found: list[BrokenLink] = []
    expected, previous = 1, GENESIS
    for event in case.events.order_by("seq"):
        if event.seq != expected:
            found.append(BrokenLink(expected, "missing"))
        elif event.previous_hash != previous:
            found.append(BrokenLink(event.seq, "reordered"))
        elif digest(event) != event.hash:
            found.append(BrokenLink(event.seq, "altered"))
        expected, previous = event.seq + 1, event.hash
    return found

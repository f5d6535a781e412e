"""The case's append-only chain of events, in canonical JSON (RFC 8785) and hashed with SHA-256.

Each link hashes its own content and the hash before it, so that a change, a removal or a swap
anywhere shows at that place. The case's own row holds the end of the chain, so that a removed end shows too.
"""

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import rfc8785

from engine.models import Case, Event
from engine.models.actor import Actor

GENESIS = "0" * 64
_TRIES = 5


@dataclass(frozen=True)
class BrokenLink:
    """Where a chain does not hold.

    Attributes:
        seq: place in the chain.
        reason: `missing`, `altered`, `reordered` or `truncated`.
    """

    seq: int
    reason: str


def append(case: Case, kind: str, actor: Actor, at: datetime, data: Mapping[str, Any]) -> Event:
    """The next event of the case's chain, in memory; the case's own row moves to it.

    The command brings it and the case's row into the database in the same transaction.

    Args:
        case: locked by the caller, so that the place in the chain is free.
        kind: `noun.past-participle`, for example `item.completed`.
        actor: who did it.
        at: when, aware.
        data: JSON-safe content; decimals and dates come as text.
    """
    event = Event(
        case=case,
        seq=case.event_count + 1,
        kind=kind,
        at=at,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        actor_name=actor.name,
        data=canonical(data).decode(),
        previous_hash=case.event_head or GENESIS,
    )
    event.hash = digest(event)
    case.event_count, case.event_head = event.seq, event.hash
    return event


def canonical(data: Mapping[str, Any]) -> bytes:
    """Canonical JSON: of what is plain, orjson's sorted form is the same and many times quicker.

    Source: RFC 8785 (JSON Canonicalization Scheme), 3.2.2.2 (strings) and 3.2.3 (order of keys).
    """
    if _is_plain(data):
        with contextlib.suppress(orjson.JSONEncodeError):
            return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    return rfc8785.dumps(dict(data))


def _is_plain(value: object) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if isinstance(value, dict):
        return kind is dict and all(
            type(key) is str and key.isascii() and _is_plain(inner) for key, inner in value.items()
        )
    if isinstance(value, list):
        return kind is list and all(map(_is_plain, value))
    # Numbers with a point are written otherwise there, and larger ones are refused.
    return isinstance(value, int) and kind is int and -(2**53) < value < 2**53


def digest(event: Event) -> str:
    """SHA-256 of the event's canonical content and of the hash before it, in hexadecimal."""
    return hashlib.sha256(content(event)).hexdigest()


def content(event: Event) -> bytes:
    """What is hashed of an event: its canonical content and the hash before it.

    Source: RFC 8785 (JSON Canonicalization Scheme).
    """
    return canonical(facts(event))


def facts(event: Event) -> dict[str, Any]:
    """An event as it is hashed, before it is written canonically."""
    return {
        "case": str(event.case_id),
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": {"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name},
        "data": event.data,
        "previous": event.previous_hash,
    }


def essence(event: Event) -> str:
    """SHA-256 of what an event tells, wherever it stands in its chain: it survives a renumbering."""
    told = {key: fact for key, fact in facts(event).items() if key not in ("seq", "previous")}
    return hashlib.sha256(canonical(told)).hexdigest()


def broken_links(case: Case) -> list[BrokenLink]:
    """Every place where the case's chain does not hold; empty when it does."""
    end, events = _chain(case)
    return broken_in(end, events)


def broken_in(end: tuple[int, str], events: Sequence[Event]) -> list[BrokenLink]:
    """Every place where a chain does not hold.

    Args:
        end: count and last hash, as the case's row has them.
        events: all of the case, in order.
    """
    count, head = end
    found: list[BrokenLink] = []
    expected, previous = 1, GENESIS
    for event in events:
        if event.seq != expected:
            found.append(BrokenLink(expected, "missing"))
        elif event.previous_hash != previous:
            found.append(BrokenLink(event.seq, "reordered"))
        elif digest(event) != event.hash:
            found.append(BrokenLink(event.seq, "altered"))
        expected, previous = event.seq + 1, event.hash
    if (count, head or GENESIS) != (expected - 1, previous):
        found.append(BrokenLink(expected - 1, "truncated"))
    return found


def _chain(case: Case) -> tuple[tuple[int, str], list[Event]]:
    """The end as the case's row has it, and all events; read again if a command came between."""
    before = _end(case)
    for _ in range(_TRIES):
        events = list(case.events.order_by("seq"))
        after = _end(case)
        if after == before:
            break
        before = after
    return before, events


def _end(case: Case) -> tuple[int, str]:
    return Case.objects.values_list("event_count", "event_head").get(pk=case.pk)

"""Where a rehearsed case stands: each place with its process and with what would end the waiting."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn import versions
from engine import runtime
from engine.models import Case, Subscription, SubscriptionKind, WorkItem

# Kinds of waiting for something that comes from outside the flow.
_STANDS = ("item", "job", "message", "signal", "timer", "condition")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One element where a case waits.

    Attributes:
        process: that was called and holds the element; empty for the procedure's own.
        kind: `item`, `job`, `message`, `signal`, `timer` or `condition`.
        detail: groups of an item, or the name of a message or signal.
    """

    element: str
    process: str
    kind: str
    detail: str = ""


def places_of(case: Case) -> tuple[Place, ...]:
    """Where the flow stands, once for each token; events that only watch over it are none."""
    if case.is_over or not case.frozen:
        return ()
    model = versions.compiled(versions.by_digest(case.version_digest))
    points = [
        point
        for point in runtime.waiting(model, bytes(case.frozen))
        if point.kind in _STANDS and not point.is_passive
    ]
    details = dict(_details(case))
    # An event with several definitions is one token that waits for each of them.
    by_token = {
        point.token.partition(".")[0]: Place(
            element=point.element_id,
            process="" if point.process_id == case.slug else point.process_id,
            kind=point.kind,
            detail=details.get(point.token, ""),
        )
        for point in points
    }
    return tuple(by_token.values())


def awaited_messages(case: Case) -> list[tuple[str, str]]:
    """Messages that the case would take now, by events beside the flow too, each with its key."""
    waiting = Subscription.objects.filter(case=case, kind=SubscriptionKind.MESSAGE)
    names = waiting.order_by("message").values_list("message", "correlation_key").distinct()
    # Under its own number nobody has to say a key.
    return [(name, "" if key == case.radicado else key) for name, key in names]


def _details(case: Case) -> Iterator[tuple[str, str]]:
    for token, groups in WorkItem.objects.filter(case=case).values_list("token", "groups"):
        yield token, f"de {' o '.join(groups)}" if groups else ""
    for token, name in Subscription.objects.filter(case=case).values_list("token", "message"):
        yield token, f"«{name}»"

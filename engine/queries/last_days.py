"""Until when a case waits for somebody: the timer that stands against the waiting in the model."""

from collections.abc import Iterator
from datetime import date, timedelta

from bpmn import versions
from engine import runtime
from engine.clock import legal_day
from engine.commands import version_of
from engine.models import Case, Subscription

_INSTANT = timedelta(microseconds=1)


def last_day(waiting: Subscription) -> date | None:
    """Last day on which what is waited for comes in time; None where the model sets none.

    A timer goes off when that day is over (`engine.clock.fires_at`).
    """
    case = waiting.case
    model = versions.compiled(version_of(case.version_digest))
    against = set(_against(model, waiting.process_id, waiting.element_id))
    return _earliest(case, waiting.process_id, against)


def _earliest(case: Case, process_id: str, elements: set[str]) -> date | None:
    timers = case.timers.filter(process_id=process_id, element_id__in=elements)
    moments = timers.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True)
    first = moments.first()
    return None if first is None else legal_day(first - _INSTANT)


def _against(model: runtime.CompiledModel, process_id: str, element_id: str) -> Iterator[str]:
    """Timers that end the waiting: beside it at a gateway of events, or on the edge of what holds it."""
    node = model.nodes[(process_id, element_id)]
    for flow in node.incoming:
        gateway = model.nodes[(process_id, flow.source)]
        if gateway.type == "eventBasedGateway":
            yield from (other.target for other in gateway.outgoing)
    holders = {element_id, node.scope}
    for (process, ident), other in model.nodes.items():
        is_edge = process == process_id and other.attached_to in holders
        if is_edge and other.attached_to and other.is_interrupting and other.event == "timer":
            yield ident

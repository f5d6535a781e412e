"""When a process starts by itself: the moments of its timer start events."""

from __future__ import annotations

from datetime import datetime

from engine import feel
from engine.runtime.errors import RunFailed
from engine.runtime.model import CompiledModel
from engine.runtime.timing import TimerUnreadable, following, moment


def start_timer(
    model: CompiledModel,
    element_id: str,
    *,
    now: datetime,
    previous: datetime | None = None,
    fired: int = 0,
) -> datetime | None:
    """The next moment at which a timer start event starts a case; None when it is over.

    Args:
        model: of the published version.
        element_id: its timer start event.
        now: aware; the first moment counts from it.
        previous: when it was due the last time.
        fired: how often it has fired.

    Raises:
        RunFailed: its expression gives no time; it sees no variables.

    Source: BPMN 2.0.2, 10.5.2 (timer start event).
    """
    node = model.nodes[model.root, element_id]
    text = next(event.timer for event in node.events if event.timer)
    try:
        value = text.slot.expression.evaluate({}, now=now).value
        first = moment(text.kind, value, now)
    except (feel.FeelError, ValueError) as error:
        detail = f"{text.slot.name}: {text.slot.text}"
        raise RunFailed(TimerUnreadable.code, model.root, element_id, detail) from error
    if previous is None:
        return first.due
    is_over = not first.interval or (first.left is not None and fired > first.left)
    return None if is_over else following(previous, first.left, first.interval).due

"""Event definitions to what the runtime knows of them; what is incomplete is a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.runtime.compile.source import Source, tag_of
from engine.runtime.nodes import EventDefinition, Slot, TimerText
from engine.runtime.timing import TimerUnreadable, is_share, moment
from engine.runtime.values import MOMENT_OF_READING

THROWS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
_CLOCKS = ("wall", "case", "calendar")
_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_events(source: Source, element: Any) -> tuple[EventDefinition, ...]:
    """All definitions of an event, or the message of a send or receive task."""
    tag = tag_of(element)
    if tag in ("receiveTask", "sendTask"):
        if tag == "sendTask" and source.extension(element, "taskDefinition") is not None:
            return ()
        reference = element.get("messageRef")
        found = _message(source, element, reference) if reference or tag == "receiveTask" else None
        return (found,) if found else ()
    read = (read_definition(source, element, child) for child in definitions_of(source, element))
    return tuple(definition for definition in read if definition is not None)


def definitions_of(source: Source, element: Any) -> Iterator[Any]:
    """Definitions that stand in an event, and those that it refers to."""
    for child in element.iterchildren():
        tag = tag_of(child)
        if tag.endswith("EventDefinition"):
            yield child
        elif tag == "eventDefinitionRef":
            found = source.by_id.get((child.text or "").strip().rpartition(":")[2])
            if found is None:
                source.refuse("unknown-event", element.get("id"), str(child.text), child)
            else:
                yield found


def read_definition(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    """One definition; None with a finding when it is incomplete."""
    kind = tag_of(definition).removesuffix("EventDefinition")
    reader = _READERS.get(kind)
    return None if reader is None else reader(source, owner, definition)


def _message_definition(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    # A throwing event with a worker leaves the message to the worker.
    if tag_of(owner) in THROWS and source.extension(owner, "taskDefinition") is not None:
        return None
    return _message(source, owner, definition.get("messageRef"))


def _message(source: Source, owner: Any, reference: str | None) -> EventDefinition | None:
    message = source.referenced(reference, "message")
    name = None if message is None else _name(source, owner, "message", message)
    if name is None:
        source.refuse("no-message", owner.get("id"), str(reference), owner)
        return None
    key = source.attribute(message, "subscription", "correlationKey")
    lifetime = source.pairs(owner, "properties", "property", "name").get("timeToLive")
    return EventDefinition(
        kind="message",
        name=name,
        correlation_key=source.slot(owner, "correlationKey", key, feel_only=True),
        time_to_live=source.slot(owner, "timeToLive", lifetime),
    )


def _signal(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    signal = source.referenced(definition.get("signalRef"), "signal")
    name = None if signal is None else _name(source, owner, "signal", signal)
    if name is None:
        source.refuse("no-signal", owner.get("id"), str(definition.get("signalRef")), definition)
        return None
    return EventDefinition(kind="signal", name=name)


def _name(source: Source, owner: Any, kind: str, element: Any) -> Slot | None:
    text = (element.get("name") or "").strip() or (element.get("id") or "")
    return source.slot(owner, kind, text)


def _timer(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    texts = [child for child in definition.iterchildren() if tag_of(child) in _TIMES]
    slot = source.slot(owner, tag_of(texts[0]), texts[0].text) if len(texts) == 1 else None
    if slot is None:
        source.refuse("timer-without-time", owner.get("id"), f"{len(texts)}", definition)
        return None
    clock = source.pairs(owner, "properties", "property", "name").get("clock", "wall")
    if clock not in _CLOCKS:
        source.refuse("unknown-clock", owner.get("id"), clock, owner)
        clock = "wall"
    text = TimerText(_TIMES[tag_of(texts[0])], slot, clock)
    _check_static_time(source, owner, text)
    return EventDefinition(kind="timer", timer=text)


def _check_static_time(source: Source, owner: Any, text: TimerText) -> None:
    if text.is_legal and text.kind != "duration":
        source.refuse("case-clock-without-duration", owner.get("id"), text.slot.text, owner)
    if text.slot.text.startswith("="):
        return
    try:
        found = moment(text.kind, text.slot.text, MOMENT_OF_READING, is_legal=text.is_legal)
        if is_share(found.term) and not text.is_on_case_clock:
            source.refuse("share-off-the-case-clock", owner.get("id"), text.slot.text, owner)
    except ValueError:
        source.refuse(TimerUnreadable.code, owner.get("id"), text.slot.text, owner)


def _coded(kind: str) -> Callable[[Source, Any, Any], EventDefinition | None]:
    def read(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
        reference = definition.get(f"{kind}Ref")
        code = _code(source, owner, kind, reference) if reference else None
        if code is None and (reference or tag_of(owner) in THROWS):
            source.refuse(f"{kind}-without-code", owner.get("id"), str(reference), definition)
            return None
        return EventDefinition(kind=kind, code=code)

    return read


def _code(source: Source, owner: Any, kind: str, reference: str) -> str | None:
    element = source.referenced(reference, kind)
    if element is None:
        return None
    code = (element.get(f"{kind}Code") or "").strip()
    if code.startswith("="):
        source.refuse(f"{kind}-code-not-static", owner.get("id"), code, owner)
    return code or None


def _conditional(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    condition = source.child_slot(owner, definition, "condition", is_condition=True)
    if condition is None:
        source.refuse("no-condition", owner.get("id"), "condition", definition)
        return None
    return EventDefinition(kind="conditional", condition=condition)


def _compensation(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    activity = definition.get("activityRef")
    is_waiting = definition.get("waitForCompletion", "true") != "false"
    return EventDefinition(kind="compensation", activity=activity, is_waiting=is_waiting)


def _link(source: Source, owner: Any, definition: Any) -> EventDefinition | None:
    slot = source.slot(owner, "link", definition.get("name"))
    if slot is None or slot.text.startswith("="):
        source.refuse("link-without-name", owner.get("id"), str(definition.get("name")), definition)
        return None
    return EventDefinition(kind="link", name=slot)


def _plain(kind: str) -> Callable[[Source, Any, Any], EventDefinition | None]:
    return lambda _source, _owner, _definition: EventDefinition(kind=kind)


_READERS: Mapping[str, Callable[[Source, Any, Any], EventDefinition | None]] = {
    "message": _message_definition,
    "signal": _signal,
    "timer": _timer,
    "error": _coded("error"),
    "escalation": _coded("escalation"),
    "conditional": _conditional,
    "compensate": _compensation,
    "link": _link,
    "terminate": _plain("terminate"),
    "cancel": _plain("cancel"),
}

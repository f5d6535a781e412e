"""Properties of elements that the engine reads say something it understands, where it looks for them."""

from collections.abc import Iterator

from bpmn.checks.subject import Subject
from bpmn.package import Finding
from bpmn.package.diagram import DiagramElement
from bpmn.package.findings import error, warning
from engine.feel.temporal.text import parse_duration
from engine.feel.values import DayTimeDuration, YearMonthDuration

_FILE = "process.bpmn"
_THROWS = ("endEvent", "intermediateThrowEvent", "sendTask")
_HEADERS = ("deadline", "retryBackoff")


def findings(subject: Subject) -> Iterator[Finding]:
    """Waiting times that nobody can read, and properties that change nothing where they stand."""
    for element in subject.elements:
        yield from _unread(element)
        lifetime = element.properties.get("timeToLive", "")
        if lifetime and not lifetime.startswith("=") and not _is_time(lifetime):
            yield _unreadable(element, "timeToLive", lifetime)
        for key in _HEADERS:
            text = element.headers.get(key, "")
            steps = text.split(",") if key == "retryBackoff" else [text]
            if text and not all(_is_time(step) for step in steps):
                yield _unreadable(element, key, text)


def _unread(element: DiagramElement) -> Iterator[Finding]:
    throws = element.type in _THROWS and "message" in element.events
    for key, is_read, where in (
        ("clock", "timer" in element.events, "en un evento con temporizador"),
        ("timeToLive", throws and not element.job_type, "en lo que lanza un mensaje"),
    ):
        if key in element.properties and not is_read:
            yield warning(
                "property-without-effect",
                _FILE,
                element.id,
                f"La propiedad «{key}» no hace nada aquí.",
                f"Póngala {where}, o bórrela.",
            )


def _unreadable(element: DiagramElement, key: str, text: str) -> Finding:
    return error(
        "property-not-time",
        _FILE,
        element.id,
        f"«{text}» no dice cuánto tiempo ({key}).",
        "Escriba segundos o una duración, p. ej. 90, PT5M o P15D.",
    )


def _is_time(text: str) -> bool:
    text = text.strip()
    if text.isascii() and text.isdigit():
        return True
    duration = parse_duration(text)
    if isinstance(duration, DayTimeDuration):
        return duration.nanoseconds >= 0
    return isinstance(duration, YearMonthDuration) and duration.months >= 0

"""What goes into a step and what comes out of it; frozen values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

# Static times are tried against this moment, so that what is wrong is told before any case meets it.
MOMENT_OF_READING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ItemCompleted:
    """A person finished a user task."""

    token: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JobCompleted:
    """A worker finished a service or send task."""

    token: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JobFailedWithError:
    """A worker answers with a BPMN error, to be caught by the model."""

    token: str
    error_code: str
    message: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MessageReceived:
    """A message that an event or receive task waits for."""

    token: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SignalReceived:
    """A broadcast signal, given to one of those that wait for it."""

    token: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TimerFired:
    """A timer that has come due."""

    token: str


@dataclass(frozen=True)
class ConditionsChecked:
    """Time has passed: look again at conditions that may ask the clock."""

    token: str = ""


@dataclass(frozen=True)
class ElementActivated:
    """Someone starts an activity of an open ad-hoc sub-process.

    Attributes:
        token: the ad-hoc sub-process's own.
        element_id: one of the activities inside that no flow leads to.
    """

    token: str
    element_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)


Trigger = (
    ItemCompleted
    | JobCompleted
    | JobFailedWithError
    | MessageReceived
    | SignalReceived
    | TimerFired
    | ConditionsChecked
    | ElementActivated
)


@dataclass(frozen=True, kw_only=True)
class OpenedItem:
    """A user task that waits for a person."""

    token: str
    process_id: str
    element_id: str
    name: str | None
    lane: str | None
    form_id: str | None
    candidate_groups: tuple[str, ...]
    assignee: str | None
    due: date | datetime | str | None
    priority: int | None
    headers: Mapping[str, str]
    properties: Mapping[str, str]
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OpenedJob:
    """A service or send task that waits for a worker."""

    token: str
    process_id: str
    element_id: str
    name: str | None
    type: str
    retries: int
    headers: Mapping[str, str]
    properties: Mapping[str, str]
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OpenedSubscription:
    """A catch event or receive task that waits for a message."""

    token: str
    process_id: str
    element_id: str
    message: str
    correlation_key: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OpenedSignal:
    """A token that waits for a broadcast signal by its name."""

    token: str
    process_id: str
    element_id: str
    signal: str


@dataclass(frozen=True, kw_only=True)
class OpenedTimer:
    """A token that waits for time.

    Opening a timer under a token that has one already replaces it: that is how a cycle goes on.

    Attributes:
        due: aware moment, reckoned on the wall clock; None when the case's clock has to reckon it.
        term: legal term such as `15 DH`, counted from now, or a share of the case's own term such as
            `80 %`; None otherwise.
        is_on_case_clock: the timer stands still while the case is suspended.
    """

    token: str
    process_id: str
    element_id: str
    name: str | None
    due: datetime | None
    term: str | None = None
    is_on_case_clock: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A flow node that a token entered; `flow_taken` only for exclusive gateways."""

    process_id: str
    element_id: str
    element_type: str
    name: str | None
    token: str
    properties: Mapping[str, str]
    flow_taken: str | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionMade:
    """What a business rule task decided; `fired` are `engine.dmn.FiredRule`."""

    process_id: str
    element_id: str
    decision_id: str
    name: str
    value: Any
    fired: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class ThrownMessage:
    """A message for whoever waits for it under this key, this case included.

    Attributes:
        correlation_key: None where the model names none; then the name alone is compared.
        time_to_live: ISO 8601 duration for which it is buffered when nobody waits; None: not at all.
    """

    process_id: str
    element_id: str
    message: str
    correlation_key: str | None
    variables: Mapping[str, Any]
    time_to_live: str | None = None


@dataclass(frozen=True, kw_only=True)
class ThrownSignal:
    """A signal for all other cases that wait for it; this case's own have it already."""

    process_id: str
    element_id: str
    signal: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that BPMN lets pass without effect, and that people should be able to see.

    Attributes:
        code: `escalation-not-caught`, `nothing-to-compensate`, or `compensation-gone` for what a
            migration left without anything that undoes it.
    """

    code: str
    process_id: str
    element_id: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class EndReached:
    """The end event by which a case ended, or that it has reached already; the last one of several.

    Ends of the root process count, and those of an event sub-process that interrupted it.
    """

    process_id: str
    element_id: str
    name: str | None
    properties: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one start or advance did, and the state to keep."""

    state: bytes
    opened: tuple[OpenedItem, ...] = ()
    jobs: tuple[OpenedJob, ...] = ()
    subscribed: tuple[OpenedSubscription, ...] = ()
    cancelled: tuple[str, ...] = ()
    passed: tuple[Passage, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    timers: tuple[OpenedTimer, ...] = ()
    signals: tuple[OpenedSignal, ...] = ()
    thrown: tuple[ThrownMessage, ...] = ()
    signalled: tuple[ThrownSignal, ...] = ()
    notes: tuple[Note, ...] = ()
    finished: bool = False
    has_conditions: bool = False
    end: EndReached | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)

"""What goes into a step and what comes out of it; frozen values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


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


@dataclass(frozen=True)
class MessageReceived:
    """A message that a catch event or receive task waits for."""

    token: str
    variables: Mapping[str, Any] = field(default_factory=dict)


Trigger = ItemCompleted | JobCompleted | JobFailedWithError | MessageReceived


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
    """A message for another case. The dialect has none yet: sending is a send task."""

    process_id: str
    element_id: str
    message: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class EndReached:
    """The end event by which the root process ended; the last one where there are several."""

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
    thrown: tuple[ThrownMessage, ...] = ()
    finished: bool = False
    end: EndReached | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)

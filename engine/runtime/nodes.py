"""What the compiler knows about one flow node; read-only while cases run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression

# Kinds of events that somebody or something outside the case brings.
EXTERNAL = frozenset({"message", "signal", "timer"})
# Those that a token can wait for; the others are caught by looking who stands around.
AWAITED = EXTERNAL | {"conditional"}


@dataclass(frozen=True)
class Slot:
    """An attribute that may be FEEL (`=…`) or a static text."""

    name: str
    text: str
    expression: Expression


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` leaves gateways and activities."""

    id: str
    source: str
    target: str
    condition: Slot | None = None


@dataclass(frozen=True)
class VariableMapping:
    """`zeebe:input` or `zeebe:output`, or a data association."""

    source: Slot
    target: tuple[str, ...]


@dataclass(frozen=True)
class TimerText:
    """`timeDate`, `timeDuration` or `timeCycle` of a timer event.

    Attributes:
        kind: `date`, `duration` or `cycle`.
        clock: `wall`; `case`: it counts legal time and stands still while the case is suspended;
            `calendar`: it counts legal time and never stands still.
    """

    kind: str
    slot: Slot
    clock: str = "wall"

    @property
    def is_on_case_clock(self) -> bool:
        """Whether it stands still while the case is suspended."""
        return self.clock == "case"

    @property
    def is_legal(self) -> bool:
        """Whether its durations are terms of the law, counted by days of the entity's calendar."""
        return self.clock != "wall"


@dataclass(frozen=True, kw_only=True)
class EventDefinition:
    """One thing that an event catches or throws.

    Attributes:
        kind: BPMN's word without `EventDefinition`: `message`, `timer`, `error`…
        name: of a message, signal or link.
        code: of an error or escalation; None catches all.
        activity: what a compensation is for; None is all that the scope has done.
        is_waiting: whether a compensation is waited for.
    """

    kind: str
    name: Slot | None = None
    correlation_key: Slot | None = None
    time_to_live: Slot | None = None
    code: str | None = None
    timer: TimerText | None = None
    condition: Slot | None = None
    activity: str | None = None
    is_waiting: bool = True


@dataclass(frozen=True)
class Behaviour:
    """An event that a multi-instance activity throws to its own boundary.

    Attributes:
        condition: of `complexBehaviorDefinition`; true cancels the remaining instances.

    Source: BPMN 2.0.2, 10.3.8, tables 10.30 and 10.31.
    """

    event: EventDefinition | None
    condition: Slot | None = None


@dataclass(frozen=True, kw_only=True)
class Loop:
    """How an activity is repeated.

    Attributes:
        kind: `parallel`, `sequential` or `standard`.
        collection: items of a multi-instance; else `cardinality` says how many.
        completion: `completionCondition`; true cancels the remaining instances.
        condition: of a standard loop; it goes on while this is true.
        maximum: of a standard loop.
        is_tested_before: whether a standard loop may run not at all.
        behaviour: `all`, `none`, `one` or `complex`.
    """

    kind: str
    collection: Slot | None = None
    cardinality: Slot | None = None
    element: str | None = None
    output_collection: str | None = None
    output_element: Slot | None = None
    completion: Slot | None = None
    condition: Slot | None = None
    maximum: Slot | None = None
    is_tested_before: bool = False
    behaviour: str = "all"
    behaviours: tuple[Behaviour, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdHoc:
    """What makes a sub-process ad-hoc.

    Source: BPMN 2.0.2, 10.3.6; Camunda 8 docs, «Ad-hoc sub-process».
    """

    is_sequential: bool = False
    completion: Slot | None = None
    cancels_remaining: bool = True
    active: Slot | None = None


@dataclass(frozen=True, kw_only=True)
class Node:
    """One flow node with all that its run needs.

    Attributes:
        scope: id of the sub-process in which it stands; None for the process itself.
        is_interrupting: of boundary events and of start events of event sub-processes.
        is_parallel: every definition of the event has to occur (`parallelMultiple`), or every
            event of an instantiating gateway.
        handler: the activity that compensates what a compensation boundary event hangs on.
        data: names that its own scope declares (data objects and properties).
    """

    id: str
    type: str
    process_id: str
    name: str | None = None
    line: int | None = None
    lane: str | None = None
    scope: str | None = None
    attached_to: str | None = None
    default: str | None = None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    data: tuple[str, ...] = ()
    events: tuple[EventDefinition, ...] = ()
    is_interrupting: bool = True
    is_parallel: bool = False
    is_event_sub_process: bool = False
    is_for_compensation: bool = False
    is_instantiating: bool = False
    handler: str | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    job_type: Slot | None = None
    retries: Slot | None = None
    form_id: str | None = None
    candidate_groups: Slot | None = None
    assignee: Slot | None = None
    due: Slot | None = None
    priority: Slot | None = None
    script: Slot | None = None
    result_variable: str | None = None
    decision_id: str | None = None
    called_process: str | None = None
    propagate_parent: bool = True
    propagate_child: bool = True
    loop: Loop | None = None
    ad_hoc: AdHoc | None = None
    activation: Slot | None = None

    @property
    def event(self) -> str:
        """Kind of its first event, or `none`."""
        return self.events[0].kind if self.events else "none"

    @property
    def awaited(self) -> tuple[EventDefinition, ...]:
        """Definitions that a token can wait for."""
        return tuple(event for event in self.events if event.kind in AWAITED)

    @property
    def is_sub_process(self) -> bool:
        """Whether flow nodes stand inside it."""
        return self.type in ("subProcess", "transaction", "adHocSubProcess")

    def element(self) -> Element:
        """The part of the node that other rooms may read."""
        message = next((e.name for e in self.events if e.kind == "message"), None)
        return Element(
            id=self.id,
            type=self.type,
            name=self.name,
            lane=self.lane,
            form_id=self.form_id,
            headers=self.headers,
            properties=self.properties,
            called_process=self.called_process,
            decision_id=self.decision_id,
            job_type=self.job_type.text if self.job_type else None,
            message=message.text if message else None,
            event=self.event,
        )


@dataclass(frozen=True, kw_only=True)
class Element:
    """What checks, pages and jobs may know about a flow node."""

    id: str
    type: str
    name: str | None
    lane: str | None
    form_id: str | None
    headers: Mapping[str, str]
    properties: Mapping[str, str]
    called_process: str | None
    decision_id: str | None
    job_type: str | None
    message: str | None
    event: str = "none"


@dataclass(frozen=True)
class StartPoint:
    """A way to start a process.

    Attributes:
        kind: `none`, `message`, `signal`, `timer`, or `conditional`.
        name: of the message or signal, when it is a static text.
        is_parallel: one of several events that all have to occur before the process starts.
    """

    element_id: str
    kind: str
    name: str | None = None
    is_parallel: bool = False


@dataclass(frozen=True)
class Process:
    """One process as read from its file; `data` are its data objects and properties."""

    id: str
    name: str | None
    nodes: Mapping[str, Node]
    properties: Mapping[str, str]
    tree: Any
    data: tuple[str, ...] = ()

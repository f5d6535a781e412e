"""Runs BPMN: the one door to SpiffWorkflow. Bytes in, compiled model; state and trigger in, step out.

Pure: no clock, no database, no Django. Texts of a model are FEEL only; Python is never evaluated.
"""

from engine.runtime.compile import compile_model
from engine.runtime.door import advance, start
from engine.runtime.errors import (
    ExecutionError,
    Finding,
    ModelRefused,
    RunFailed,
    StateRefused,
    UnknownToken,
)
from engine.runtime.model import CompiledModel, ProcessSource
from engine.runtime.nodes import Element, StartPoint
from engine.runtime.values import (
    ConditionsChecked,
    DecisionMade,
    ElementActivated,
    EndReached,
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    Note,
    OpenedItem,
    OpenedJob,
    OpenedSignal,
    OpenedSubscription,
    OpenedTimer,
    Passage,
    SignalReceived,
    Step,
    ThrownMessage,
    ThrownSignal,
    TimerFired,
    Trigger,
)

__all__ = [
    "CompiledModel",
    "ConditionsChecked",
    "DecisionMade",
    "Element",
    "ElementActivated",
    "EndReached",
    "ExecutionError",
    "Finding",
    "ItemCompleted",
    "JobCompleted",
    "JobFailedWithError",
    "MessageReceived",
    "ModelRefused",
    "Note",
    "OpenedItem",
    "OpenedJob",
    "OpenedSignal",
    "OpenedSubscription",
    "OpenedTimer",
    "Passage",
    "ProcessSource",
    "RunFailed",
    "SignalReceived",
    "StartPoint",
    "StateRefused",
    "Step",
    "ThrownMessage",
    "ThrownSignal",
    "TimerFired",
    "Trigger",
    "UnknownToken",
    "advance",
    "compile_model",
    "start",
]

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
from engine.runtime.nodes import Element
from engine.runtime.values import (
    DecisionMade,
    EndReached,
    ItemCompleted,
    JobCompleted,
    JobFailedWithError,
    MessageReceived,
    OpenedItem,
    OpenedJob,
    OpenedSubscription,
    Passage,
    Step,
    ThrownMessage,
    Trigger,
)

__all__ = [
    "CompiledModel",
    "DecisionMade",
    "Element",
    "EndReached",
    "ExecutionError",
    "Finding",
    "ItemCompleted",
    "JobCompleted",
    "JobFailedWithError",
    "MessageReceived",
    "ModelRefused",
    "OpenedItem",
    "OpenedJob",
    "OpenedSubscription",
    "Passage",
    "ProcessSource",
    "RunFailed",
    "StateRefused",
    "Step",
    "ThrownMessage",
    "Trigger",
    "UnknownToken",
    "advance",
    "compile_model",
    "start",
]

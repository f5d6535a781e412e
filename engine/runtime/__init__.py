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
from engine.runtime.migration import Landing, MigrationPlan, migrate, plan_migration
from engine.runtime.model import CompiledModel, ProcessSource
from engine.runtime.modification import CancelToken, Change, SetVariables, StartElement, modify
from engine.runtime.nodes import Element, StartPoint
from engine.runtime.peeking import Waiting, root_variables, variables_at, waiting
from engine.runtime.starting import start_timer
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
    "CancelToken",
    "Change",
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
    "Landing",
    "MessageReceived",
    "MigrationPlan",
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
    "SetVariables",
    "SignalReceived",
    "StartElement",
    "StartPoint",
    "StateRefused",
    "Step",
    "ThrownMessage",
    "ThrownSignal",
    "TimerFired",
    "Trigger",
    "UnknownToken",
    "Waiting",
    "advance",
    "compile_model",
    "migrate",
    "modify",
    "plan_migration",
    "root_variables",
    "start",
    "start_timer",
    "variables_at",
    "waiting",
]

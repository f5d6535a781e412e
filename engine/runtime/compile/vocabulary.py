"""The words of BPMN and zeebe that this runtime honours; every other word is a finding.

Source: BPMN 2.0.2 (formal/2013-12-09); Camunda 8 «BPMN coverage» and zeebe-bpmn-moddle.
"""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MODELER = "http://camunda.org/schema/modeler/1.0"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"

# None: any value. A tuple: only these values mean what the runtime does.
Attributes = dict[str, tuple[str, ...] | None]

_BOOLEAN = ("true", "false")
_NAMED: Attributes = {"id": None, "name": None}
_ACTIVITY: Attributes = {
    **_NAMED,
    "isForCompensation": _BOOLEAN,
    "startQuantity": None,
    "completionQuantity": None,
    "default": None,
}
_TASK: Attributes = {**_ACTIVITY, "implementation": None, "operationRef": None}
_GATEWAY: Attributes = {**_NAMED, "gatewayDirection": None}

FLOW_NODES: dict[str, Attributes] = {
    "startEvent": {**_NAMED, "isInterrupting": _BOOLEAN, "parallelMultiple": _BOOLEAN},
    "endEvent": _NAMED,
    "boundaryEvent": {
        **_NAMED,
        "attachedToRef": None,
        "cancelActivity": _BOOLEAN,
        "parallelMultiple": _BOOLEAN,
    },
    "intermediateCatchEvent": {**_NAMED, "parallelMultiple": _BOOLEAN},
    "intermediateThrowEvent": _NAMED,
    "task": _TASK,
    "manualTask": _TASK,
    "userTask": _TASK,
    "serviceTask": _TASK,
    "sendTask": {**_TASK, "messageRef": None},
    "receiveTask": {**_TASK, "messageRef": None, "instantiate": _BOOLEAN},
    "businessRuleTask": _TASK,
    "scriptTask": {**_TASK, "scriptFormat": None},
    "callActivity": {**_ACTIVITY, "calledElement": None},
    "subProcess": {**_ACTIVITY, "triggeredByEvent": _BOOLEAN},
    "transaction": {
        **_ACTIVITY,
        "triggeredByEvent": ("false",),
        "method": ("compensate", "##Compensate", "Compensate"),
    },
    "adHocSubProcess": {
        **_ACTIVITY,
        "triggeredByEvent": ("false",),
        "ordering": ("Sequential", "Parallel"),
        "cancelRemainingInstances": _BOOLEAN,
    },
    "exclusiveGateway": {**_GATEWAY, "default": None},
    "inclusiveGateway": {**_GATEWAY, "default": None},
    "complexGateway": {**_GATEWAY, "default": None},
    "parallelGateway": _GATEWAY,
    "eventBasedGateway": {
        **_GATEWAY,
        "instantiate": _BOOLEAN,
        "eventGatewayType": ("Exclusive", "Parallel"),
    },
}

SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = (
    frozenset(name for name in FLOW_NODES if name[-4:] == "Task")
    | {"task", "callActivity"}
    | SUB_PROCESSES
)
GATEWAYS = frozenset(name for name in FLOW_NODES if name.endswith("Gateway"))
THROWN_OUTWARDS = frozenset({"endEvent", "intermediateThrowEvent"})
# An error comes out of what a worker does or what runs inside; of nothing else.
THROWS_ERRORS = SUB_PROCESSES | {"callActivity"}
# Tasks that a call activity may call like a process.
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalManualTask": "manualTask",
    "globalUserTask": "userTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}

_CAUGHT = ("message", "timer", "signal", "conditional")
EVENT_DEFINITIONS: dict[str, tuple[str, ...]] = {
    "startEvent": (*_CAUGHT, "error", "escalation", "compensate"),
    "endEvent": (
        *("message", "signal", "error", "escalation"),
        *("compensate", "cancel", "terminate"),
    ),
    "boundaryEvent": (*_CAUGHT, "error", "escalation", "compensate", "cancel"),
    "intermediateCatchEvent": (*_CAUGHT, "link"),
    "intermediateThrowEvent": ("message", "signal", "escalation", "compensate", "link"),
}
_ALL_DEFINITIONS = tuple(
    dict.fromkeys(
        f"{kind}EventDefinition" for kinds in EVENT_DEFINITIONS.values() for kind in kinds
    )
)

# Drawn or said, never run: they change nothing and are left out of what SpiffWorkflow sees.
# Upstream: data-store-refused
DOCUMENTATION = frozenset(
    {
        "documentation",
        "textAnnotation",
        "association",
        "group",
        "category",
        "laneSet",
        "auditing",
        "monitoring",
        "dataStoreReference",
    }
)
# Data that `compile/data.py` reads by what refers to it.
DATA = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "property",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
    }
)
ROOT_DOCUMENTATION = DOCUMENTATION | {
    "collaboration",
    "dataStore",
    "itemDefinition",
    "interface",
    "partnerEntity",
    "partnerRole",
    "correlationProperty",
    "endPoint",
    "resource",
    "import",
}

DETAILS: dict[str, Attributes] = {
    "definitions": {
        "id": None,
        "name": None,
        "targetNamespace": None,
        "exporter": None,
        "exporterVersion": None,
        "expressionLanguage": None,
        "typeLanguage": None,
    },
    "process": {
        **_NAMED,
        "isExecutable": _BOOLEAN,
        "processType": None,
        "isClosed": None,
        "definitionalCollaborationRef": None,
    },
    "sequenceFlow": {**_NAMED, "sourceRef": None, "targetRef": None, "isImmediate": _BOOLEAN},
    "conditionExpression": {"id": None, "language": ("feel", "FEEL")},
    "message": {**_NAMED, "itemRef": None},
    "signal": {**_NAMED, "structureRef": None},
    "error": {**_NAMED, "errorCode": None, "structureRef": None},
    "escalation": {**_NAMED, "escalationCode": None, "structureRef": None},
    "terminateEventDefinition": {"id": None},
    "cancelEventDefinition": {"id": None},
    "errorEventDefinition": {"id": None, "errorRef": None},
    "escalationEventDefinition": {"id": None, "escalationRef": None},
    "messageEventDefinition": {"id": None, "messageRef": None},
    "signalEventDefinition": {"id": None, "signalRef": None},
    "timerEventDefinition": {"id": None},
    "conditionalEventDefinition": {"id": None},
    "compensateEventDefinition": {
        "id": None,
        "activityRef": None,
        "waitForCompletion": _BOOLEAN,
    },
    "linkEventDefinition": _NAMED,
    "multiInstanceLoopCharacteristics": {
        "id": None,
        "isSequential": _BOOLEAN,
        "behavior": ("All", "None", "One", "Complex"),
        "noneBehaviorEventRef": None,
        "oneBehaviorEventRef": None,
    },
    "standardLoopCharacteristics": {"id": None, "testBefore": _BOOLEAN, "loopMaximum": None},
    "complexBehaviorDefinition": {"id": None},
    "event": _NAMED,
    "incoming": {},
    "outgoing": {},
    "extensionElements": {},
    **{key: {"id": None, "language": None} for key in ("timeDate", "timeDuration", "timeCycle")},
    **{
        key: {"id": None, "language": ("feel", "FEEL")}
        for key in (
            *("loopCardinality", "loopCondition", "loopMaximum", "condition"),
            *("completionCondition", "activationCondition"),
        )
    },
    "globalScriptTask": {**_TASK, "scriptLanguage": None},
    "script": {},
    "eventDefinitionRef": {},
    "loopDataInputRef": {},
    "loopDataOutputRef": {},
    "inputDataItem": {**_NAMED, "itemSubjectRef": None, "isCollection": None},
    "outputDataItem": {**_NAMED, "itemSubjectRef": None, "isCollection": None},
    "operationRef": {},
    "source": {},
    "target": {},
}

_COMMON = ("properties",)
_WORK = (*_COMMON, "taskDefinition", "taskHeaders", "ioMapping")
EXTENSIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(FLOW_NODES, _COMMON),
    "process": _COMMON,
    "sequenceFlow": _COMMON,
    "message": ("subscription",),
    "multiInstanceLoopCharacteristics": ("loopCharacteristics",),
    "startEvent": (*_COMMON, "formDefinition", "ioMapping:output"),
    "endEvent": _WORK,
    "intermediateThrowEvent": _WORK,
    "boundaryEvent": (*_COMMON, "ioMapping:output"),
    "intermediateCatchEvent": (*_COMMON, "ioMapping:output"),
    "userTask": (
        *_COMMON,
        "userTask",
        "formDefinition",
        "assignmentDefinition",
        "taskSchedule",
        "priorityDefinition",
        "taskHeaders",
        "ioMapping",
    ),
    "serviceTask": _WORK,
    "sendTask": _WORK,
    "receiveTask": (*_COMMON, "ioMapping:output"),
    "businessRuleTask": (*_WORK, "calledDecision"),
    "scriptTask": (*_WORK, "script"),
    "callActivity": (*_COMMON, "calledElement", "ioMapping"),
    "subProcess": (*_COMMON, "ioMapping"),
    "transaction": (*_COMMON, "ioMapping"),
    "adHocSubProcess": (*_COMMON, "ioMapping", "adHoc"),
    "globalUserTask": ("userTask", "formDefinition", "assignmentDefinition"),
    "globalScriptTask": (*_WORK, "script"),
    "globalBusinessRuleTask": (*_WORK, "calledDecision"),
}

# One release of a folder is one deployment, so "deployment" is what always happens.
_BINDING = ("deployment",)
ZEEBE_WORDS: dict[str, Attributes] = {
    "properties": {},
    "property": {"name": None, "value": None},
    "userTask": {},
    "formDefinition": {"formId": None, "formKey": None, "bindingType": _BINDING},
    "assignmentDefinition": {"assignee": None, "candidateGroups": None},
    "taskSchedule": {"dueDate": None},
    "priorityDefinition": {"priority": None},
    "taskHeaders": {},
    "header": {"key": None, "value": None},
    "taskDefinition": {"type": None, "retries": None},
    "ioMapping": {},
    "input": {"source": None, "target": None},
    "output": {"source": None, "target": None},
    "calledDecision": {"decisionId": None, "resultVariable": None, "bindingType": _BINDING},
    "script": {"expression": None, "resultVariable": None},
    "calledElement": {
        "processId": None,
        "propagateAllChildVariables": _BOOLEAN,
        "propagateAllParentVariables": _BOOLEAN,
        "bindingType": _BINDING,
    },
    "loopCharacteristics": {
        "inputCollection": None,
        "inputElement": None,
        "outputCollection": None,
        "outputElement": None,
    },
    "subscription": {"correlationKey": None},
    "adHoc": {"activeElementsCollection": None},
}
ZEEBE_CHILDREN: dict[str, tuple[str, ...]] = {
    "properties": ("property",),
    "taskHeaders": ("header",),
    "ioMapping": ("input", "output"),
}

_ROOT = frozenset({"process", "message", "signal", "error", "escalation", "extensionElements"})
_INSIDE: dict[str, frozenset[str]] = {
    "sequenceFlow": frozenset({"conditionExpression", "extensionElements"}),
    "message": frozenset({"extensionElements"}),
    "timerEventDefinition": frozenset({"timeDate", "timeDuration", "timeCycle"}),
    "conditionalEventDefinition": frozenset({"condition"}),
    "messageEventDefinition": frozenset({"operationRef"}),
    "linkEventDefinition": frozenset({"source", "target"}),
    "standardLoopCharacteristics": frozenset({"loopCondition", "loopMaximum"}),
    "multiInstanceLoopCharacteristics": frozenset(
        {
            *("extensionElements", "loopCardinality"),
            *("completionCondition", "complexBehaviorDefinition"),
            *("loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"),
        }
    ),
    "complexBehaviorDefinition": frozenset({"condition", "event"}),
    "event": frozenset(_ALL_DEFINITIONS),
}
_SPECIAL: dict[str, tuple[str, ...]] = {
    "scriptTask": ("script",),
    "complexGateway": ("activationCondition",),
    "adHocSubProcess": ("completionCondition",),
}


def children_of(tag: str) -> frozenset[str]:
    """BPMN elements that may stand inside `tag`, without what is only documentation."""
    if tag == "definitions":
        return _ROOT | set(_ALL_DEFINITIONS) | set(GLOBAL_TASKS)
    if tag == "process" or tag in SUB_PROCESSES:
        nested = frozenset({*FLOW_NODES, "sequenceFlow", "extensionElements"})
        return nested if tag == "process" else nested | _flow_node_children(tag)
    if tag in FLOW_NODES:
        return _flow_node_children(tag)
    if tag in GLOBAL_TASKS:
        return frozenset({"script", "extensionElements"})
    return _INSIDE.get(tag, frozenset())


def _flow_node_children(tag: str) -> frozenset[str]:
    events = (f"{kind}EventDefinition" for kind in EVENT_DEFINITIONS.get(tag, ()))
    references = ("eventDefinitionRef",) if tag in EVENT_DEFINITIONS else ()
    loops = (
        ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
        if tag in ACTIVITIES
        else ()
    )
    common = ("incoming", "outgoing", "extensionElements")
    return frozenset({*common, *events, *references, *loops, *_SPECIAL.get(tag, ())})

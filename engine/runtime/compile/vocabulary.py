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

_NAMED: Attributes = {"id": None, "name": None}
_ACTIVITY: Attributes = {
    **_NAMED,
    "isForCompensation": ("false",),
    "startQuantity": ("1",),
    "completionQuantity": ("1",),
}
_CALL: Attributes = {**_ACTIVITY, "calledElement": ()}
_GATEWAY: Attributes = {**_NAMED, "gatewayDirection": None}

FLOW_NODES: dict[str, Attributes] = {
    "startEvent": {**_NAMED, "isInterrupting": ("true",), "parallelMultiple": ("false",)},
    "endEvent": _NAMED,
    "boundaryEvent": {
        **_NAMED,
        "attachedToRef": None,
        "cancelActivity": ("true",),
        "parallelMultiple": ("false",),
    },
    "intermediateCatchEvent": {**_NAMED, "parallelMultiple": ("false",)},
    "intermediateThrowEvent": _NAMED,
    "task": _ACTIVITY,
    "manualTask": _ACTIVITY,
    "userTask": {**_ACTIVITY, "implementation": None},
    "serviceTask": {**_ACTIVITY, "implementation": None},
    "sendTask": {**_ACTIVITY, "implementation": None},
    "receiveTask": {
        **_ACTIVITY,
        "implementation": None,
        "messageRef": None,
        "instantiate": ("false",),
    },
    "businessRuleTask": {**_ACTIVITY, "implementation": None},
    "scriptTask": _ACTIVITY,
    "callActivity": _CALL,
    "subProcess": {**_ACTIVITY, "triggeredByEvent": ("false",)},
    "exclusiveGateway": {**_GATEWAY, "default": None},
    "parallelGateway": _GATEWAY,
}

ACTIVITIES = frozenset(name for name in FLOW_NODES if name[-4:] == "Task") | {
    "task",
    "callActivity",
    "subProcess",
}
LOOPING = ACTIVITIES - {"task", "manualTask"}
THROWS_ERRORS = frozenset({"serviceTask", "sendTask", "callActivity", "subProcess"})

EVENT_DEFINITIONS: dict[str, tuple[str, ...]] = {
    "endEvent": ("terminateEventDefinition", "errorEventDefinition"),
    "boundaryEvent": ("errorEventDefinition",),
    "intermediateCatchEvent": ("messageEventDefinition",),
}

# Drawn or said, never run: they change nothing and are left out of what SpiffWorkflow sees.
DOCUMENTATION = frozenset(
    {"documentation", "textAnnotation", "association", "group", "category", "laneSet"}
)
ROOT_DOCUMENTATION = DOCUMENTATION | {"collaboration"}

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
        "isExecutable": ("true",),
        "processType": None,
        "isClosed": None,
    },
    "sequenceFlow": {**_NAMED, "sourceRef": None, "targetRef": None, "isImmediate": ("true",)},
    "conditionExpression": {"id": None, "language": ("feel", "FEEL")},
    "message": _NAMED,
    "error": {**_NAMED, "errorCode": None},
    "terminateEventDefinition": {"id": None},
    "errorEventDefinition": {"id": None, "errorRef": None},
    "messageEventDefinition": {"id": None, "messageRef": None},
    "multiInstanceLoopCharacteristics": {"id": None, "isSequential": ("true", "false")},
    "incoming": {},
    "outgoing": {},
    "extensionElements": {},
}

_COMMON = ("properties",)
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "process": _COMMON,
    "message": ("subscription",),
    "multiInstanceLoopCharacteristics": ("loopCharacteristics",),
    "startEvent": (*_COMMON, "formDefinition"),
    "endEvent": _COMMON,
    "boundaryEvent": (*_COMMON, "ioMapping:output"),
    "intermediateCatchEvent": (*_COMMON, "ioMapping:output"),
    "intermediateThrowEvent": _COMMON,
    "exclusiveGateway": _COMMON,
    "parallelGateway": _COMMON,
    "sequenceFlow": _COMMON,
    "task": _COMMON,
    "manualTask": _COMMON,
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
    "serviceTask": (*_COMMON, "taskDefinition", "taskHeaders", "ioMapping"),
    "sendTask": (*_COMMON, "taskDefinition", "taskHeaders", "ioMapping"),
    "receiveTask": (*_COMMON, "ioMapping:output"),
    "businessRuleTask": (*_COMMON, "calledDecision", "taskHeaders", "ioMapping"),
    "scriptTask": (*_COMMON, "script", "taskHeaders", "ioMapping"),
    "callActivity": (*_COMMON, "calledElement", "ioMapping"),
    "subProcess": (*_COMMON, "ioMapping"),
}

_BOOLEAN = ("true", "false")
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
}
ZEEBE_CHILDREN: dict[str, tuple[str, ...]] = {
    "properties": ("property",),
    "taskHeaders": ("header",),
    "ioMapping": ("input", "output"),
}


def children_of(tag: str) -> frozenset[str]:
    """BPMN elements that may stand inside `tag`, without what is only documentation."""
    if tag == "definitions":
        return frozenset({"process", "message", "error", "extensionElements"})
    nested = frozenset({*FLOW_NODES, "sequenceFlow"}) if tag in ("process", "subProcess") else ()
    if tag == "process":
        return frozenset({*nested, "extensionElements"})
    if tag == "sequenceFlow":
        return frozenset({"conditionExpression", "extensionElements"})
    if tag in FLOW_NODES:
        events = EVENT_DEFINITIONS.get(tag, ())
        loops = ("multiInstanceLoopCharacteristics",) if tag in LOOPING else ()
        return frozenset({"incoming", "outgoing", "extensionElements", *events, *loops, *nested})
    if tag in ("message", "multiInstanceLoopCharacteristics"):
        return frozenset({"extensionElements"})
    return frozenset()

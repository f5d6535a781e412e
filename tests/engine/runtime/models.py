"""Small BPMN texts for tests, written with a few words instead of XML."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from html import escape
from itertools import pairwise
from typing import Any

from engine.runtime import CompiledModel, ProcessSource, Step, compile_model

NOW = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=-5)))
NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def attributes(values: dict[str, Any]) -> str:
    return "".join(f' {k.rstrip("_")}="{escape(str(v))}"' for k, v in values.items())


def node(tag: str, node_id: str, *children: str, **values: Any) -> str:
    return f'<bpmn:{tag} id="{node_id}"{attributes(values)}>{"".join(children)}</bpmn:{tag}>'


def extensions(*parts: str) -> str:
    inside = "".join(parts)
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


def zeebe(tag: str, *children: str, **values: Any) -> str:
    return f"<zeebe:{tag}{attributes(values)}>{''.join(children)}</zeebe:{tag}>"


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    parts = [zeebe("input", source=s, target=t) for t, s in (inputs or {}).items()]
    parts += [zeebe("output", source=s, target=t) for t, s in (outputs or {}).items()]
    return zeebe("ioMapping", *parts)


def properties(**values: str) -> str:
    return zeebe("properties", *(zeebe("property", name=k, value=v) for k, v in values.items()))


def start(node_id: str = "start") -> str:
    return node("startEvent", node_id)


def end(node_id: str = "end", *children: str, **values: Any) -> str:
    return node("endEvent", node_id, *children, **values)


def user(node_id: str, *parts: str, loop: str = "", **values: Any) -> str:
    return node("userTask", node_id, extensions(zeebe("userTask"), *parts), loop, **values)


def job(node_id: str, *parts: str, kind: str = "work", loop: str = "") -> str:
    return node(
        "serviceTask", node_id, extensions(zeebe("taskDefinition", type=kind), *parts), loop
    )


def script(node_id: str, expression: str, result: str, *parts: str) -> str:
    body = zeebe("script", expression=expression, resultVariable=result)
    return node("scriptTask", node_id, extensions(body, *parts))


def call(node_id: str, process_id: str, *parts: str, loop: str = "", **values: Any) -> str:
    called = zeebe("calledElement", processId=process_id, **values)
    return node("callActivity", node_id, extensions(called, *parts), loop)


def sub(node_id: str, *children: str) -> str:
    return node("subProcess", node_id, *children)


def xor(node_id: str, **values: Any) -> str:
    return node("exclusiveGateway", node_id, **values)


def fork(node_id: str) -> str:
    return node("parallelGateway", node_id)


def caught(node_id: str, host: str, error: str | None = None, *parts: str) -> str:
    reference = f' errorRef="{error}"' if error else ""
    definition = f"<bpmn:errorEventDefinition{reference}/>"
    return node("boundaryEvent", node_id, extensions(*parts), definition, attachedToRef=host)


def error_end(node_id: str, error: str) -> str:
    return end(node_id, f'<bpmn:errorEventDefinition errorRef="{error}"/>')


def terminate(node_id: str) -> str:
    return end(node_id, "<bpmn:terminateEventDefinition/>")


def catch(node_id: str, message: str) -> str:
    definition = f'<bpmn:messageEventDefinition messageRef="{message}"/>'
    return node("intermediateCatchEvent", node_id, definition)


def many(collection: str, *, sequential: bool = False, **values: str) -> str:
    flag = "true" if sequential else "false"
    body = extensions(zeebe("loopCharacteristics", inputCollection=collection, **values))
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{tag} isSequential="{flag}">{body}</{tag}>'


def flow(source: str, target: str, condition: str | None = None, flow_id: str = "") -> str:
    inner = ""
    if condition is not None:
        kind = 'xsi:type="bpmn:tFormalExpression"'
        inner = f"<bpmn:conditionExpression {kind}>{escape(condition)}</bpmn:conditionExpression>"
    name = flow_id or f"{source}-{target}"
    return node("sequenceFlow", name, inner, sourceRef=source, targetRef=target)


def chain(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def error(code: str) -> str:
    return node("error", code, errorCode=code)


def message(name: str, key: str = "=radicado") -> str:
    return node("message", name, extensions(zeebe("subscription", correlationKey=key)), name=name)


def definition(kind: str, *children: str, **values: Any) -> str:
    return node(f"{kind}EventDefinition", "", *children, **values).replace(' id=""', "", 1)


def on_message(name: str) -> str:
    return definition("message", messageRef=name)


def on_signal(name: str) -> str:
    return definition("signal", signalRef=name)


def on_error(code: str | None = None) -> str:
    return definition("error", **({"errorRef": code} if code else {}))


def on_escalation(code: str | None = None) -> str:
    return definition("escalation", **({"escalationRef": code} if code else {}))


def on_time(text: str, kind: str = "timeDuration") -> str:
    return definition("timer", formal(kind, text))


def on_condition(text: str) -> str:
    return definition("conditional", formal("condition", text))


def formal(tag: str, text: str) -> str:
    """An expression as a child element."""
    kind = 'xsi:type="bpmn:tFormalExpression"'
    return f"<bpmn:{tag} {kind}>{escape(text)}</bpmn:{tag}>"


def link(name: str) -> str:
    return definition("link", name=name)


def compensate(activity: str | None = None, **values: Any) -> str:
    chosen = {"activityRef": activity} if activity else {}
    return definition("compensate", **chosen, **values)


def begins(node_id: str, event: str, *parts: str, **values: Any) -> str:
    """A start event with events; `event` may be several definitions."""
    return node("startEvent", node_id, extensions(*parts), event, **values)


def waits(node_id: str, event: str, *parts: str, **values: Any) -> str:
    return node("intermediateCatchEvent", node_id, extensions(*parts), event, **values)


def throws(node_id: str, event: str, *parts: str) -> str:
    return node("intermediateThrowEvent", node_id, extensions(*parts), event)


def ends(node_id: str, event: str, *parts: str) -> str:
    return node("endEvent", node_id, extensions(*parts), event)


def hangs(node_id: str, host: str, event: str, *parts: str, **values: Any) -> str:
    """A boundary event that interrupts."""
    return node("boundaryEvent", node_id, extensions(*parts), event, attachedToRef=host, **values)


def beside(node_id: str, host: str, event: str, *parts: str, **values: Any) -> str:
    """A boundary event that does not interrupt."""
    return hangs(node_id, host, event, *parts, cancelActivity="false", **values)


def receive(node_id: str, name: str, *parts: str, **values: Any) -> str:
    return node("receiveTask", node_id, extensions(*parts), messageRef=name, **values)


def handled_by(activity: str, handler: str) -> str:
    """A compensation boundary event at the activity with the way to its handler."""
    event_id = f"undo-{activity}"
    return hangs(event_id, activity, compensate()) + node(
        "association", f"{event_id}-{handler}", sourceRef=event_id, targetRef=handler
    )


def event_sub(node_id: str, *children: str) -> str:
    return node("subProcess", node_id, *children, triggeredByEvent="true")


def transaction(node_id: str, *children: str) -> str:
    return node("transaction", node_id, *children)


def ad_hoc(node_id: str, *children: str, completion: str = "", **values: Any) -> str:
    condition = formal("completionCondition", completion) if completion else ""
    return node("adHocSubProcess", node_id, *children, condition, **values)


def inclusive(node_id: str, **values: Any) -> str:
    return node("inclusiveGateway", node_id, **values)


def complex_gateway(node_id: str, activation: str = "", **values: Any) -> str:
    inner = formal("activationCondition", activation) if activation else ""
    return node("complexGateway", node_id, inner, **values)


def race(node_id: str, **values: Any) -> str:
    return node("eventBasedGateway", node_id, **values)


def loop(condition: str = "", **values: Any) -> str:
    """A standard loop."""
    inner = formal("loopCondition", condition) if condition else ""
    return (
        f"<bpmn:standardLoopCharacteristics{attributes(values)}>{inner}"
        "</bpmn:standardLoopCharacteristics>"
    )


def times(count: str, *children: str, completion: str = "", **values: Any) -> str:
    """A multi-instance by its number; `children` are behaviours or a collection's extension."""
    number = formal("loopCardinality", count) if count else ""
    enough = formal("completionCondition", completion) if completion else ""
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f"<{tag}{attributes(values)}>{''.join(children)}{number}{enough}</{tag}>"


def signal(name: str) -> str:
    return node("signal", name, name=name)


def escalation(code: str) -> str:
    return node("escalation", code, escalationCode=code)


def document(process_id: str, *children: str, roots: str = "") -> bytes:
    process = node("process", process_id, *children, isExecutable="true")
    text = f'<bpmn:definitions {NAMESPACES} targetNamespace="t">{roots}{process}</bpmn:definitions>'
    return text.encode()


def model(
    *children: str, roots: str = "", others: dict[str, bytes] | None = None, **decisions: bytes
) -> CompiledModel:
    sources = {"main": ProcessSource(document("main", *children, roots=roots), decisions)}
    sources |= {name: ProcessSource(bpmn) for name, bpmn in (others or {}).items()}
    return compile_model("main", sources, "digest")


def path(step: Step) -> list[str]:
    return [passage.element_id for passage in step.passed]

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
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>"


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

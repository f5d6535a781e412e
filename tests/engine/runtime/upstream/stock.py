"""Stock SpiffWorkflow with small BPMN texts; nothing of ours is imported here."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def node(tag: str, node_id: str, *children: str, **values: Any) -> str:
    attributes = "".join(f' {key}="{escape(str(value))}"' for key, value in values.items())
    return f'<bpmn:{tag} id="{node_id}"{attributes}>{"".join(children)}</bpmn:{tag}>'


def text(tag: str, content: str) -> str:
    return f"<bpmn:{tag}>{escape(content, quote=False)}</bpmn:{tag}>"


def start(node_id: str = "start") -> str:
    return node("startEvent", node_id)


def end(node_id: str = "end", *children: str) -> str:
    return node("endEvent", node_id, *children)


def user(node_id: str, *children: str) -> str:
    return node("userTask", node_id, *children)


def script(node_id: str, content: str) -> str:
    return node("scriptTask", node_id, text("script", content))


def event(kind: str, content: str = "", **values: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in values.items())
    return f"<bpmn:{kind}EventDefinition{attributes}>{content}</bpmn:{kind}EventDefinition>"


def flow(source: str, target: str, condition: str | None = None) -> str:
    inner = "" if condition is None else text("conditionExpression", condition)
    return node("sequenceFlow", f"{source}-{target}", inner, sourceRef=source, targetRef=target)


def chain(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def document(*children: str, roots: str = "") -> bytes:
    process = node("process", "main", *children, isExecutable="true")
    return f"<bpmn:definitions {NAMESPACES}>{roots}{process}</bpmn:definitions>".encode()


def parsed(*children: str, roots: str = "", parser: type[BpmnParser] = BpmnParser) -> BpmnParser:
    reader = parser()
    reader.add_bpmn_xml(etree.fromstring(document(*children, roots=roots)))
    return reader


def begin(reader: BpmnParser, **data: Any) -> BpmnWorkflow:
    """A workflow moved to its first wait, with `data` in the task data."""
    running = BpmnWorkflow(reader.get_spec("main"), reader.find_all_specs())
    running.task_tree.data.update(data)
    running.do_engine_steps()
    return running


def workflow(
    *children: str, roots: str = "", parser: type[BpmnParser] = BpmnParser, **data: Any
) -> BpmnWorkflow:
    return begin(parsed(*children, roots=roots, parser=parser), **data)


def waiting(running: BpmnWorkflow) -> list[str]:
    """Names of the nodes that a person could complete now."""
    tasks = running.get_tasks(state=TaskState.READY)
    return sorted(task.task_spec.name for task in tasks if task.task_spec.manual)


def find(running: BpmnWorkflow, name: str, state: int = TaskState.READY) -> Task:
    task = running.get_next_task(state=state, spec_name=name)
    assert task is not None, f"{name} does not wait"
    return task


def complete(running: BpmnWorkflow, name: str, **data: Any) -> None:
    task = find(running, name)
    task.data.update(data)
    task.run()
    running.do_engine_steps()


def has_passed(running: BpmnWorkflow, name: str) -> bool:
    return bool(running.get_tasks(state=TaskState.COMPLETED, spec_name=name))

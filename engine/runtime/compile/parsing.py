# mypy: disable-error-code="no-untyped-call"
"""Our nodes to SpiffWorkflow's specs, through its parser with every class overridden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.runtime.compile.reading import bpmn
from engine.runtime.compile.vocabulary import BPMN, FLOW_NODES
from engine.runtime.compile.words import split
from engine.runtime.nodes import Node, Process
from engine.runtime.specs.control import BoundarySpec, EndSpec, ExclusiveSpec, ParallelSpec
from engine.runtime.specs.inner import CallSpec, InnerSpec, LoopSpec
from engine.runtime.specs.node import NodeSpec
from engine.runtime.specs.work import DecisionSpec, JobSpec, MessageSpec, ScriptSpec, UserSpec
from engine.runtime.workflow import spec_name

_SPECS: dict[str, type[NodeSpec]] = {
    "startEvent": NodeSpec,
    "endEvent": EndSpec,
    "boundaryEvent": BoundarySpec,
    "intermediateCatchEvent": MessageSpec,
    "intermediateThrowEvent": NodeSpec,
    "task": NodeSpec,
    "manualTask": NodeSpec,
    "userTask": UserSpec,
    "serviceTask": JobSpec,
    "sendTask": JobSpec,
    "receiveTask": MessageSpec,
    "businessRuleTask": DecisionSpec,
    "scriptTask": ScriptSpec,
    "callActivity": CallSpec,
    "subProcess": InnerSpec,
    "exclusiveGateway": ExclusiveSpec,
    "parallelGateway": ParallelSpec,
}


class _NodeParser(TaskParser):
    """Makes the spec of one node; flows are connected when all nodes are there."""

    def create_task(self) -> NodeSpec:
        node: Node = self.process_parser.parser.nodes[self.bpmn_id]
        if node.loop is None:
            spec: NodeSpec = self.spec_class(self.spec, node)
        else:
            loop = LoopSpec(self.spec, node, node.loop)
            loop.instance_spec = self.spec_class(self.spec, node, f"{spec_name(node.id)}[]")
            spec = loop
        if node.type == "subProcess":
            self.process_parser.parser.create_parser(self.node)
        return spec


class _ProcessParser(ProcessParser):
    """Reads the nodes of one scope, one after the other; upstream walks the flows recursively."""

    def add_tasks(self) -> None:
        """Make the specs of this scope and connect them."""
        nodes: Mapping[str, Node] = self.parser.nodes
        specs: dict[str, NodeSpec] = {}
        for element in self.node.iterchildren():
            if split(element.tag)[1] in FLOW_NODES:
                parser_class, spec_class = self.parser._get_parser_class(element.tag)
                parser = parser_class(self, spec_class, element, self.nsmap, lane=self.lane)
                specs[element.get("id")] = parser.create_task()
        for node_id, spec in specs.items():
            spec.boundaries = tuple(
                n for n in nodes.values() if n.type == "boundaryEvent" and n.attached_to == node_id
            )
            for flow in spec.node.outgoing:
                spec.connect(specs[flow.target])
            if spec.node.type == "startEvent" and self.spec is not None:
                self.spec.start.connect(spec)


class _Parser(BpmnParser):
    """Knows only our classes: what is not in the dialect has no way into SpiffWorkflow."""

    PARSER_CLASSES: dict[str, Any] = {}  # noqa: RUF012 — upstream's class attribute
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 — upstream's class attribute
        bpmn(tag): (_NodeParser, spec) for tag, spec in _SPECS.items()
    }
    PROCESS_PARSER_CLASS = _ProcessParser

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        super().__init__()
        self.nodes = nodes


def build_specs(process: Process) -> dict[str, Any]:
    """Specs of a process and its sub-processes, by process id and `process/sub-process`."""
    parser = _Parser(process.nodes)
    parser.add_bpmn_xml(_normalise(process.tree))
    specs = {process.id: parser.get_spec(process.id)}
    for node in process.nodes.values():
        if node.type == "subProcess":
            specs[f"{process.id}/{node.id}"] = parser.get_spec(node.id)
    return specs


def _normalise(process: Any) -> Any:
    """A document with flow nodes and their nesting, and nothing else for upstream to read."""
    definitions = etree.Element(bpmn("definitions"))
    _copy(process, definitions)
    return definitions


def _copy(element: Any, parent: Any) -> None:
    copied = etree.SubElement(parent, element.tag, {"id": element.get("id")})
    for child in element.iterchildren("*"):
        namespace, tag = split(child.tag)
        if namespace == BPMN and tag in FLOW_NODES:
            _copy(child, copied)

# mypy: disable-error-code="no-untyped-call"
"""Our nodes to SpiffWorkflow's specs, through its parser with every class overridden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.runtime.compensation import COORDINATOR
from engine.runtime.compile.graph import first_nodes, link_targets, reach
from engine.runtime.compile.source import bpmn
from engine.runtime.compile.vocabulary import BPMN, FLOW_NODES, SUB_PROCESSES
from engine.runtime.compile.words import split
from engine.runtime.nodes import Loop, Node, Process
from engine.runtime.specs import events, gateways, inner, loops, throwing, work
from engine.runtime.specs.node import NodeSpec
from engine.runtime.workflow import spec_name

_SPECS: dict[str, type[NodeSpec]] = {
    "startEvent": inner.StartSpec,
    "endEvent": throwing.EndSpec,
    "boundaryEvent": events.BoundarySpec,
    "intermediateCatchEvent": events.CatchSpec,
    "intermediateThrowEvent": throwing.ThrowSpec,
    # Upstream: plain-task-waits
    "task": NodeSpec,
    "manualTask": NodeSpec,
    "userTask": work.UserSpec,
    "serviceTask": work.JobSpec,
    "sendTask": throwing.ThrowSpec,
    "receiveTask": events.CatchSpec,
    "businessRuleTask": work.DecisionSpec,
    "scriptTask": work.ScriptSpec,
    "callActivity": inner.CallSpec,
    "subProcess": inner.InnerSpec,
    "transaction": inner.InnerSpec,
    "adHocSubProcess": inner.AdHocSpec,
    "exclusiveGateway": gateways.ExclusiveSpec,
    "parallelGateway": gateways.ParallelSpec,
    "inclusiveGateway": gateways.InclusiveSpec,
    "complexGateway": gateways.ComplexSpec,
    "eventBasedGateway": gateways.EventGatewaySpec,
}


def _spec_class(node: Node) -> type[NodeSpec]:
    """How a node behaves: by its type, and by whether a worker does it."""
    if node.job_type is not None:
        return work.JobEndSpec if node.type == "endEvent" else work.JobSpec
    if node.is_event_sub_process:
        return inner.EventSubProcessSpec
    return _SPECS[node.type]


def _loop_class(loop: Loop) -> type[loops.LoopSpec]:
    return loops.StandardLoopSpec if loop.kind == "standard" else loops.MultiInstanceSpec


class _NodeParser(TaskParser):
    """Makes the spec of one node; flows are connected when all nodes are there."""

    def create_task(self) -> NodeSpec:
        node: Node = self.process_parser.parser.nodes[self.bpmn_id]
        made = _spec_class(node)
        if node.loop is None:
            spec: NodeSpec = made(self.spec, node)
        else:
            loop = _loop_class(node.loop)(self.spec, node, node.loop)
            loop.instance_spec = made(self.spec, node, f"{spec_name(node.id)}[]")
            spec = loop
        if node.is_sub_process:
            self.process_parser.parser.create_parser(self.node)
        return spec


class _ProcessParser(ProcessParser):
    """Reads the nodes of one scope, one after the other; upstream walks the flows recursively."""

    def add_tasks(self) -> None:
        """Make the specs of this scope and connect them."""
        nodes: Mapping[str, Node] = self.parser.nodes
        specs: dict[str, NodeSpec] = {}
        for element in self.node.iterchildren():
            parser_class, spec_class = self.parser._get_parser_class(element.tag)
            parser = parser_class(self, spec_class, element, self.nsmap, lane=self.lane)
            specs[element.get("id")] = parser.create_task()
        owner = nodes.get(self.node.get("id"))
        for spec in specs.values():
            self._equip(spec, nodes, owner)
            for flow in spec.node.outgoing:
                spec.connect(specs[flow.target])
        self._describe(specs, owner)

    def _equip(self, spec: NodeSpec, nodes: Mapping[str, Node], owner: Node | None) -> None:
        attached = [n for n in nodes.values() if n.attached_to == spec.node.id]
        spec.boundaries = tuple(n for n in attached if n.type == "boundaryEvent")
        spec.guards = tuple(boundary for boundary in spec.boundaries if boundary.awaited)
        spec.is_in_ad_hoc = owner is not None and owner.ad_hoc is not None
        if isinstance(spec, gateways.ReachingSpec):
            spec.reach = reach(spec.node, nodes)
        if isinstance(spec, inner.EventSubProcessSpec):
            spec.start = next(
                n for n in nodes.values() if n.scope == spec.node.id and n.type == "startEvent"
            )

    def _describe(self, specs: Mapping[str, NodeSpec], owner: Node | None) -> None:
        """What a process needs to know of itself when it begins."""
        spec: Any = self.spec
        own = [each.node for each in specs.values()]
        subs = [s for s in specs.values() if isinstance(s, inner.EventSubProcessSpec)]
        spec.first_nodes = first_nodes(own)
        spec.link_targets = link_targets(own)
        spec.event_sub_processes = tuple(
            s.node.id for s in subs if s.start.event not in ("none", "compensation")
        )
        spec.compensation_sub_process = next(
            (s.node.id for s in subs if s.start.event == "compensation"), None
        )
        spec.data_names = self.parser.data_names if owner is None else ()
        throwing.CoordinatorSpec(spec, _COORDINATOR_NODE, COORDINATOR)


_COORDINATOR_NODE = Node(id=COORDINATOR, type="task", process_id="")


class _Parser(BpmnParser):
    """Knows only our classes: what is not in the dialect has no way into SpiffWorkflow."""

    PARSER_CLASSES: dict[str, Any] = {}  # noqa: RUF012 — upstream's class attribute
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 — upstream's class attribute
        bpmn(tag): (_NodeParser, spec) for tag, spec in _SPECS.items()
    }
    PROCESS_PARSER_CLASS = _ProcessParser

    def __init__(self, process: Process) -> None:
        super().__init__()
        self.nodes = process.nodes
        self.data_names = process.data


def build_specs(process: Process) -> dict[str, Any]:
    """Specs of a process and its sub-processes, by process id and `process/sub-process`."""
    parser = _Parser(process)
    parser.add_bpmn_xml(_normalise(process))
    specs = {process.id: parser.get_spec(process.id)}
    for node in process.nodes.values():
        if node.is_sub_process:
            specs[f"{process.id}/{node.id}"] = parser.get_spec(node.id)
    return specs


def _normalise(process: Process) -> Any:
    """A document with flow nodes and their nesting, and nothing else for upstream to read."""
    definitions = etree.Element(bpmn("definitions"))
    _copy(process.tree, definitions, process.id)
    return definitions


def _copy(element: Any, parent: Any, element_id: str) -> None:
    copied = etree.SubElement(parent, element.tag, {"id": element_id})
    for child in element.iterchildren("*"):
        namespace, tag = split(child.tag)
        is_node = namespace == BPMN and tag in FLOW_NODES
        if is_node and (element.tag == bpmn("process") or split(element.tag)[1] in SUB_PROCESSES):
            _copy(child, copied, child.get("id"))

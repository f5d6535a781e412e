"""XML of one model to nodes, with every expression compiled; what cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.runtime.compile import data
from engine.runtime.compile.events import read_events
from engine.runtime.compile.loops import read_ad_hoc, read_loop
from engine.runtime.compile.source import Source, bpmn, tag_of, zeebe
from engine.runtime.compile.vocabulary import FLOW_NODES, GLOBAL_TASKS, SUB_PROCESSES
from engine.runtime.nodes import Flow, Node, Process, Slot, VariableMapping

_FEEL_FORMATS = ("feel", "FEEL", "text/feel", "application/feel")


class Reader(Source):
    """Reads one process of a file."""

    def __init__(self, process_id: str, root: Any) -> None:
        super().__init__(process_id, root)
        self._lanes: dict[str, str | None] = {
            (ref.text or "").strip(): lane.get("name")
            for lane in root.iter(bpmn("lane"))
            for ref in lane.iterchildren(bpmn("flowNodeRef"))
        }
        self._flows: dict[str, list[Flow]] = {}
        self._arrivals: dict[str, list[Flow]] = {}

    def read(self) -> Process | None:
        """The file's process of that name, or None with a finding."""
        process = self._process()
        if process is None:
            return None
        if process.get("isExecutable") != "true" and tag_of(process) == "process":
            self.refuse("not-executable", None, "isExecutable", process)
        self._check_ids()
        for flow in process.iter(bpmn("sequenceFlow")):
            self._read_flow(flow)
        nodes = {
            element.get("id"): self._read_node(element) for element in self._flow_nodes(process)
        }
        self._check_flow_ends(nodes)
        properties = self.pairs(process, "properties", "property", "name")
        names = data.declared(self, process)
        return Process(self.process_id, process.get("name"), nodes, properties, process, names)

    def _process(self) -> Any:
        """The process by its id; a lone one of another name is told apart from none or several."""
        processes = list(self.root.iterchildren(bpmn("process")))
        for process in processes:
            if process.get("id") == self.process_id:
                return process
        for tag in GLOBAL_TASKS:
            for task in self.root.iterchildren(bpmn(tag)):
                if task.get("id") == self.process_id:
                    return _as_process(task)
        if len(processes) != 1:
            self.refuse("not-one-process", None, f"{len(processes)} processes", self.root)
            return None
        self.refuse("process-id-differs", None, str(processes[0].get("id")), processes[0])
        return processes[0]

    def _flow_nodes(self, process: Any) -> Iterator[Any]:
        for element in process.iter():
            if tag_of(element) in FLOW_NODES and element.get("id"):
                yield element

    def _check_ids(self) -> None:
        seen: set[str] = set()
        for element in self.root.iter():
            tag = tag_of(element)
            if not tag:
                continue
            element_id = element.get("id")
            if element_id is None and tag in {*FLOW_NODES, "sequenceFlow"}:
                self.refuse("no-id", None, tag, element)
            if element_id in seen:
                self.refuse("duplicate-id", element_id, tag, element)
            if element_id is not None:
                seen.add(element_id)

    def _read_flow(self, element: Any) -> None:
        condition = element.find(bpmn("conditionExpression"))
        text = None if condition is None else (condition.text or "")
        slot = None
        if text is not None:
            slot = self.slot(element, "conditionExpression", text, feel_only=True)
            if not text.strip():
                self.refuse("empty-condition", element.get("id"), "conditionExpression", element)
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        flow = Flow(element.get("id", ""), source, target, slot)
        self._flows.setdefault(source, []).append(flow)
        self._arrivals.setdefault(target, []).append(flow)

    def _check_flow_ends(self, nodes: dict[str, Node]) -> None:
        for flow in (flow for flows in self._flows.values() for flow in flows):
            source, target = nodes.get(flow.source), nodes.get(flow.target)
            if source is None or target is None:
                detail = f"{flow.source} → {flow.target}"
                self.refuse("flow-without-end", flow.id, detail, None)
            elif source.scope != target.scope:
                detail = f"{flow.source} → {flow.target}"
                self.refuse("flow-crosses-scope", flow.id, detail, None)

    def _read_node(self, element: Any) -> Node:
        node_id, tag = element.get("id"), tag_of(element)
        parent = element.getparent()
        read: dict[str, Any] = {
            "scope": parent.get("id") if tag_of(parent) in SUB_PROCESSES else None,
            "name": element.get("name"),
            "line": element.sourceline,
            "lane": self._lane(element),
            "default": element.get("default"),
            "incoming": tuple(self._arrivals.get(node_id, ())),
            "outgoing": tuple(self._flows.get(node_id, ())),
            "properties": self.pairs(element, "properties", "property", "name"),
            "headers": self.pairs(element, "taskHeaders", "header", "key"),
            "inputs": (*data.inputs(self, element), *self._mappings(element, "input")),
            "outputs": (*self._mappings(element, "output"), *data.outputs(self, element)),
            "data": data.declared(self, element),
            "loop": read_loop(self, element),
            "ad_hoc": read_ad_hoc(self, element),
            "activation": self.child_slot(
                element, element, "activationCondition", is_condition=True
            ),
            **self._quantities(element),
            **self._event(element),
            **self._work(element),
        }
        return Node(id=node_id, type=tag, process_id=self.process_id, **read)

    def _lane(self, element: Any) -> str | None:
        current = element
        while current is not None:
            if current.get("id") in self._lanes:
                return self._lanes[current.get("id")]
            current = current.getparent()
        return None

    def _mappings(self, element: Any, direction: str) -> tuple[VariableMapping, ...]:
        extension = self.extension(element, "ioMapping")
        mappings = []
        for mapping in () if extension is None else extension.iterchildren(zeebe(direction)):
            target = (mapping.get("target") or "").strip()
            source = self.slot(element, f"{direction} {target}", mapping.get("source"))
            path = tuple(target.split("."))
            if not all(name.isidentifier() for name in path):
                self.refuse("mapping-target", element.get("id"), target, mapping)
            elif source is not None:
                mappings.append(VariableMapping(source, path))
            elif not (mapping.get("source") or "").strip():
                self.refuse("mapping-without-source", element.get("id"), target, mapping)
        return tuple(mappings)

    def _quantities(self, element: Any) -> dict[str, int]:
        found = {}
        for attribute, name in (
            ("startQuantity", "start_quantity"),
            ("completionQuantity", "completion_quantity"),
        ):
            text = element.get(attribute, "1")
            if not text.isdigit() or int(text) < 1:
                self.refuse("not-a-number", element.get("id"), f"{attribute}: {text}", element)
            else:
                found[name] = int(text)
        return found

    def _event(self, element: Any) -> dict[str, Any]:
        tag = tag_of(element)
        is_cancelling = element.get("cancelActivity", "true") != "false"
        is_start_interrupting = element.get("isInterrupting", "true") != "false"
        is_gateway = tag == "eventBasedGateway"
        return {
            "events": read_events(self, element),
            "attached_to": element.get("attachedToRef"),
            "handler": self._handler(element),
            "is_interrupting": is_start_interrupting if tag == "startEvent" else is_cancelling,
            "is_parallel": element.get("parallelMultiple") == "true"
            or (is_gateway and element.get("eventGatewayType") == "Parallel"),
            "is_event_sub_process": element.get("triggeredByEvent") == "true",
            "is_for_compensation": element.get("isForCompensation") == "true",
            "is_instantiating": element.get("instantiate") == "true",
        }

    def _handler(self, element: Any) -> str | None:
        """What the association of a compensation boundary event leads to."""
        if tag_of(element) != "boundaryEvent":
            return None
        for association in self.root.iter(bpmn("association")):
            if association.get("sourceRef") == element.get("id"):
                target = self.by_id.get(association.get("targetRef", ""))
                if target is not None and target.get("isForCompensation") == "true":
                    return str(target.get("id"))
        return None

    def _work(self, element: Any) -> dict[str, Any]:
        def text(tag: str, name: str) -> str | None:
            return self.attribute(element, tag, name)

        def slot(tag: str, name: str, *, feel_only: bool = False) -> Slot | None:
            return self.slot(element, name, text(tag, name), feel_only=feel_only)

        result = text("script", "resultVariable") or text("calledDecision", "resultVariable")
        return {
            "form_id": text("formDefinition", "formId") or text("formDefinition", "formKey"),
            "candidate_groups": slot("assignmentDefinition", "candidateGroups"),
            "assignee": slot("assignmentDefinition", "assignee"),
            "due": slot("taskSchedule", "dueDate"),
            "priority": slot("priorityDefinition", "priority"),
            "job_type": slot("taskDefinition", "type"),
            "retries": slot("taskDefinition", "retries"),
            "script": slot("script", "expression", feel_only=True) or self._native_script(element),
            "result_variable": result,
            "decision_id": text("calledDecision", "decisionId"),
            "called_process": text("calledElement", "processId") or element.get("calledElement"),
            "propagate_parent": text("calledElement", "propagateAllParentVariables") != "false",
            "propagate_child": text("calledElement", "propagateAllChildVariables") != "false",
        }

    def _native_script(self, element: Any) -> Slot | None:
        """BPMN's own script, if it is FEEL; its value is a context of variables."""
        script = element.find(bpmn("script")) if tag_of(element) == "scriptTask" else None
        if script is None:
            return None
        if element.get("scriptFormat") not in _FEEL_FORMATS:
            detail = f"script {element.get('scriptFormat')}"
            self.refuse("script-language", element.get("id"), detail, element)
            return None
        text = (script.text or "").strip()
        return self.slot(element, "script", text if text.startswith("=") else f"={text}")


def _as_process(task: Any) -> Any:
    """A global task as a process of one task.

    Source: BPMN 2.0.2, 10.3.4 (global tasks).
    """
    process = task.makeelement(bpmn("process"), {"id": task.get("id"), "isExecutable": "true"})
    name = GLOBAL_TASKS[tag_of(task)]
    # What a script task calls its format is a global script task's language.
    attributes = {
        "scriptFormat" if key == "scriptLanguage" else key: value
        for key, value in task.attrib.items()
        if key != "id"
    }
    inner = task.makeelement(bpmn(name), {"id": f"{task.get('id')}_task", **attributes})
    inner.text = task.text
    inner.extend(list(task))
    process.append(inner)
    return process

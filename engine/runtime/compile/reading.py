"""XML of one model to nodes, with every expression compiled; what cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine import feel
from engine.feel.checking import explain
from engine.runtime.compile.vocabulary import BPMN, FLOW_NODES, ZEEBE
from engine.runtime.compile.words import split
from engine.runtime.errors import Finding
from engine.runtime.nodes import Flow, Loop, Node, Process, Slot, VariableMapping


def bpmn(tag: str) -> str:
    """Clark name in the namespace of BPMN."""
    return f"{{{BPMN}}}{tag}"


def zeebe(tag: str) -> str:
    """Clark name in the namespace of zeebe."""
    return f"{{{ZEEBE}}}{tag}"


class Reader:
    """Reads one process; `findings` grows while it does."""

    def __init__(self, process_id: str, root: Any) -> None:
        self.process_id = process_id
        self.root = root
        self.findings: list[Finding] = []
        self._lanes: dict[str, str | None] = {
            (ref.text or "").strip(): lane.get("name")
            for lane in root.iter(bpmn("lane"))
            for ref in lane.iterchildren(bpmn("flowNodeRef"))
        }
        self._flows: dict[str, list[Flow]] = {}
        self._arrivals: dict[str, list[Flow]] = {}

    def read(self) -> Process | None:
        """The file's process, or None with a finding when there is not exactly one."""
        processes = list(self.root.iterchildren(bpmn("process")))
        if len(processes) != 1:
            self.refuse("not-one-process", None, f"{len(processes)} processes", self.root)
            return None
        process = processes[0]
        if process.get("id") != self.process_id:
            self.refuse("process-id-differs", None, str(process.get("id")), process)
        if process.get("isExecutable") != "true":
            self.refuse("not-executable", None, "isExecutable", process)
        self._check_ids(process)
        for flow in process.iter(bpmn("sequenceFlow")):
            self._read_flow(flow)
        nodes = {
            element.get("id"): self._read_node(element) for element in self._flow_nodes(process)
        }
        self._check_flow_ends(nodes)
        properties = self._pairs(process, "properties", "property", "name")
        return Process(self.process_id, process.get("name"), nodes, properties, process)

    def refuse(self, code: str, element_id: str | None, detail: str, place: Any) -> None:
        """Note a finding."""
        line = getattr(place, "sourceline", place if isinstance(place, int) else None)
        self.findings.append(Finding(code, self.process_id, element_id, detail, line))

    def slot(
        self, owner: Any, name: str, text: str | None, *, feel_only: bool = False
    ) -> Slot | None:
        """Compile an attribute; empty and missing are the same, a syntax error is a finding."""
        if text is None or not text.strip():
            return None
        text = text.strip()
        if feel_only and not text.startswith("="):
            self.refuse("not-feel", owner.get("id"), f"{name}: {text}", owner)
            return None
        try:
            return Slot(name, text, feel.from_attribute(text))
        except feel.FeelError as error:
            self.refuse("feel-syntax", owner.get("id"), f"{name}: {text}: {explain(error)}", owner)
            return None

    def _flow_nodes(self, process: Any) -> Iterator[Any]:
        for element in process.iter():
            if isinstance(element.tag, str):
                namespace, tag = split(element.tag)
                if namespace == BPMN and tag in FLOW_NODES and element.get("id"):
                    yield element

    def _check_ids(self, process: Any) -> None:
        seen: set[str] = set()
        for element in process.iter():
            if not isinstance(element.tag, str):
                continue
            namespace, tag = split(element.tag)
            if namespace != BPMN:
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
        node_id, tag = element.get("id"), split(element.tag)[1]
        parent = element.getparent()
        is_inner = split(parent.tag)[1] == "subProcess"
        read: dict[str, Any] = {
            "scope": parent.get("id") if is_inner else None,
            "name": element.get("name"),
            "line": element.sourceline,
            "lane": self._lane(element),
            "attached_to": element.get("attachedToRef"),
            "default": element.get("default"),
            "incoming": tuple(self._arrivals.get(node_id, ())),
            "outgoing": tuple(self._flows.get(node_id, ())),
            "properties": self._pairs(element, "properties", "property", "name"),
            "headers": self._pairs(element, "taskHeaders", "header", "key"),
            "inputs": self._mappings(element, "input"),
            "outputs": self._mappings(element, "output"),
            "loop": self._loop(element),
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

    def _extension(self, element: Any, tag: str) -> Any:
        extensions = element.find(bpmn("extensionElements"))
        return None if extensions is None else extensions.find(zeebe(tag))

    def _attribute(self, element: Any, tag: str, name: str) -> str | None:
        extension = self._extension(element, tag)
        value = "" if extension is None else str(extension.get(name, ""))
        return value.strip() or None

    def _pairs(self, element: Any, group: str, tag: str, key: str) -> dict[str, str]:
        extension = self._extension(element, group)
        found: dict[str, str] = {}
        for pair in () if extension is None else extension.iterchildren(zeebe(tag)):
            name = pair.get(key)
            if not name or name in found:
                self.refuse("pair-without-name", element.get("id"), f"{tag} {name}", pair)
            else:
                found[name] = pair.get("value", "")
        return found

    def _mappings(self, element: Any, direction: str) -> tuple[VariableMapping, ...]:
        extension = self._extension(element, "ioMapping")
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

    def _loop(self, element: Any) -> Loop | None:
        characteristics = element.find(bpmn("multiInstanceLoopCharacteristics"))
        if characteristics is None:
            return None

        def attribute(name: str) -> str | None:
            return self._attribute(characteristics, "loopCharacteristics", name)

        collection = self.slot(
            element, "inputCollection", attribute("inputCollection"), feel_only=True
        )
        output = attribute("outputCollection")
        output_element = self.slot(
            element, "outputElement", attribute("outputElement"), feel_only=True
        )
        if (output is None) != (output_element is None):
            self.refuse("loop-output", element.get("id"), str(output), element)
        if collection is None:
            self.refuse("loop-without-collection", element.get("id"), "inputCollection", element)
            return None
        is_sequential = characteristics.get("isSequential") == "true"
        return Loop(is_sequential, collection, attribute("inputElement"), output, output_element)

    def _event(self, element: Any) -> dict[str, Any]:
        for child in element.iterchildren():
            if not isinstance(child.tag, str):
                continue
            tag = split(child.tag)[1]
            if tag == "terminateEventDefinition":
                return {"event": "terminate"}
            if tag == "errorEventDefinition":
                return {"event": "error", "error_code": self._error_code(element, child)}
            if tag == "messageEventDefinition":
                return {"event": "message", **self._message(element, child.get("messageRef"))}
        if split(element.tag)[1] == "receiveTask":
            return self._message(element, element.get("messageRef"))
        return {}

    def _error_code(self, element: Any, definition: Any) -> str | None:
        reference = definition.get("errorRef")
        if reference is None:
            return None
        error = self._referenced("error", reference)
        code = None if error is None else (error.get("errorCode") or "").strip()
        if not code:
            self.refuse("error-without-code", element.get("id"), reference, definition)
        elif code.startswith("="):
            self.refuse("error-code-not-static", element.get("id"), code, definition)
        return code or None

    def _message(self, element: Any, reference: str | None) -> dict[str, Any]:
        message = self._referenced("message", reference)
        name = None if message is None else (message.get("name") or "").strip()
        if not name or name.startswith("="):
            self.refuse("message-without-name", element.get("id"), str(reference), element)
            return {}
        key = self._attribute(message, "subscription", "correlationKey")
        slot = self.slot(element, "correlationKey", key, feel_only=True)
        if key is None:
            self.refuse("message-without-key", element.get("id"), name, element)
        return {"message": name, "correlation_key": slot}

    def _referenced(self, tag: str, reference: str | None) -> Any:
        local = (reference or "").rpartition(":")[2]
        for element in self.root.iterchildren(bpmn(tag)):
            if local and element.get("id") in (reference, local):
                return element
        return None

    def _work(self, element: Any) -> dict[str, Any]:
        def text(tag: str, name: str) -> str | None:
            return self._attribute(element, tag, name)

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
            "script": slot("script", "expression", feel_only=True),
            "result_variable": result,
            "decision_id": text("calledDecision", "decisionId"),
            "called_process": text("calledElement", "processId"),
            "propagate_parent": text("calledElement", "propagateAllParentVariables") != "false",
            "propagate_child": text("calledElement", "propagateAllChildVariables") != "false",
        }

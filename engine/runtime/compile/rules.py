"""What a readable model must still satisfy before it may run; one function for each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from engine.runtime.compile.vocabulary import THROWS_ERRORS
from engine.runtime.errors import Finding
from engine.runtime.nodes import Node, Process

Rule = Callable[[Process], Iterator[Finding]]


def check_rules(process: Process) -> Iterator[Finding]:
    """Findings of every rule."""
    for rule in _RULES:
        yield from rule(process)


def _at(code: str, node: Node, detail: str) -> Finding:
    return Finding(code, node.process_id, node.id, detail, node.line)


def _scopes(process: Process) -> dict[str | None, list[Node]]:
    scopes: dict[str | None, list[Node]] = {None: []}
    for node in process.nodes.values():
        scopes.setdefault(node.scope, []).append(node)
        if node.type == "subProcess":
            scopes.setdefault(node.id, [])
    return scopes


def _starts_and_ends(process: Process) -> Iterator[Finding]:
    for scope, nodes in _scopes(process).items():
        kinds = Counter(node.type for node in nodes)
        if kinds["startEvent"] != 1:
            code = "several-start-events" if kinds["startEvent"] else "no-start-event"
            yield Finding(code, process.id, scope, f"{kinds['startEvent']} start events")
        if not kinds["endEvent"]:
            yield Finding("no-end-event", process.id, scope, "no end event")


def _reachable(process: Process) -> Iterator[Finding]:
    attached: dict[str, list[str]] = {}
    for node in process.nodes.values():
        if node.type == "boundaryEvent" and node.attached_to:
            attached.setdefault(node.attached_to, []).append(node.id)
    todo = [node.id for node in process.nodes.values() if node.type == "startEvent"]
    seen: set[str] = set()
    while todo:
        node_id = todo.pop()
        if node_id in seen or node_id not in process.nodes:
            continue
        seen.add(node_id)
        todo += [flow.target for flow in process.nodes[node_id].outgoing]
        todo += attached.get(node_id, [])
    for node in process.nodes.values():
        if node.id not in seen:
            yield _at("unreachable", node, node.type)


def _flows(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        if node.type == "endEvent" and node.outgoing:
            yield _at("flow-after-end", node, node.outgoing[0].id)
        if node.type != "endEvent" and not node.outgoing:
            yield _at("no-outgoing-flow", node, node.type)
        if node.type in ("startEvent", "boundaryEvent") and node.incoming:
            yield _at("flow-into-start", node, node.incoming[0].id)


def _conditions(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        if node.type != "exclusiveGateway":
            for flow in node.outgoing:
                if flow.condition is not None:
                    yield _at("condition-not-allowed", node, flow.id)
            continue
        if node.default and node.default not in {flow.id for flow in node.outgoing}:
            yield _at("unknown-default-flow", node, node.default)
        for flow in node.outgoing:
            if flow.id == node.default and flow.condition is not None:
                yield _at("condition-on-default-flow", node, flow.id)
            has_choice = len(node.outgoing) > 1 and flow.id != node.default
            if has_choice and flow.condition is None:
                yield _at("flow-without-condition", node, flow.id)


def _boundaries(process: Process) -> Iterator[Finding]:
    caught: Counter[tuple[str | None, str | None]] = Counter()
    for node in process.nodes.values():
        if node.type != "boundaryEvent":
            continue
        if node.event != "error":
            yield _at("boundary-without-error", node, node.event)
        host = process.nodes.get(node.attached_to or "")
        if host is None or host.scope != node.scope or host.type not in THROWS_ERRORS:
            yield _at("boundary-on-wrong-element", node, str(node.attached_to))
        caught[node.attached_to, node.error_code] += 1
        if caught[node.attached_to, node.error_code] > 1:
            yield _at("duplicate-error-code", node, str(node.error_code))


_NEEDS: dict[str, tuple[str, str]] = {
    "serviceTask": ("job_type", "no-job-type"),
    "sendTask": ("job_type", "no-job-type"),
    "scriptTask": ("script", "no-script"),
    "businessRuleTask": ("decision_id", "no-decision"),
    "callActivity": ("called_process", "no-called-process"),
    "receiveTask": ("message", "no-message"),
    "intermediateCatchEvent": ("message", "no-message"),
}


def _needs(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        attribute, code = _NEEDS.get(node.type, ("", ""))
        if attribute and getattr(node, attribute) is None:
            yield _at(code, node, attribute)
        needs_result = node.type in ("scriptTask", "businessRuleTask")
        if needs_result and not (node.result_variable or "").isidentifier():
            yield _at("no-result-variable", node, str(node.result_variable))
        if node.type == "endEvent" and node.event == "error" and not node.error_code:
            yield _at("error-without-code", node, "errorRef")
        names = (node.loop.element, node.loop.output_collection) if node.loop else ()
        for name in names:
            if name is not None and not name.isidentifier():
                yield _at("loop-variable", node, name)
        for static in (node.decision_id, node.called_process):
            if static is not None and static.startswith("="):
                yield _at("not-static", node, static)


def _priorities(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        for slot in (node.priority, node.retries):
            is_static = slot is not None and not slot.text.startswith("=")
            if slot is not None and is_static and not slot.text.isdigit():
                yield _at("not-a-number", node, f"{slot.name}: {slot.text}")


def check_calls(processes: dict[str, Process], known: Any) -> Iterator[Finding]:
    """Calls of unknown processes, and calls that come back to their caller."""
    for process in processes.values():
        for node in process.nodes.values():
            called = node.called_process
            if called and not called.startswith("=") and called not in known:
                yield _at("unknown-called-process", node, called)
    yield from _recursions(processes)


def _recursions(processes: dict[str, Process]) -> Iterator[Finding]:
    calls = {
        name: {node.called_process for node in process.nodes.values() if node.called_process}
        for name, process in processes.items()
    }
    for name, process in processes.items():
        for node in process.nodes.values():
            if node.called_process and name in _closure(node.called_process, calls):
                yield _at("recursive-call", node, node.called_process)


def _closure(start: str, calls: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += calls.get(name, ())
    return seen


_RULES: tuple[Rule, ...] = (
    _starts_and_ends,
    _reachable,
    _flows,
    _conditions,
    _boundaries,
    _needs,
    _priorities,
)

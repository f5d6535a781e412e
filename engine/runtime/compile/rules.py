"""What a readable model must still satisfy before it may run; one function for each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from engine.runtime.compile.graph import first_nodes, is_unled, link_targets, successors
from engine.runtime.compile.vocabulary import ACTIVITIES, GATEWAYS, THROWS_ERRORS
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
        if node.is_sub_process:
            scopes.setdefault(node.id, [])
    return scopes


def _starts(process: Process) -> Iterator[Finding]:
    for scope, nodes in _scopes(process).items():
        owner = process.nodes.get(scope or "")
        starts = [node for node in nodes if node.type == "startEvent"]
        if not nodes:
            yield Finding("empty-process", process.id, scope, "no flow node")
        elif owner is not None and owner.is_event_sub_process:
            if len(starts) != 1 or not starts[0].events:
                yield _at("event-sub-process-start", owner, f"{len(starts)} start events")
            if owner.loop is not None:
                yield _at("loop-on-event-sub-process", owner, owner.loop.kind)
        elif owner is not None:
            yield from _inner_starts(owner, starts)
        else:
            yield from _process_starts(process, starts)


def _inner_starts(owner: Node, starts: list[Node]) -> Iterator[Finding]:
    if len(starts) > 1:
        yield _at("several-start-events", owner, f"{len(starts)} start events")
    if owner.ad_hoc is not None and starts:
        yield _at("start-in-ad-hoc", owner, starts[0].id)
    for start in starts:
        if start.events:
            yield _at("start-event-inside", start, start.event)


def _process_starts(process: Process, starts: list[Node]) -> Iterator[Finding]:
    plain = [start for start in starts if not start.events]
    if len(plain) > 1:
        detail = f"{len(plain)} start events"
        yield Finding("several-start-events", process.id, None, detail)
    for start in starts:
        for event in start.events:
            if event.kind not in ("message", "signal", "timer", "conditional"):
                yield _at("start-event-outside", start, event.kind)
        if not start.is_interrupting:
            yield _at("unsupported-attribute", start, "isInterrupting='false'")


def _reachable(process: Process) -> Iterator[Finding]:
    """Every node has a way from a beginning; in a process without start event, from all first ones."""
    following = successors(process.nodes)
    todo: list[str] = []
    for nodes in _scopes(process).values():
        begins = [n for n in nodes if n.type == "startEvent" or n.is_instantiating]
        todo += [n.id for n in begins] or [n.id for n in nodes if is_unled(n)]
        todo += [n.id for n in nodes if n.is_event_sub_process or n.is_for_compensation]
    seen: set[str] = set()
    while todo:
        node_id = todo.pop()
        if node_id in process.nodes and node_id not in seen:
            seen.add(node_id)
            todo += following[node_id]
    for node in process.nodes.values():
        if node.id not in seen:
            yield _at("unreachable", node, node.type)


def _interruptions(process: Process) -> Iterator[Finding]:
    """Errors and cancellations always interrupt (BPMN 2.0.2, 10.5.2 and 10.5.4)."""
    for node in process.nodes.values():
        for event in node.events if not node.is_interrupting else ():
            if event.kind in ("error", "cancel"):
                yield _at("error-always-interrupts", node, event.kind)


def _counts(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        loop = node.loop
        for slot in (loop.cardinality, loop.maximum) if loop else ():
            if slot is not None and not slot.text.startswith("=") and not slot.text.isdigit():
                yield _at("not-a-number", node, f"{slot.name}: {slot.text}")


def _flows(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        is_cut_off = node.is_event_sub_process or node.is_for_compensation
        throws_link = node.type == "intermediateThrowEvent" and node.event == "link"
        is_end = node.type == "endEvent" or throws_link or bool(node.handler)
        if (is_end or is_cut_off) and node.outgoing:
            yield _at("flow-after-end", node, node.outgoing[0].id)
        if (node.type in ("startEvent", "boundaryEvent") or is_cut_off) and node.incoming:
            yield _at("flow-into-start", node, node.incoming[0].id)


def _conditions(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        may_choose = node.type in ACTIVITIES or node.type in (
            *("exclusiveGateway", "inclusiveGateway", "complexGateway"),
        )
        if not may_choose:
            for flow in node.outgoing:
                if flow.condition is not None:
                    yield _at("condition-not-allowed", node, flow.id)
            continue
        if node.default and node.default not in {flow.id for flow in node.outgoing}:
            yield _at("unknown-default-flow", node, node.default)
        yield from _conditions_of(node)


def _conditions_of(node: Node) -> Iterator[Finding]:
    has_choice = len(node.outgoing) > 1 and node.type in ("exclusiveGateway", "inclusiveGateway")
    for flow in node.outgoing:
        if flow.id == node.default and flow.condition is not None:
            yield _at("condition-on-default-flow", node, flow.id)
        if has_choice and flow.id != node.default and flow.condition is None:
            yield _at("flow-without-condition", node, flow.id)


def _boundaries(process: Process) -> Iterator[Finding]:
    caught: Counter[tuple[str | None, str, str | None]] = Counter()
    for node in process.nodes.values():
        if node.type != "boundaryEvent":
            continue
        host = process.nodes.get(node.attached_to or "")
        if not node.events:
            yield _at("boundary-without-event", node, node.event)
        elif host is None or host.scope != node.scope or not _may_host(host, node):
            yield _at("boundary-on-wrong-element", node, str(node.attached_to))
        for event in node.events:
            if event.kind in ("error", "escalation"):
                caught[node.attached_to, event.kind, event.code] += 1
                if caught[node.attached_to, event.kind, event.code] > 1:
                    yield _at("duplicate-error-code", node, str(event.code))


def _may_host(host: Node, boundary: Node) -> bool:
    if host.type not in ACTIVITIES or host.is_event_sub_process or host.is_for_compensation:
        return False
    kinds = {event.kind for event in boundary.events}
    if "cancel" in kinds:
        return host.type == "transaction"
    if "error" in kinds:
        return host.type in THROWS_ERRORS or host.job_type is not None
    return True


# Upstream: compensation-boundary-refused
def _compensations(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        kinds = {event.kind for event in node.events}
        if node.type == "boundaryEvent" and "compensation" in kinds and node.handler is None:
            yield _at("compensation-without-handler", node, str(node.attached_to))
        for event in node.events:
            if event.kind == "compensation" and event.activity not in (None, *process.nodes):
                yield _at("unknown-activity", node, str(event.activity))
        owner = process.nodes.get(node.scope or "")
        if "cancel" in kinds and node.type == "endEvent":
            if owner is None or owner.type != "transaction":
                yield _at("cancel-outside-transaction", node, str(node.scope))
            elif not _has_cancel_boundary(process, owner):
                yield _at("cancel-without-boundary", node, owner.id)


def _has_cancel_boundary(process: Process, owner: Node) -> bool:
    return any(
        boundary.attached_to == owner.id and boundary.event == "cancel"
        for boundary in process.nodes.values()
    )


def _links(process: Process) -> Iterator[Finding]:
    for nodes in _scopes(process).values():
        targets = link_targets(nodes)
        names: Counter[str] = Counter()
        for node in nodes:
            for event in node.events:
                name = event.name.text if event.kind == "link" and event.name else None
                if name is None:
                    continue
                if node.type == "intermediateThrowEvent" and name not in targets:
                    yield _at("link-without-target", node, name)
                names[name] += node.type == "intermediateCatchEvent"
                if node.type == "intermediateCatchEvent" and names[name] > 1:
                    yield _at("several-link-targets", node, name)


def _event_gateways(process: Process) -> Iterator[Finding]:
    hosts = {node.attached_to for node in process.nodes.values()}
    for node in process.nodes.values():
        if node.type != "eventBasedGateway":
            continue
        yield from _mixed(process, node)
        for flow in node.outgoing:
            target = process.nodes.get(flow.target)
            is_catch = target is not None and target.type in (
                *("intermediateCatchEvent", "receiveTask"),
            )
            is_alone = target is not None and target.awaited and len(target.incoming) == 1
            if not is_catch or not is_alone or flow.target in hosts:
                yield _at("event-gateway-target", node, flow.target)
        if node.is_parallel and not node.is_instantiating:
            yield _at("parallel-event-gateway", node, "eventGatewayType")
        if node.is_instantiating and node.incoming:
            yield _at("flow-into-start", node, node.incoming[0].id)


def _mixed(process: Process, gateway: Node) -> Iterator[Finding]:
    """Message events and receive tasks do not stand behind the same gateway (BPMN 2.0.2, 10.6.6)."""
    behind = [process.nodes.get(flow.target) for flow in gateway.outgoing]
    kinds = {(node.type, node.event) for node in behind if node is not None}
    is_receiving = any(kind == "receiveTask" for kind, _ in kinds)
    if is_receiving and ("intermediateCatchEvent", "message") in kinds:
        yield _at("event-gateway-mixed", gateway, "receiveTask")


def _joins(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        if node.type == "complexGateway" and len(node.incoming) > 1 and node.activation is None:
            yield _at("no-activation-condition", node, "activationCondition")
        if node.type in GATEWAYS and not node.outgoing and len(node.incoming) < 2:
            yield _at("gateway-without-flow", node, node.type)


_NEEDS: dict[str, tuple[str, str]] = {
    "serviceTask": ("job_type", "no-job-type"),
    "scriptTask": ("script", "no-script"),
    "businessRuleTask": ("decision_id", "no-decision"),
    "callActivity": ("called_process", "no-called-process"),
    "receiveTask": ("events", "no-message"),
    "sendTask": ("events", "no-job-type"),
    "intermediateCatchEvent": ("events", "no-event"),
}


def _needs(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        attribute, code = _NEEDS.get(node.type, ("", ""))
        if attribute and not getattr(node, attribute) and node.job_type is None:
            yield _at(code, node, attribute)
        yield from _results(node)
        names = (node.loop.element, node.loop.output_collection) if node.loop else ()
        for name in names:
            if name is not None and not name.isidentifier():
                yield _at("loop-variable", node, name)
        for static in (node.decision_id, node.called_process):
            if static is not None and static.startswith("="):
                yield _at("not-static", node, static)


def _results(node: Node) -> Iterator[Finding]:
    if node.type not in ("scriptTask", "businessRuleTask") or node.job_type is not None:
        return
    is_native = (
        node.type == "scriptTask" and node.script is not None and node.script.name == "script"
    )
    if not is_native and not (node.result_variable or "").isidentifier():
        yield _at("no-result-variable", node, str(node.result_variable))


def _priorities(process: Process) -> Iterator[Finding]:
    for node in process.nodes.values():
        for slot in (node.priority, node.retries):
            is_static = slot is not None and not slot.text.startswith("=")
            if slot is not None and is_static and not slot.text.isdigit():
                yield _at("not-a-number", node, f"{slot.name}: {slot.text}")


def check_calls(processes: dict[str, Process], known: Any) -> Iterator[Finding]:
    """Calls of unknown processes, and of those that only an event starts."""
    for process in processes.values():
        for node in process.nodes.values():
            called = node.called_process
            if called and not called.startswith("=") and called not in known:
                yield _at("unknown-called-process", node, called)
            elif called in processes and not _begins_alone(processes[called]):
                yield _at("no-none-start", node, called)


def _begins_alone(process: Process) -> bool:
    """Whether it can be called: it has a none start event, or no start event at all."""
    nodes = [node for node in process.nodes.values() if node.scope is None]
    return not nodes or bool(first_nodes(nodes))


_RULES: tuple[Rule, ...] = (
    _starts,
    _reachable,
    _interruptions,
    _counts,
    _flows,
    _conditions,
    _boundaries,
    _compensations,
    _links,
    _event_gateways,
    _joins,
    _needs,
    _priorities,
)

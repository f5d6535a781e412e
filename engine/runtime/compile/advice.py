"""What runs as drawn, and may still not be what its author meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.runtime.compile.graph import successors
from engine.runtime.compile.starving import starving_joins
from engine.runtime.compile.vocabulary import THROWN_OUTWARDS
from engine.runtime.errors import Finding
from engine.runtime.nodes import Node, Process

_JOINS = ("parallelGateway", "inclusiveGateway", "complexGateway")


def advise(process: Process) -> Iterator[Finding]:
    """Findings that do not keep the model from running."""
    yield from _ends(process)
    yield from _messages(process)
    yield from _leaks_out_of_branches(process)
    for join, choice in starving_joins(process.nodes):
        yield _at("join-of-a-choice", join, choice.id)
    yield from _escalations(process)
    yield from _parallel_starts(process)


def _at(code: str, node: Node, detail: str) -> Finding:
    return Finding(code, node.process_id, node.id, detail, node.line)


def _ends(process: Process) -> Iterator[Finding]:
    """Branches that just stop: legal, and often a forgotten flow."""
    for node in process.nodes.values():
        is_free = node.is_for_compensation or node.is_event_sub_process
        inside = process.nodes.get(node.scope or "")
        is_ad_hoc = inside is not None and inside.ad_hoc is not None
        goes_by_link = any(event.kind == "link" for event in node.events)
        is_end = node.type == "endEvent" or is_free or is_ad_hoc or goes_by_link or node.handler
        if not is_end and not node.outgoing:
            yield _at("no-outgoing-flow", node, node.type)


def _messages(process: Process) -> Iterator[Finding]:
    """Messages without a key are compared by name alone, across all cases."""
    for node in process.nodes.values():
        is_start = node.type == "startEvent" and node.scope is None
        for event in node.events:
            if event.kind == "message" and event.correlation_key is None and not is_start:
                yield _at("message-without-key", node, event.name.text if event.name else "")


def _leaks_out_of_branches(process: Process) -> Iterator[Finding]:
    """A way back from inside a parallel block to before its split doubles tokens (BPMN 13.4.1)."""
    following = successors(process.nodes)
    for split in process.nodes.values():
        if split.type not in ("parallelGateway", "inclusiveGateway") or len(split.outgoing) < 2:
            continue
        branches = [_onward(flow.target, following, {split.id}) for flow in split.outgoing]
        joins = {name for name in set.intersection(*branches) if _is_join(process.nodes[name])}
        ahead = set().union(*(_onward(flow.target, following, joins) for flow in split.outgoing))
        for node_id in sorted(ahead):
            if split.id in following[node_id]:
                yield _at("way-back-out-of-branch", process.nodes[node_id], split.id)


def _is_join(node: Node) -> bool:
    return node.type in _JOINS and len(node.incoming) > 1


def _onward(start: str, following: dict[str, set[str]], barrier: set[str]) -> set[str]:
    """Nodes to which a token can get without entering the barrier."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        node_id = todo.pop()
        if node_id not in seen and node_id not in barrier:
            seen.add(node_id)
            todo += following[node_id]
    return seen


def _parallel_starts(process: Process) -> Iterator[Finding]:
    """A start that needs several events: whoever starts the process has to gather them."""
    for node in process.nodes.values():
        if node.type == "startEvent" and node.scope is None and node.is_parallel:
            yield _at("parallel-start", node, f"{len(node.events)}")


def _escalations(process: Process) -> Iterator[Finding]:
    caught = {
        event.code
        for node in process.nodes.values()
        if node.type in ("boundaryEvent", "startEvent")
        for event in node.events
        if event.kind == "escalation"
    }
    for node in process.nodes.values():
        for event in node.events if node.type in THROWN_OUTWARDS else ():
            if event.kind == "escalation" and not caught & {event.code, None}:
                yield _at("escalation-without-catcher", node, str(event.code))


def recursions(processes: Mapping[str, Process]) -> Iterator[Finding]:
    """Calls that come back to their caller: they run, and may never end."""
    calls = {
        name: {node.called_process for node in process.nodes.values() if node.called_process}
        for name, process in processes.items()
    }
    for name, process in processes.items():
        for node in process.nodes.values():
            if node.called_process and name in _closure(node.called_process, calls):
                yield _at("recursive-call", node, node.called_process)


def _closure(start: str, calls: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += calls.get(name, ())
    return seen

"""The drawing as a graph: where a process begins, where links lead, what can reach a join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.runtime.nodes import Node


def first_nodes(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Where tokens are put when a process begins without an event.

    On its none start events; if it has no start event at all, on everything that no flow leads to.

    Source: BPMN 2.0.2, 10.5.2 (start event is optional) and 13.2.
    """
    nodes = list(nodes)
    starts = [node for node in nodes if node.type == "startEvent"]
    plain = tuple(node.id for node in starts if not node.events)
    if starts or any(node.is_instantiating for node in nodes):
        return plain
    return tuple(node.id for node in nodes if is_unled(node))


def is_unled(node: Node) -> bool:
    """Whether nothing but the beginning of its process brings a token here."""
    return not (
        node.incoming
        or node.is_event_sub_process
        or node.is_for_compensation
        or node.type == "boundaryEvent"
        or (node.type == "intermediateCatchEvent" and node.event == "link")
    )


def link_targets(nodes: Iterable[Node]) -> dict[str, str]:
    """Catching ends of links by the link's name."""
    return {
        event.name.text: node.id
        for node in nodes
        if node.type == "intermediateCatchEvent"
        for event in node.events
        if event.kind == "link" and event.name
    }


def successors(nodes: Mapping[str, Node]) -> dict[str, set[str]]:
    """Nodes that a token at a node can go to next, by flows, boundary events and links."""
    following = {node.id: {flow.target for flow in node.outgoing} for node in nodes.values()}
    targets: dict[tuple[str | None, str], str] = {}
    for node in nodes.values():
        if node.attached_to in following:
            following[node.attached_to].add(node.id)
        for name, target in link_targets([node]).items():
            targets[node.scope, name] = target
    for node in nodes.values():
        if node.type == "intermediateThrowEvent":
            for event in node.events:
                name = event.name.text if event.kind == "link" and event.name else ""
                if (node.scope, name) in targets:
                    following[node.id].add(targets[node.scope, name])
    return following


def reach(gateway: Node, nodes: Mapping[str, Node]) -> dict[str, frozenset[str]]:
    """For each incoming flow the nodes from which a token can come by it, not through the gateway.

    Source: BPMN 2.0.2, 13.4.3.
    """
    before: dict[str, set[str]] = {}
    for node_id, following in successors(nodes).items():
        for target in following:
            before.setdefault(target, set()).add(node_id)
    return {
        flow.id: frozenset(_backwards(flow.source, before, gateway.id)) for flow in gateway.incoming
    }


def _backwards(start: str, before: Mapping[str, set[str]], barrier: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node_id = todo.pop()
        if node_id not in seen and node_id != barrier:
            seen.add(node_id)
            todo += before.get(node_id, ())
    return seen

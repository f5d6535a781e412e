"""Columns of a scope: every node stands one after the last of those that lead to it.

Cycles are broken first, so that there is a last.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bpmn.drawing.elements import Edge, Scope

Links = Mapping[str, Iterable[str]]


def assign_columns(scope: Scope, *, as_written: bool) -> set[str]:
    """Gives every node that flows pass its column; returns the ids of the edges that go back.

    Args:
        scope: what is laid out.
        as_written: whether a cycle is broken where it leads to a node that is written earlier,
            rather than where a walk from the starts comes back to its own way.
    """
    links = _links(scope)
    back = _against_order(links) if as_written else _back_edges(links)
    ahead: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, list[str]] = defaultdict(list)
    for source, targets in links.items():
        for target, edge_id in targets:
            if (source, target, edge_id) not in back and source != target:
                ahead[source].append(target)
                behind[target].append(source)
    columns = _longest_ways(list(links), ahead, behind)
    for name, column in columns.items():
        scope.nodes[name].column = column
    for node in scope.nodes.values():
        if node.host in scope.nodes:
            node.column = scope.nodes[node.host].column
    return {edge.id for edge in scope.edges if edge.is_flow and _goes_back(scope, edge)}


def _links(scope: Scope) -> dict[str, list[tuple[str, str]]]:
    links: dict[str, list[tuple[str, str]]] = {name: [] for name in flowing(scope)}
    for edge in scope.edges:
        source, target = anchor(scope, edge.source), anchor(scope, edge.target)
        if edge.is_flow and source in links and target in links:
            links[source].append((target, edge.id))
    for source, target in _linked_events(scope):
        if source in links and target in links:
            links[source].append((target, ""))
    return links


def _longest_ways(
    names: list[str], ahead: Mapping[str, list[str]], behind: Mapping[str, list[str]]
) -> dict[str, int]:
    order = _topological(names, ahead, behind)
    columns: dict[str, int] = {}
    for name in order:
        columns[name] = 1 + max((columns[before] for before in behind[name]), default=-1)
    for name in reversed(order):
        # Nothing is gained by standing far from what one leads to.
        if ahead[name] and len(ahead[name]) > len(behind[name]):
            columns[name] = max(columns[name], min(columns[after] for after in ahead[name]) - 1)
    return columns


def _goes_back(scope: Scope, edge: Edge) -> bool:
    return scope.nodes[edge.target].column <= scope.nodes[edge.source].column


def anchor(scope: Scope, name: str) -> str:
    """The node that carries another: the host of a boundary event, or the node itself."""
    host = scope.nodes[name].host
    return host if host in scope.nodes else name


def flowing(scope: Scope) -> list[str]:
    """Nodes of the layered part: those that sequence flows reach or leave, and lone events."""
    touched = {
        anchor(scope, end)
        for edge in scope.edges
        if edge.is_flow
        for end in (edge.source, edge.target)
    }
    hosts = {node.host for node in scope.nodes.values() if node.host}
    return [
        node.id
        for node in scope.nodes.values()
        if not node.host
        and not node.is_artifact
        and (node.id in touched or node.id in hosts or (node.is_event and not node.compensates))
    ]


def _linked_events(scope: Scope) -> list[tuple[str, str]]:
    throws: dict[str, list[str]] = defaultdict(list)
    catches: dict[str, list[str]] = defaultdict(list)
    ins = {edge.target for edge in scope.edges if edge.is_flow}
    outs = {edge.source for edge in scope.edges if edge.is_flow}
    for node in scope.nodes.values():
        if node.tag == "intermediateThrowEvent" and node.id in ins and node.id not in outs:
            throws[node.name].append(node.id)
        if node.tag == "intermediateCatchEvent" and node.id in outs and node.id not in ins:
            catches[node.name].append(node.id)
    return [
        (throw, catch)
        for name, names in throws.items()
        for throw in names
        for catch in catches[name]
    ]


def _starts(scope_links: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    reached = {target for targets in scope_links.values() for target, _ in targets}
    first = [name for name in scope_links if name not in reached]
    return first + [name for name in scope_links if name in reached]


def _back_edges(links: Mapping[str, list[tuple[str, str]]]) -> set[tuple[str, str, str]]:
    back: set[tuple[str, str, str]] = set()
    done: set[str] = set()
    for start in _starts(links):
        if start in done:
            continue
        on_way: set[str] = {start}
        stack = [(start, iter(links[start]))]
        while stack:
            name, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                on_way.discard(name)
                done.add(name)
            elif step[0] in on_way:
                back.add((name, *step))
            elif step[0] not in done:
                on_way.add(step[0])
                stack.append((step[0], iter(links[step[0]])))
    return back


def _against_order(links: Mapping[str, list[tuple[str, str]]]) -> set[tuple[str, str, str]]:
    order = {name: index for index, name in enumerate(links)}
    reach = {name: _reached(name, links) for name in links}
    return {
        (source, target, edge_id)
        for source, targets in links.items()
        for target, edge_id in targets
        if order[target] <= order[source] and source in reach[target]
    }


def _reached(start: str, links: Mapping[str, list[tuple[str, str]]]) -> set[str]:
    found = {start}
    waiting = [start]
    while waiting:
        for target, _ in links[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _topological(names: list[str], ahead: Links, behind: Mapping[str, list[str]]) -> list[str]:
    waiting = {name: len(behind.get(name, [])) for name in names}
    ready = [name for name in names if not waiting[name]]
    order: list[str] = []
    while ready:
        name = ready.pop(0)
        order.append(name)
        for after in ahead.get(name, ()):
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    return order

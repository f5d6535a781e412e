"""Parallel joins that wait for several ways of which a choice takes only one."""

from collections.abc import Iterator, Mapping

from engine.runtime.compile.graph import successors
from engine.runtime.nodes import Flow, Node

_CHOICES = ("exclusiveGateway", "eventBasedGateway")


def starving_joins(nodes: Mapping[str, Node]) -> Iterator[tuple[Node, Node]]:
    """Each parallel join with a choice whose ways out lead to different ways in (BPMN 13.4.2)."""
    following = successors(nodes)
    choices = [one for one in nodes.values() if one.type in _CHOICES and len(one.outgoing) > 1]
    for join in nodes.values():
        if join.type != "parallelGateway" or len(join.incoming) < 2:
            continue
        dry = _dry(join, None, nodes, following)
        for choice in choices:
            left = (_dry(join, way, nodes, following) - dry for way in choice.outgoing)
            if sum(1 for ways in left if ways) > 1:
                yield join, choice
                break


def _dry(
    join: Node, without: Flow | None, nodes: Mapping[str, Node], following: Mapping[str, set[str]]
) -> set[str]:
    """The ways into a join by which no token could come if there were not that one flow."""
    fed = _fed(without, nodes, following)
    return {way.id for way in join.incoming if way == without or way.source not in fed}


def _fed(
    without: Flow | None, nodes: Mapping[str, Node], following: Mapping[str, set[str]]
) -> set[str]:
    todo = [node.id for node in nodes.values() if not node.incoming and not node.attached_to]
    seen: set[str] = set()
    while todo:
        node_id = todo.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        here = set(following[node_id])
        if without is not None and node_id == without.source:
            others = {way.target for way in nodes[node_id].outgoing if way != without}
            here -= {without.target} - others
        todo += here
    return seen

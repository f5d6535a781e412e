"""Draws a reference graph as BPMN for the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.runtime import CompiledModel
from tests.engine.runtime import models as m
from tests.engine.runtime.token_game.graph import Graph, Node

_KEY = '="k"'
_GATEWAYS = {
    "xor": "exclusiveGateway",
    "complex": "complexGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
}


def compiled(graph: Graph) -> CompiledModel:
    """The graph as the engine's model."""
    roots = "".join(m.message(f"M{name}", _KEY) for name in _awaiting(graph, "message"))
    roots += "".join(m.node("signal", f"S{i}", name=f"S{i}") for i in _awaiting(graph, "signal"))
    return m.model(*_drawn(graph), roots=roots + m.error("broken"))


def variables(graph: Graph) -> dict[str, object]:
    """What a case must start with: a counter for each gateway that decides by its visits."""
    own: dict[str, object] = {_counter(n): 0 for n in graph.nodes.values() if _is_counted(n)}
    for inner in _insides(graph):
        own |= variables(inner)
    return own


def _insides(graph: Graph) -> list[Graph]:
    return [node.inside for node in graph.nodes.values() if node.inside is not None]


def _awaiting(graph: Graph, kind: str) -> Iterator[str]:
    yield from (n.id for n in graph.nodes.values() if kind in (n.kind, n.trigger))
    for inner in _insides(graph):
        yield from _awaiting(inner, kind)


def _counter(node: Node) -> str:
    return f"visits{node.id}"


def _is_counted(node: Node) -> bool:
    return len(node.choices) > 1


def _drawn(graph: Graph) -> Iterator[str]:
    for node in graph.nodes.values():
        yield _DRAWN.get(node.kind, _activity)(graph, node)
        if _is_counted(node):
            counter = _counter(node)
            yield m.script(f"{node.id}Count", f"={counter} + 1", counter)
            yield m.flow(f"{node.id}Count", node.id)
        for index, flow in enumerate(graph.out(node.id)):
            target = graph.nodes[flow.target]
            target_id = f"{target.id}Count" if _is_counted(target) else target.id
            condition = _condition(node, index)
            if flow.is_link:
                throw, caught = f"{flow.id}Throw", f"{flow.id}Catch"
                link = f'<bpmn:linkEventDefinition name="{flow.id}"/>'
                yield m.node("intermediateThrowEvent", throw, link)
                yield m.node("intermediateCatchEvent", caught, link)
                yield m.flow(caught, target_id)
                target_id = throw
            yield m.flow(node.id, target_id, condition, flow.id)


def _condition(node: Node, index: int) -> str | None:
    if node.kind == "complex":
        # Without it, a new round would begin with a token as well.
        return "=waitingForStart"
    if not node.choices or index == node.default:
        return None
    visits = [str(n + 1) for n, chosen in enumerate(node.choices) if index in chosen]
    is_last = index in node.choices[-1]
    if not _is_counted(node):
        return "=true" if is_last else "=false"
    later = f" or {_counter(node)} > {len(node.choices)}" if is_last else ""
    return f"=list contains([{', '.join(visits)}], {_counter(node)}){later}"


def _gateway(graph: Graph, node: Node) -> str:
    activation = f"=activationCount >= {node.needed}"
    inner = m.node("activationCondition", f"{node.id}Activation", activation)
    content = [inner] if node.needed else []
    return m.node(_GATEWAYS[node.kind], node.id, *content, **_default(graph, node))


def _default(graph: Graph, node: Node) -> dict[str, str]:
    return {} if node.default is None else {"default": graph.out(node.id)[node.default].id}


def _activity(graph: Graph, node: Node) -> str:
    values: dict[str, object] = {**_default(graph, node)}
    if node.start_quantity > 1:
        values["startQuantity"] = node.start_quantity
    if node.completion_quantity > 1:
        values["completionQuantity"] = node.completion_quantity
    if node.kind == "events":
        values["triggeredByEvent"] = "true"
    if node.inside is not None:
        return m.node("subProcess", node.id, _loop(node), *_drawn(node.inside), **values)
    if node.kind == "pass":
        return m.node("task", node.id, **values)
    return m.user(node.id, loop=_loop(node), **values)


def _loop(node: Node) -> str:
    if node.instances is None:
        return ""
    if node.is_loop:
        return f'<bpmn:standardLoopCharacteristics loopMaximum="{node.instances}"/>'
    items = ", ".join(str(n) for n in range(node.instances))
    return m.many(f"=[{items}]", sequential=not node.is_parallel)


def _definition(node: Node) -> str:
    if "message" in (node.kind, node.trigger):
        return f'<bpmn:messageEventDefinition messageRef="M{node.id}"/>'
    if "signal" in (node.kind, node.trigger):
        return f'<bpmn:signalEventDefinition signalRef="S{node.id}"/>'
    if "error" in (node.kind, node.trigger):
        return '<bpmn:errorEventDefinition errorRef="broken"/>'
    kind = 'xsi:type="bpmn:tFormalExpression"'
    return (
        f"<bpmn:timerEventDefinition><bpmn:timeDuration {kind}>P1D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition>"
    )


def _start(graph: Graph, node: Node) -> str:
    if not node.trigger:
        return m.start(node.id)
    values = {} if node.is_interrupting else {"isInterrupting": "false"}
    return m.node("startEvent", node.id, _definition(node), **values)


def _catch(graph: Graph, node: Node) -> str:
    return m.node("intermediateCatchEvent", node.id, _definition(node))


def _boundary(graph: Graph, node: Node) -> str:
    values = {"attachedToRef": node.host}
    if not node.is_interrupting:
        values["cancelActivity"] = "false"
    return m.node("boundaryEvent", node.id, _definition(node), **values)


_DRAWN: dict[str, Callable[[Graph, Node], str]] = {
    "start": _start,
    "end": lambda _, node: m.end(node.id),
    "terminate": lambda _, node: m.terminate(node.id),
    "error": lambda _, node: m.error_end(node.id, "broken"),
    **dict.fromkeys(("message", "timer", "signal"), _catch),
    "boundary": _boundary,
    **dict.fromkeys(_GATEWAYS, _gateway),
}

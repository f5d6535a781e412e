"""The few words in which a model is described to the token game: no XML and no expressions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, repr=False)
class Flow:
    """A sequence flow; `is_link` is drawn as a pair of link events, which changes nothing."""

    id: str
    source: str
    target: str
    is_link: bool = False

    def __repr__(self) -> str:
        return f"{self.source}{'⇢' if self.is_link else '→'}{self.target}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Node:
    """A flow node.

    Attributes:
        kind: start, end, terminate, error, user, pass, xor, and, or, complex, event, message, timer,
            signal, sub, boundary, events (an event sub-process, whose start has its trigger).
        choices: the outgoing flows taken at each visit, the last ones for ever; none: all of them.
        needed: complex: how many tokens it begins with; what comes later in a round is lost.
        default: the outgoing flow drawn as default; changes nothing.
        inside: what a sub-process contains.
        instances: how often an activity runs for one token; None: it is an ordinary one.
        is_parallel: all instances at once.
        is_loop: drawn as a standard loop, not as a sequential multi-instance; changes nothing.
        host: the activity of a boundary event.
        trigger: message, timer, signal or error: of a boundary event, or of the start event of an
            event sub-process.
        is_interrupting: whether these take the token of their activity, or all in their scope.
    """

    id: str
    kind: str
    choices: tuple[frozenset[int], ...] = ()
    default: int | None = None
    inside: Graph | None = None
    instances: int | None = None
    is_parallel: bool = False
    is_loop: bool = False
    host: str = ""
    trigger: str = ""
    is_interrupting: bool = True
    needed: int = 0
    start_quantity: int = 1
    completion_quantity: int = 1

    def __repr__(self) -> str:
        plain = Node(id=self.id, kind=self.kind)
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        changed = [f"{k}={v!r}" for k, v in named.items() if v != getattr(plain, k)]
        return f"{self.id}({', '.join(changed)})"

    def starts(self) -> list[Node]:
        """The nodes with which its inside begins."""
        return [] if self.inside is None else self.inside.starts()

    def __deepcopy__(self, memo: Any) -> Node:
        return self


@dataclass(frozen=True, repr=False)
class Graph:
    """A process, or the inside of a sub-process."""

    nodes: dict[str, Node]
    flows: tuple[Flow, ...]

    def __deepcopy__(self, memo: Any) -> Graph:
        return self

    def __repr__(self) -> str:
        """Flows tell most, since names tell kinds; of the nodes only what is special."""
        special = [node for node in self.nodes.values() if not repr(node).endswith("()")]
        return f"Graph({', '.join(map(repr, (*self.flows, *special)))})"

    def _repr_pretty_(self, printer: Any, is_cycle: bool) -> None:
        """Hypothesis would print every field of every node."""
        printer.text(repr(self))

    def out(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node_id]

    def into(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node_id]

    def boundaries(self, node_id: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.host == node_id]

    def starts(self) -> list[Node]:
        """The nodes with which it begins: start events, else all that no flow leads to."""
        nodes = list(self.nodes.values())
        free = [n for n in nodes if n.kind not in ("boundary", "events") and not self.into(n.id)]
        return [node for node in nodes if node.kind == "start"] or free

    def reachable(self, node_id: str, join: str) -> set[str]:
        """The flows into `join` that a token at a node may come over, without passing the join."""
        arrivals: set[str] = set()
        seen: set[str] = set()
        todo = [node_id]
        while todo:
            current = todo.pop()
            if current in seen or current == join:
                continue
            seen.add(current)
            todo += [boundary.id for boundary in self.boundaries(current)]
            for flow in self.out(current):
                todo.append(flow.target)
                if flow.target == join:
                    arrivals.add(flow.id)
        return arrivals

"""A token game for BPMN, small enough to be obviously right: it shares nothing with the engine.

Tokens lie on sequence flows or are held by nodes at work. Everything that needs nobody is moved
until nothing moves; then the game tells what it waits for. Where BPMN leaves open what happens
first, all orders are followed, and a `Game` is one of the cases that may come out.

What BPMN 2.0.2 leaves to the reader, or engines do differently, is read like this:

- Parallel join (13.4.1): one token from each incoming flow; tokens in excess stay for the next
  round, and a token over one flow never stands for another flow.
- Inclusive join (13.4.3): it fires with at least one token, unless some token can still reach one
  of its empty flows, without passing the join, and can reach none of its flows that have one
  (i-vi). One token is taken from each flow that has one. It is looked at only when nothing else
  can move by itself; the standard would also let it fire before a token that is on its way.
- The standard speaks of tokens on flows. A token that a node holds counts as lying before it, and
  the boundary events of an activity count as further ways out of it, as link events do as flows.
- Complex join (13.4.5): it begins with so many tokens, and takes in what comes by its other flows
  until all came or none can come any more; then a new round begins.
- Tokens stuck in front of another join hold an inclusive join back: so says the standard.
- Several flows into an activity or event: every token runs it (implicit merge, 13.3.1). Several
  out of it: a token on each (implicit split). `startQuantity` counts tokens over all flows.
- A looping or multi-instance activity holds one token, and has its boundary events once (13.3.6,
  13.3.7).
- On a boundary that does not interrupt, a timer fires once, a message or signal whenever it comes
  (13.5.3).
- Terminate ends its own process or sub-process, which goes on as if it were done (13.5.6).
- An error goes to the nearest scope around it that catches it: by an event sub-process of its own,
  else by a boundary event of its activity; all inside is taken away.
- An event sub-process waits while its scope has other tokens, a timer that does not interrupt once.
- A scope without start events begins with every node that no flow leads to (13.2); a node without
  outgoing flows ends its token (13.5.6).
- A process is over when no token is left (13.5.6). One token that cannot move keeps it open; it is
  stuck when nothing is waited for any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.engine.runtime.token_game.graph import Graph, Node

WAITING = frozenset({"user", "message", "timer", "signal", "event", "sub", "events"})
RACING = frozenset({"terminate", "error"})


@dataclass(eq=False)
class Scope:
    """A process or sub-process that runs."""

    graph: Graph
    tokens: Counter[str] = field(default_factory=Counter)
    work: list[Work] = field(default_factory=list)
    armed: list[Node] = field(default_factory=list)
    late: dict[str, set[str]] = field(default_factory=dict)

    def is_empty(self) -> bool:
        return not self.tokens.total() and not self.work

    def everywhere(self) -> Iterator[Scope]:
        """This scope and all inside it."""
        yield self
        for work in self.work:
            for inner in work.running:
                if inner is not None:
                    yield from inner.everywhere()

    def key(self) -> Any:
        tokens = tuple(sorted((+self.tokens).items()))
        armed = tuple(node.id for node in self.armed)
        late = tuple(sorted((join, *sorted(flows)) for join, flows in self.late.items()))
        return tokens, armed, late, tuple(sorted((work.key() for work in self.work), key=repr))


@dataclass(eq=False)
class Work:
    """A token that a node holds.

    Attributes:
        running: what is inside for each instance that runs; None for a task.
        rest: how many instances have not begun.
        armed: boundary events that can still fire.
    """

    node: Node
    running: list[Scope | None]
    rest: int
    armed: list[Node]

    def key(self) -> Any:
        inside = sorted((scope.key() if scope else () for scope in self.running), key=repr)
        return self.node.id, tuple(inside), self.rest, tuple(node.id for node in self.armed)


@dataclass(frozen=True)
class Wait:
    """Something outside that the game waits for: a person, a message or time."""

    element: Node
    scope: Scope
    work: Work | None


class Game:
    """One case."""

    def __init__(self, graph: Graph) -> None:
        self.visits: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.has_failed = False
        self.root = self._begun(graph)

    def is_finished(self) -> bool:
        return self.root.is_empty()

    def is_stuck(self) -> bool:
        return not self.is_finished() and not self.waits()

    def waits(self) -> list[Wait]:
        """All that the game waits for."""
        waits: list[Wait] = []
        for scope in self.root.everywhere():
            if not scope.is_empty():
                waits += [Wait(n, scope, None) for n in scope.armed if n.trigger != "error"]
            for work in scope.work:
                waits += [Wait(n, scope, work) for n in work.armed if n.trigger != "error"]
                if work.node.kind == "event":
                    catches = [scope.graph.nodes[f.target] for f in scope.graph.out(work.node.id)]
                    waits += [Wait(node, scope, work) for node in catches]
                elif work.node.inside is None:
                    waits += [Wait(work.node, scope, work) for _ in work.running]
        return waits

    def elements(self) -> list[str]:
        """Where it waits, once for each thing waited for."""
        return [wait.element.id for wait in self.waits()]

    def after(self, element_id: str) -> list[Game]:
        """The cases that may come out when one of those that wait under this id gets its due."""
        found: list[Game] = []
        for index, wait in enumerate(self.waits()):
            if wait.element.id == element_id:
                game = deepcopy(self)
                game._give(game.waits()[index])
                found += game.settled()
        return distinct(found)

    def settled(self) -> list[Game]:
        """The cases that may come out when everything moves that needs nobody."""
        while self._move():
            pass
        found: list[Game] = []
        for index in range(len(self._races())):
            game = deepcopy(self)
            game._run_race(*game._races()[index])
            found += game.settled()
        return distinct(found) or [self]

    def key(self) -> Any:
        counters = (tuple(sorted(counter.items())) for counter in (self.visits, self.passed))
        return self.root.key(), self.has_failed, tuple(counters)

    def _begun(self, graph: Graph) -> Scope:
        events = [node for node in graph.nodes.values() if node.kind == "events"]
        scope = Scope(graph, armed=[start for node in events for start in node.starts()])
        for node in graph.starts():
            self._enter(scope, node)
        return scope

    def _give(self, wait: Wait) -> None:
        element, scope, work = wait.element, wait.scope, wait.work
        if work is None:
            self._run_events(scope, element)
            return
        if element is work.node:
            self._instance_done(scope, work, None)
            return
        if element.is_interrupting:
            scope.work.remove(work)
        elif element.trigger == "timer":
            work.armed.remove(element)
        self.passed[element.id] += 1
        self._leave(scope, element)

    def _move(self) -> bool:
        """Make one move whose turn does not matter; False if there is none."""
        for scope in self.root.everywhere():
            for work in scope.work:
                for inner in work.running:
                    if inner is not None and inner.is_empty():
                        self._instance_done(scope, work, inner)
                        return True
            for node in scope.graph.nodes.values():
                if node.kind == "complex" and self._move_complex(scope, node):
                    return True
                taken = self._taken(scope, node)
                if taken:
                    scope.tokens.subtract(taken)
                    self._enter(scope, node)
                    return True
        return False

    def _taken(self, scope: Scope, node: Node) -> list[str]:
        """The tokens, by flow, with which a node begins now; empty if it does not."""
        flows = scope.graph.into(node.id)
        tokens = [flow.id for flow in flows for _ in range(scope.tokens[flow.id])]
        if node.kind == "complex":
            return []
        if node.kind in RACING or (node.kind == "or" and len(flows) > 1):
            return []
        if node.kind == "and":
            is_complete = all(scope.tokens[flow.id] for flow in flows)
            return [flow.id for flow in flows] if is_complete else []
        return tokens[: node.start_quantity] if len(tokens) >= node.start_quantity else []

    def _move_complex(self, scope: Scope, join: Node) -> bool:
        flows = [flow.id for flow in scope.graph.into(join.id)]
        full = {flow for flow in flows if scope.tokens[flow]}
        if join.id in scope.late:
            absorbed = scope.late[join.id] & full
            scope.tokens.subtract(absorbed)
            scope.late[join.id] -= absorbed
            if not scope.late[join.id]:
                del scope.late[join.id]
            return bool(absorbed)
        if sum(scope.tokens[flow] for flow in flows) < join.needed:
            return False
        scope.tokens.subtract(full)
        if len(full) < len(flows):
            scope.late[join.id] = set(flows) - full
        self._enter(scope, join)
        return True

    def _races(self) -> list[tuple[Scope, Node]]:
        """What can happen now and may change what the others can do."""
        return [
            (scope, node)
            for scope in self.root.everywhere()
            for node in scope.graph.nodes.values()
            if self._is_racing(scope, node)
        ]

    def _is_racing(self, scope: Scope, node: Node) -> bool:
        if node.id in scope.late:
            late = scope.late[node.id]
            return not any(arrivals & late for arrivals in self._arrivals(scope, node))
        has_token = any(scope.tokens[flow.id] for flow in scope.graph.into(node.id))
        is_due = node.kind == "or" and self._is_due(scope, node)
        return has_token and (node.kind in RACING or is_due)

    def _is_due(self, scope: Scope, join: Node) -> bool:
        """Whether an inclusive join with a token fires (BPMN 2.0.2, 13.4.3)."""
        graph = scope.graph
        full = {flow.id for flow in graph.into(join.id) if scope.tokens[flow.id]}
        empty = {flow.id for flow in graph.into(join.id)} - full
        return all(a & full or not a & empty for a in self._arrivals(scope, join))

    def _arrivals(self, scope: Scope, join: Node) -> list[set[str]]:
        """For each token of a scope the flows of a join that it can still come over."""
        places = [flow.target for flow in scope.graph.flows if scope.tokens[flow.id]]
        places += [work.node.id for work in scope.work]
        return [scope.graph.reachable(place, join.id) for place in places]

    def _run_race(self, scope: Scope, node: Node) -> None:
        if node.id in scope.late:
            del scope.late[node.id]
            return
        full = [flow.id for flow in scope.graph.into(node.id) if scope.tokens[flow.id]]
        if node.kind == "or":
            scope.tokens.subtract(full)
            self._enter(scope, node)
            return
        self.passed[node.id] += 1
        if node.kind == "error":
            self._throw(scope)
        else:
            scope.tokens.clear()
            scope.work.clear()

    def _run_events(self, scope: Scope, start: Node) -> None:
        """Let an event sub-process begin."""
        if start.is_interrupting:
            scope.tokens.clear()
            scope.work.clear()
            scope.armed.clear()
        elif start.trigger == "timer":
            scope.armed.remove(start)
        for node in scope.graph.nodes.values():
            if node.kind == "events" and start in node.starts():
                self._enter(scope, node)

    def _throw(self, scope: Scope) -> None:
        own = [start for start in scope.armed if start.trigger == "error"]
        if own:
            self._run_events(scope, own[0])
            return
        for around in self.root.everywhere():
            for work in around.work:
                if scope not in work.running:
                    continue
                caught = [node for node in work.armed if node.trigger == "error"]
                if not caught:
                    self._throw(around)
                    return
                around.work.remove(work)
                self.passed[caught[0].id] += 1
                self._leave(around, caught[0])
                return
        self.has_failed = True
        self.root = Scope(self.root.graph)

    def _enter(self, scope: Scope, node: Node) -> None:
        self.passed[node.id] += 1
        if node.kind in WAITING and node.instances != 0:
            total = 1 if node.instances is None else node.instances
            now = total if node.is_parallel else 1
            running = [self._instance(node) for _ in range(now)]
            armed = scope.graph.boundaries(node.id)
            scope.work.append(Work(node, running, total - now, armed))
        else:
            self._leave(scope, node)

    def _instance(self, node: Node) -> Scope | None:
        return None if node.inside is None else self._begun(node.inside)

    def _instance_done(self, scope: Scope, work: Work, instance: Scope | None) -> None:
        work.running.remove(instance)
        if work.rest:
            work.rest -= 1
            work.running.append(self._instance(work.node))
        elif not work.running:
            scope.work.remove(work)
            self._leave(scope, work.node)

    def _leave(self, scope: Scope, node: Node) -> None:
        flows = scope.graph.out(node.id)
        if node.choices:
            visit = min(self.visits[node.id], len(node.choices) - 1)
            self.visits[node.id] += 1
            flows = [flows[index] for index in sorted(node.choices[visit])]
        for flow in flows:
            scope.tokens[flow.id] += node.completion_quantity


def distinct(games: list[Game]) -> list[Game]:
    """Each case once."""
    return list({game.key(): game for game in games}.values())

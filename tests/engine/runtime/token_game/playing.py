"""Plays one graph in the engine and in the token game, and compares all that can be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.runtime import ItemCompleted, MessageReceived, RunFailed, Step, advance, start
from engine.runtime.values import SignalReceived, TimerFired, Trigger
from tests.engine.runtime.models import NOW
from tests.engine.runtime.token_game.drawing import compiled, variables
from tests.engine.runtime.token_game.graph import Graph
from tests.engine.runtime.token_game.reference import Game, distinct

Pick = Callable[[list[str]], str]
Seen = tuple[str, tuple[tuple[str, int], ...]]
# Beyond this the picture repeats itself, and it only costs time.
MOST_WAITS = 12


@dataclass
class Table:
    """The engine's side: what is open there, by token."""

    graph: Graph
    state: bytes = b""
    state_name: str = "waiting"
    triggers: dict[str, tuple[str, Trigger]] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.model = compiled(self.graph)

    def start(self) -> None:
        self._take(lambda: start(self.model, variables(self.graph), now=NOW))

    def give(self, token: str) -> None:
        _, trigger = self.triggers.pop(token)
        self._take(lambda: advance(self.model, self.state, trigger, now=NOW))

    def seen(self) -> Seen:
        return seen(self.state_name, (name for name, _ in self.triggers.values()))

    def _take(self, move: Callable[[], Step]) -> None:
        try:
            step = move()
        except RunFailed as error:
            if error.code not in ("deadlock", "uncaught-error"):
                raise
            self.state_name, self.triggers = error.code, {}
            return
        self.state, self.state_name = step.state, "finished" if step.finished else "waiting"
        self.passed.update(passage.element_id for passage in step.passed)
        for token in step.cancelled:
            del self.triggers[token]
        for item in step.opened:
            self._open(item.token, item.element_id, ItemCompleted(item.token))
        for subscription in step.subscribed:
            token = subscription.token
            self._open(token, subscription.element_id, MessageReceived(token))
        for timer in step.timers:
            self._open(timer.token, timer.element_id, TimerFired(timer.token))
        for signal in step.signals:
            self._open(signal.token, signal.element_id, SignalReceived(signal.token))

    def _open(self, token: str, element_id: str, trigger: Trigger) -> None:
        assert token not in self.triggers
        self.triggers[token] = (element_id, trigger)


def seen(state_name: str, elements: Iterator[str]) -> Seen:
    """What can be seen from outside; nothing is waited for in a case that is over."""
    return state_name, tuple(sorted(Counter(elements).items()))


def seen_in(game: Game) -> Seen:
    """What can be seen from outside of a game."""
    if game.has_failed:
        return seen("uncaught-error", iter(()))
    name = "finished" if game.is_finished() else "deadlock" if game.is_stuck() else "waiting"
    return seen(name, (wait.element.id for wait in game.waits()))


def play(graph: Graph, pick: Pick, most: int = 60) -> str:
    """Play both sides to the end, or for so many steps; the name of the state reached.

    Args:
        graph: the model.
        pick: chooses the next token to be given its due.
        most: steps after which a case is left as it is.
    """
    table = Table(graph)
    table.start()
    games = Game(graph).settled()
    history: list[str] = []
    for _ in range(most):
        possible = {seen_in(game) for game in games}
        assert table.seen() in possible, f"after {history}: {table.seen()} not in {possible}"
        games = [game for game in games if seen_in(game) == table.seen()]
        if not table.triggers or len(table.triggers) > MOST_WAITS:
            break
        token = pick(sorted(table.triggers, key=lambda token: table.triggers[token][0]))
        element_id = table.triggers[token][0]
        history.append(element_id)
        table.give(token)
        games = distinct([after for game in games for after in game.after(element_id)])
    if table.state_name == "finished" and not _has_races(graph):
        _compare_passages(graph, table, games)
    return table.state_name


def _compare_passages(graph: Graph, table: Table, games: list[Game]) -> None:
    compared = set(_compared(graph))
    passed = {name: times for name, times in table.passed.items() if name in compared}
    possible = [{n: t for n, t in game.passed.items() if n in compared} for game in games]
    assert passed in possible


def _compared(graph: Graph) -> Iterator[str]:
    """Nodes whose passages are counted; those of complex joins have a test of their own."""
    for node in graph.nodes.values():
        if node.kind != "complex":
            yield node.id
        if node.inside is not None:
            yield from _compared(node.inside)


def _has_races(graph: Graph) -> bool:
    """Whether an end may overtake tokens, so that it is open what these have passed."""
    return any(
        node.kind in ("terminate", "error") or (node.inside is not None and _has_races(node.inside))
        for node in graph.nodes.values()
    )

"""Plays one graph in the engine and in the token game, and compares all that can be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from engine.runtime import (
    ItemCompleted,
    MessageReceived,
    OpenedItem,
    OpenedSignal,
    OpenedSubscription,
    OpenedTimer,
    RunFailed,
    SignalReceived,
    TimerFired,
)
from tests.engine.runtime.cases import Case
from tests.engine.runtime.token_game.drawing import compiled, variables
from tests.engine.runtime.token_game.graph import Graph
from tests.engine.runtime.token_game.reference import Game, distinct

Pick = Callable[[list[str]], str]
Seen = tuple[str, tuple[tuple[str, int], ...]]
# Beyond this the picture repeats itself, and it only costs time.
MOST_WAITS = 12
_DUE: dict[type, Callable[[str], Any]] = {
    OpenedItem: ItemCompleted,
    OpenedSubscription: MessageReceived,
    OpenedSignal: SignalReceived,
    OpenedTimer: TimerFired,
}


class Table:
    """The engine's side; a case that cannot go on has no tokens any more."""

    def __init__(self, graph: Graph) -> None:
        self.state_name = "waiting"
        self.case: Case | None = None
        model = compiled(graph)
        self._take(lambda: setattr(self, "case", Case(model, variables(graph))))

    def tokens(self) -> list[str]:
        """What waits, ordered by its element."""
        opened = self.case.open if self.case else {}
        return sorted(opened, key=lambda token: opened[token].element_id)

    def element(self, token: str) -> str:
        assert self.case is not None
        return self.case.open[token].element_id

    def give(self, token: str) -> None:
        case = self.case
        assert case is not None
        due = _DUE[type(case.open[token])]
        self._take(lambda: case.give(due(token)))

    def seen(self) -> Seen:
        return seen(self.state_name, self.elements())

    def elements(self) -> list[str]:
        """Where it waits, once for each token."""
        return [self.element(token) for token in self.tokens()]

    def _take(self, move: Callable[[], object]) -> None:
        try:
            move()
        except RunFailed as error:
            if error.code not in ("deadlock", "uncaught-error"):
                raise
            self.state_name, self.case = error.code, None
            return
        assert self.case is not None
        self.state_name = "finished" if self.case.finished else "waiting"


def seen(state_name: str, elements: list[str]) -> Seen:
    """What can be seen from outside; nothing is waited for in a case that is over."""
    return state_name, tuple(sorted(Counter(elements).items()))


def seen_in(game: Game) -> Seen:
    """What can be seen from outside of a game."""
    if game.has_failed:
        return seen("uncaught-error", [])
    name = "finished" if game.is_finished() else "deadlock" if game.is_stuck() else "waiting"
    return seen(name, game.elements())


def play(graph: Graph, pick: Pick, most: int = 60) -> str:
    """Play both sides to the end, or for so many steps; the name of the state reached.

    Args:
        graph: the model.
        pick: chooses the next token to be given its due.
        most: steps after which a case is left as it is.
    """
    table = Table(graph)
    games = Game(graph).settled()
    history: list[str] = []
    for _ in range(most):
        possible = {seen_in(game) for game in games}
        told = f"{graph.flows} after {history}: {table.seen()} not in {possible}"
        assert table.seen() in possible, told
        games = [game for game in games if seen_in(game) == table.seen()]
        tokens = table.tokens()
        if not tokens or len(tokens) > MOST_WAITS:
            break
        token = pick(tokens)
        element_id = table.element(token)
        history.append(element_id)
        table.give(token)
        games = distinct([after for game in games for after in game.after(element_id)])
    if table.case and table.case.finished and not _has_races(graph):
        _compare_passages(graph, Counter(table.case.path), games)
    return table.state_name


def _compare_passages(graph: Graph, path: Counter[str], games: list[Game]) -> None:
    compared = set(_compared(graph))
    passed = {name: times for name, times in path.items() if name in compared}
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

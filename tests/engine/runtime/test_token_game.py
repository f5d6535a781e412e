"""Random block-structured models against a token game small enough to be obviously right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime import ItemCompleted, advance, start
from tests.engine.runtime import models as m
from tests.engine.runtime.models import NOW

Block = tuple[Any, ...]

blocks = st.recursive(
    st.just(("task",)),
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("parallel"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("choice"), st.lists(inner, min_size=2, max_size=3), st.integers(0, 2)),
        st.tuples(st.just("loop"), inner, st.integers(1, 3)),
        st.tuples(st.just("sub"), inner),
    ),
    max_leaves=8,
)


@dataclass
class Drawn:
    """A block as XML with its first and last node, and as a named tree for the game."""

    xml: str
    first: str
    last: str
    tree: Block


def draw(block: Block, names: Iterator[int]) -> Drawn:
    kind, number = block[0], next(names)
    name = f"{kind}{number}"
    if kind == "task":
        return Drawn(m.user(name), name, name, ("task", name))
    if kind == "sub":
        inner = draw(block[1], names)
        ends = m.start(f"{name}s") + m.end(f"{name}e")
        flows = m.chain(f"{name}s", inner.first) + m.chain(inner.last, f"{name}e")
        return Drawn(m.sub(name, ends, inner.xml, flows), name, name, inner.tree)
    if kind == "loop":
        return draw_loop(name, draw(block[1], names), block[2])
    parts = [draw(part, names) for part in block[1]]
    xml = "".join(part.xml for part in parts)
    if kind == "sequence":
        xml += "".join(m.flow(a.last, b.first) for a, b in pairwise(parts))
        tree = ("sequence", [part.tree for part in parts])
        return Drawn(xml, parts[0].first, parts[-1].last, tree)
    first, last = f"{name}a", f"{name}z"
    gateway = m.fork if kind == "parallel" else m.xor
    xml += gateway(first) + gateway(last)
    chosen = block[2] % len(parts) if kind == "choice" else 0
    for index, part in enumerate(parts):
        condition = None if kind == "parallel" else ("=true" if index == chosen else "=missing > 1")
        xml += m.flow(first, part.first, condition) + m.flow(part.last, last)
    trees = [part.tree for part in parts]
    return Drawn(xml, first, last, ("parallel", trees) if kind == "parallel" else trees[chosen])


def draw_loop(name: str, inner: Drawn, rounds: int) -> Drawn:
    reset, entry, add, leave = (f"{name}{part}" for part in ("r", "e", "a", "x"))
    xml = m.script(reset, "=0", name) + m.xor(entry) + inner.xml
    xml += m.script(add, f"={name} + 1", name) + m.xor(leave, default=f"{leave}-{name}o")
    xml += m.node("task", f"{name}o") + m.chain(reset, entry, inner.first)
    xml += m.chain(inner.last, add, leave, f"{name}o")
    xml += m.flow(leave, entry, f"={name} < {rounds}")
    return Drawn(xml, reset, f"{name}o", ("sequence", [inner.tree] * rounds))


class Game:
    """Where the tokens are: which tasks are open, and what opens when one is completed."""

    def __init__(self, tree: Block) -> None:
        self.kind = tree[0]
        self.name = tree[1] if self.kind == "task" else ""
        self.later = list(tree[1][1:]) if self.kind == "sequence" else []
        now = {"task": [], "sequence": tree[1][:1], "parallel": tree[1]}[self.kind]
        self.parts = [Game(part) for part in now]

    def open(self) -> list[str]:
        return [self.name] if self.name else [n for part in self.parts for n in part.open()]

    def complete(self, name: str) -> None:
        if self.name == name:
            self.name = ""
        for part in self.parts:
            part.complete(name)
        if self.later and not self.open():
            self.parts = [Game(self.later.pop(0))]


@settings(max_examples=150)
@given(block=blocks, data=st.data())
def test_engine_opens_and_ends_as_the_token_game_does(block, data):
    drawn = draw(block, count())
    xml = m.start("begin") + drawn.xml + m.end("finish")
    model = m.model(xml, m.flow("begin", drawn.first), m.flow(drawn.last, "finish"))
    game = Game(drawn.tree)
    step = start(model, {}, now=NOW)
    waiting = {item.element_id: item.token for item in step.opened}
    while waiting:
        assert sorted(waiting) == sorted(game.open())
        assert not step.finished
        name = data.draw(st.sampled_from(sorted(waiting)))
        game.complete(name)
        step = advance(model, step.state, ItemCompleted(waiting.pop(name)), now=NOW)
        assert not waiting.keys() & {item.element_id for item in step.opened}
        waiting |= {item.element_id: item.token for item in step.opened}
    assert step.finished
    assert game.open() == []

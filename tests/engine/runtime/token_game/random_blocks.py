"""Random block-structured models: what is opened is closed by its like, as in a good drawing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.engine.runtime.token_game.graph import Graph
from tests.engine.runtime.token_game.sketch import Sketch, each, only

Block = tuple[Any, ...]
Ends = tuple[str, str]

TRIGGERS = ("message", "timer", "signal")
_indexes = st.lists(st.integers(0, 2), min_size=1, max_size=3)
_subsets = st.lists(st.sets(st.integers(0, 2), min_size=1), min_size=1, max_size=3)


def _branches(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[list[Block]]:
    return st.lists(inner, min_size=2, max_size=3)


def blocks(kinds: frozenset[str]) -> st.SearchStrategy[Block]:
    """Nested blocks of the kinds given; the shape of each stands in its drawing function."""

    def nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        shapes: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
            "sequence": (st.lists(inner, min_size=1, max_size=3),),
            "parallel": (_branches(inner),),
            "implicit": (_branches(inner),),
            "conditional": (_branches(inner), _subsets, st.booleans()),
            "some": (_branches(inner), st.integers(1, 3)),
            "choice": (_branches(inner), _indexes, st.sampled_from(["xor", "or", "pass"])),
            "inclusive": (_branches(inner), _subsets),
            "loop": (inner, st.integers(1, 3)),
            "sub": (inner,),
            "interrupted": (st.none() | inner, inner, st.sampled_from(TRIGGERS)),
            "accompanied": (st.none() | inner, inner, st.sampled_from(TRIGGERS)),
            "broken": (inner, inner, inner),
            "terminated": (inner, inner),
            "instances": (st.none() | inner, st.integers(0, 3), st.booleans()),
            "repeated": (st.none() | inner, st.integers(1, 3)),
            "race": (_branches(inner), st.sampled_from(TRIGGERS)),
            "linked": (inner, inner),
            "watched": (
                inner,
                inner,
                st.sampled_from([*TRIGGERS, "error"]),
                st.booleans(),
            ),
            "bare": (_branches(inner),),
        }
        chosen = [st.tuples(st.just(kind), *shapes[kind]) for kind in sorted(kinds)]
        return st.one_of(chosen)

    return st.recursive(st.just(("task",)), nested, max_leaves=8)


def graph_of(block: Block) -> Graph:
    """A process with a block between its start and its end."""
    return _inside(None, block)


def _inside(parent: Sketch | None, block: Block) -> Graph:
    sketch = Sketch(parent)
    first, last = _draw(sketch, block)
    sketch.chain(sketch.add("start"), first)
    sketch.chain(last, sketch.add("end"))
    return sketch.graph()


def _draw(sketch: Sketch, block: Block) -> Ends:
    kind, *parts = block
    return _DRAW[kind](sketch, *parts)


def _between(sketch: Sketch, first: str, blocks: list[Block], last: str) -> Ends:
    for block in blocks:
        entry, leave = _draw(sketch, block)
        sketch.chain(first, entry)
        sketch.chain(leave, last)
    return first, last


def _host(sketch: Sketch, inner: Block | None, **values: Any) -> str:
    if inner is None:
        return sketch.add("user", **values)
    return sketch.add("sub", inside=_inside(sketch, inner), **values)


def _task(sketch: Sketch) -> Ends:
    name = sketch.add("user")
    return name, name


def _sequence(sketch: Sketch, blocks: list[Block]) -> Ends:
    ends = [_draw(sketch, block) for block in blocks]
    for (_, before), (after, _) in pairwise(ends):
        sketch.chain(before, after)
    return ends[0][0], ends[-1][1]


def _parallel(sketch: Sketch, blocks: list[Block]) -> Ends:
    return _between(sketch, sketch.add("and"), blocks, sketch.add("and"))


def _implicit(sketch: Sketch, blocks: list[Block]) -> Ends:
    """An activity that splits, and one that begins with a token of each branch."""
    last = sketch.add("pass", start_quantity=len(blocks))
    return _between(sketch, sketch.add("pass"), blocks, last)


def _some(sketch: Sketch, blocks: list[Block], needed: int) -> Ends:
    """Branches at once, of which some are enough to go on."""
    last = sketch.add("complex", needed=min(needed, len(blocks)))
    return _between(sketch, sketch.add("and"), blocks, last)


def _conditional(
    sketch: Sketch, blocks: list[Block], chosen: list[set[int]], has_default: bool
) -> Ends:
    """An activity with conditions on its flows, one of which may be taken where no other is."""
    sets = [{index % len(blocks) for index in indexes} for indexes in chosen]
    if has_default:
        sets = [indexes - {0} or {0} for indexes in sets]
    first = sketch.add("pass", choices=each(sets), default=0 if has_default else None)
    return _between(sketch, first, blocks, sketch.add("or"))


def _choice(sketch: Sketch, blocks: list[Block], chosen: list[int], merge: str) -> Ends:
    indexes = [index % len(blocks) for index in chosen]
    first = sketch.add("xor", choices=only(*indexes), default=indexes[-1])
    return _between(sketch, first, blocks, sketch.add(merge))


def _inclusive(sketch: Sketch, blocks: list[Block], chosen: list[set[int]]) -> Ends:
    sets = each({index % len(blocks) for index in indexes} for indexes in chosen)
    first = sketch.add("or", choices=sets)
    return _between(sketch, first, blocks, sketch.add("or"))


def _loop(sketch: Sketch, inner: Block, rounds: int) -> Ends:
    entry = sketch.add("xor")
    leave = sketch.add("xor", choices=only(*[0] * (rounds - 1), 1), default=1)
    first, last = _draw(sketch, inner)
    sketch.chain(entry, first)
    sketch.chain(last, leave, entry)
    after = sketch.add("pass")
    sketch.chain(leave, after)
    return entry, after


def _sub(sketch: Sketch, inner: Block) -> Ends:
    name = _host(sketch, inner)
    return name, name


def _interrupted(sketch: Sketch, inner: Block | None, after: Block, trigger: str) -> Ends:
    host, merge = _host(sketch, inner), sketch.add("xor")
    sketch.chain(host, merge)
    return host, _between(
        sketch, sketch.add("boundary", host=host, trigger=trigger), [after], merge
    )[1]


def _accompanied(sketch: Sketch, inner: Block | None, beside: Block, trigger: str) -> Ends:
    host = _host(sketch, inner)
    boundary = sketch.add("boundary", host=host, trigger=trigger, is_interrupting=False)
    _between(sketch, boundary, [beside], sketch.add("end"))
    return host, host


def _broken(sketch: Sketch, slow: Block, failing: Block, after: Block) -> Ends:
    """A sub-process with two branches, one of which ends with an error."""
    host = sketch.add("sub", inside=_forked(sketch, slow, failing, "error"))
    boundary = sketch.add("boundary", host=host, trigger="error")
    merge = sketch.add("xor")
    sketch.chain(host, merge)
    return host, _between(sketch, boundary, [after], merge)[1]


def _terminated(sketch: Sketch, slow: Block, quick: Block) -> Ends:
    """A sub-process with two branches, one of which ends all."""
    host = sketch.add("sub", inside=_forked(sketch, slow, quick, "terminate"))
    return host, host


def _forked(parent: Sketch, one: Block, other: Block, ending: str) -> Graph:
    sketch = Sketch(parent)
    fork = sketch.add("and")
    sketch.chain(sketch.add("start"), fork)
    _between(sketch, fork, [one], sketch.add("end"))
    _between(sketch, fork, [other], sketch.add(ending))
    return sketch.graph()


def _instances(sketch: Sketch, inner: Block | None, number: int, is_parallel: bool) -> Ends:
    name = _host(sketch, inner, instances=number, is_parallel=is_parallel)
    return name, name


def _repeated(sketch: Sketch, inner: Block | None, number: int) -> Ends:
    name = _host(sketch, inner, instances=number, is_loop=True)
    return name, name


def _race(sketch: Sketch, blocks: list[Block], trigger: str) -> Ends:
    """The first branch waits for a message, the others for what is given."""
    first, last = sketch.add("event"), sketch.add("xor")
    for index, block in enumerate(blocks):
        caught = sketch.add(trigger if index else "message")
        sketch.chain(first, caught)
        _between(sketch, caught, [block], last)
    return first, last


def _watched(
    sketch: Sketch, inner: Block, event: Block, trigger: str, is_interrupting: bool
) -> Ends:
    """A sub-process with an event sub-process inside."""
    inside = Sketch(sketch)
    first, last = _draw(inside, inner)
    ending = inside.add("error" if trigger == "error" else "end")
    inside.chain(inside.add("start"), first)
    inside.chain(last, ending)
    events = Sketch(inside)
    interrupts = is_interrupting or trigger == "error"
    begin = events.add("start", trigger=trigger, is_interrupting=interrupts)
    first, last = _draw(events, event)
    events.chain(begin, first)
    events.chain(last, events.add("end"))
    inside.add("events", inside=events.graph())
    name = sketch.add("sub", inside=inside.graph())
    return name, name


def _bare(sketch: Sketch, blocks: list[Block]) -> Ends:
    """A sub-process without start and end events: all that nothing leads to begins at once."""
    inside = Sketch(sketch)
    for block in blocks:
        first, last = _draw(inside, block)
        inside.chain(inside.add("pass"), first)
        inside.chain(last, inside.add("pass"))
    name = sketch.add("sub", inside=inside.graph())
    return name, name


def _linked(sketch: Sketch, one: Block, other: Block) -> Ends:
    (first, before), (after, last) = _draw(sketch, one), _draw(sketch, other)
    sketch.flow(before, after, is_link=True)
    return first, last


_DRAW: dict[str, Callable[..., Ends]] = {
    "task": _task,
    "sequence": _sequence,
    "parallel": _parallel,
    "implicit": _implicit,
    "conditional": _conditional,
    "some": _some,
    "choice": _choice,
    "inclusive": _inclusive,
    "loop": _loop,
    "sub": _sub,
    "interrupted": _interrupted,
    "accompanied": _accompanied,
    "broken": _broken,
    "terminated": _terminated,
    "instances": _instances,
    "repeated": _repeated,
    "race": _race,
    "linked": _linked,
    "watched": _watched,
    "bare": _bare,
}
EVERY_KIND = frozenset(_DRAW) - {"task"}

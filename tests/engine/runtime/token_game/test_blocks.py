"""Random block-structured models in random orders, against the token game."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.runtime.token_game.playing import play
from tests.engine.runtime.token_game.random_blocks import EVERY_KIND, blocks, graph_of

PLAIN = frozenset({"sequence", "parallel", "loop"})


@settings(max_examples=80)
@given(block=blocks(EVERY_KIND), data=st.data())
def test_blocks_of_every_kind_open_and_end_as_in_the_token_game(block, data):
    reached = play(graph_of(block), lambda tokens: data.draw(st.sampled_from(tokens)))
    assert reached in ("finished", "waiting")


@pytest.mark.parametrize("kind", sorted(EVERY_KIND - PLAIN))
@settings(max_examples=20)
@given(data=st.data())
def test_one_kind_of_block_among_branches_and_loops_opens_and_ends_as_in_the_token_game(kind, data):
    graph = graph_of(data.draw(blocks(PLAIN | {kind})))
    reached = play(graph, lambda tokens: data.draw(st.sampled_from(tokens)))
    assert reached in ("finished", "waiting")

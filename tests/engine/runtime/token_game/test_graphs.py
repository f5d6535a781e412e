"""Random unstructured graphs in random orders; the engine must see what gets stuck as well."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.engine.runtime.token_game.playing import play
from tests.engine.runtime.token_game.random_graphs import (
    CONTROL,
    EVENTS,
    EVERYTHING,
    INCLUSIVE,
    WATCHED,
    graphs,
)

FAMILIES = {
    "control": CONTROL,
    "inclusive": INCLUSIVE,
    "events": EVENTS,
    "event sub-processes": WATCHED,
    "everything": EVERYTHING,
}


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=120)
@given(data=st.data())
def test_graph_without_structure_runs_as_in_the_token_game(family, data):
    graph = data.draw(graphs(FAMILIES[family]))
    event(play(graph, lambda tokens: data.draw(st.sampled_from(tokens))))

"""What BPMN 2.0.2 says in small cases that a reader can do by hand, asked of the game and the engine."""

from typing import Any

import pytest

from tests.engine.runtime.token_game.graph import Flow, Graph, Node
from tests.engine.runtime.token_game.playing import Table
from tests.engine.runtime.token_game.reference import Game
from tests.engine.runtime.token_game.sketch import each, only

KINDS = {"s": "start", "x": "xor", "p": "and", "o": "or", "e": "end", "t": "task"}


def graph(text, **changed):
    """Flows such as `s-a a-e`, and links such as `a=b`; a node's first letter tells its kind."""
    pairs = [(pair, "=" in pair) for pair in text.split()]
    flows = [Flow(p.replace("=", "_"), *p.replace("=", "-").split("-"), link) for p, link in pairs]
    ids = [node_id for flow in flows for node_id in (flow.source, flow.target)] + [*changed]
    nodes = {
        n: Node(**{"id": n, "kind": KINDS.get(n[0], "user"), **changed.get(n, {})}) for n in ids
    }
    return Graph(nodes, tuple(flows))


def told_by_game(drawn, *given):
    games = Game(drawn).settled()
    for element_id in given:
        games = [after for game in games for after in game.after(element_id)]
    return {told(game.has_failed or game.is_stuck(), game.elements()) for game in games}


def told_by_engine(drawn, *given):
    table = Table(drawn)
    for element_id in given:
        table.give(next(token for token in table.tokens() if table.element(token) == element_id))
    return {told(table.state_name not in ("finished", "waiting"), table.elements())}


def told(is_wrong, elements):
    return "stuck" if is_wrong else " ".join(sorted(elements))


@pytest.fixture(params=[told_by_game, told_by_engine], ids=["game", "engine"])
def outcomes(request) -> Any:
    """What may be seen after these were completed one after the other."""
    return request.param


def test_tasks_follow_each_other_and_an_empty_case_is_finished(outcomes):
    line = graph("s-a a-b b-e")
    assert outcomes(line) == {"a"}
    assert outcomes(line, "a") == {"b"}
    assert outcomes(line, "a", "b") == {""}


def test_exclusive_gateway_takes_the_flow_of_its_visit_and_the_last_one_for_ever(outcomes):
    loop = graph("s-x1 x1-a a-x2 x2-x1 x2-e", x2={"choices": only(0, 0, 1)}, x1={})
    assert outcomes(loop, "a", "a") == {"a"}
    assert outcomes(loop, "a", "a", "a") == {""}


def test_token_in_excess_at_a_parallel_join_stays_for_the_next_round(outcomes):
    twice = graph("s-p1 p1-a p1-a2 p1-b p1-b2 a-x1 a2-x1 b-x2 b2-x2 x1-p2 x2-p2 p2-c c-e")
    assert outcomes(twice, "a", "a2") == {"b b2"}
    assert outcomes(twice, "a", "a2", "b") == {"b2 c"}
    assert outcomes(twice, "a", "a2", "b", "c", "b2", "c") == {""}


def test_parallel_join_that_one_branch_never_reaches_is_stuck(outcomes):
    assert outcomes(graph("s-x1 x1-a x1-b a-p1 b-p1 p1-e", x1={"choices": only(0)}), "a") == {
        "stuck"
    }


INCLUSIVE = "s-p1 p1-a p1-x1 x1-b b-x2 x2-o1 x2-e2 a-o1 o1-c c-e"


@pytest.mark.parametrize(("way", "then"), [(0, "c"), (1, "c")])
def test_inclusive_join_waits_while_a_token_may_come_and_no_longer(outcomes, way, then):
    drawn = graph(INCLUSIVE, x2={"choices": only(way)})
    assert outcomes(drawn, "a") == {"b"}
    assert outcomes(drawn, "a", "b") == {then}
    assert outcomes(drawn, "a", "b", "c") == {""}


def test_inclusive_join_does_not_wait_for_a_token_that_may_come_where_one_is_already(outcomes):
    drawn = graph("s-p1 p1-a p1-b b-x1 x1-o1 x1-x2 a-x2 x2-o1 o1-c c-e", x1={"choices": only(0)})
    assert outcomes(drawn, "a") == {"b c"}
    assert outcomes(drawn, "b") == {"a"}
    assert outcomes(drawn, "b", "a") == {"c"}


def test_inclusive_join_does_not_wait_for_a_token_that_must_pass_it_first(outcomes):
    drawn = graph("s-p1 p1-a p1-b a-o1 b-o1 o1-c c-x1 x1-d d-o1 x1-e", x1={"choices": only(0, 1)})
    assert outcomes(drawn, "a") == {"b"}
    assert outcomes(drawn, "a", "b") == {"c"}
    assert outcomes(drawn, "a", "b", "c", "d", "c") == {""}


def test_inclusive_joins_that_wait_for_each_other_are_stuck(outcomes):
    drawn = graph(
        "s-p1 p1-a p1-b a-o1 b-o2 o1-x1 o2-x2 x1-o2 x1-e x2-o1 x2-e",
        x1={"choices": only(1)}, x2={"choices": only(1)},
    )  # fmt: skip
    assert outcomes(drawn, "a", "b") == {"stuck"}


def test_inclusive_join_is_held_back_by_a_token_stuck_in_front_of_another_join(outcomes):
    drawn = graph(
        "s-x1 x1-p1 x1-z z-p2 p1-a p1-b a-o1 b-p2 p2-o1 o1-e", x1={"choices": only(0)}, p2={}
    )
    assert outcomes(drawn, "a", "b") == {"stuck"}


def test_inclusive_split_takes_what_its_visit_says_and_its_join_waits_for_all_of_it(outcomes):
    drawn = graph("s-o1 o1-a o1-b o1-c a-o2 b-o2 c-o2 o2-d d-e", o1={"choices": each([{0, 2}])})
    assert outcomes(drawn) == {"a c"}
    assert outcomes(drawn, "c") == {"a"}
    assert outcomes(drawn, "c", "a") == {"d"}


def test_first_message_at_an_event_gateway_closes_the_other(outcomes):
    race = {"kind": "event"}, {"kind": "message"}, {"kind": "timer"}
    drawn = graph("s-g g-m g-u m-a u-b a-e b-e", g=race[0], m=race[1], u=race[2])
    assert outcomes(drawn) == {"m u"}
    assert outcomes(drawn, "u") == {"b"}


BOUNDED = "s-a a-c c-e n-b b-e2"


@pytest.mark.parametrize(
    ("trigger", "is_interrupting", "once"),
    [
        ("message", True, "b"),
        ("timer", True, "b"),
        ("message", False, "a b n"),
        ("timer", False, "a b"),
    ],
)
def test_boundary_event_interrupts_or_accompanies(outcomes, trigger, is_interrupting, once):
    boundary = {"kind": "boundary", "host": "a", "trigger": trigger}
    drawn = graph(BOUNDED, n={**boundary, "is_interrupting": is_interrupting})
    assert outcomes(drawn, "n") == {once}
    assert outcomes(drawn, "a") == {"c"}


def test_instances_run_at_once_or_one_by_one_and_then_the_activity_is_left_once(outcomes):
    at_once = graph("s-a a-b b-e", a={"instances": 2, "is_parallel": True})
    assert outcomes(at_once) == {"a a"}
    assert outcomes(at_once, "a", "a") == {"b"}
    one_by_one = graph("s-a a-b b-e", a={"instances": 2})
    assert outcomes(one_by_one) == {"a"}
    assert outcomes(one_by_one, "a", "a") == {"b"}
    assert outcomes(graph("s-a a-b b-e", a={"instances": 0})) == {"b"}


def test_activity_with_a_start_quantity_takes_tokens_of_any_flow(outcomes):
    drawn = graph("s-p1 p1-a p1-b a-c b-c c-e", c={"start_quantity": 2, "completion_quantity": 2})
    assert outcomes(drawn, "a") == {"b"}
    assert outcomes(drawn, "a", "b") == {"c"}


def broken(ending):
    inside = graph("s2-p1 p1-a p1-b a-t b-e2", t={"kind": ending})
    catch = {"kind": "boundary", "host": "h", "trigger": "error"}
    return graph("s-h h-c c-e n-d d-e", h={"kind": "sub", "inside": inside}, n=catch)


@pytest.mark.parametrize(("ending", "after"), [("end", "b"), ("terminate", "c"), ("error", "d")])
def test_end_terminate_and_error_leave_a_sub_process_each_in_its_way(outcomes, ending, after):
    assert outcomes(broken(ending), "a") == {after}
    assert outcomes(broken(ending), "b", "a") == {after if after != "b" else "c"}


def test_where_an_error_and_a_terminate_race_both_ways_are_followed(outcomes):
    inside = graph("s2-a a-t a-r", t={"kind": "terminate"}, r={"kind": "error"})
    catch = {"kind": "boundary", "host": "h", "trigger": "error"}
    drawn = graph("s-h h-c c-e n-d d-e", h={"kind": "sub", "inside": inside}, n=catch)
    assert outcomes(drawn, "a") <= {"c", "d"}


def test_error_that_nothing_catches_fails_the_case(outcomes):
    assert outcomes(graph("s-t", t={"kind": "error"})) == {"stuck"}


def test_inclusive_join_counts_a_boundary_event_as_a_way_out_of_its_activity(outcomes):
    boundary = {"kind": "boundary", "host": "h", "trigger": "message"}
    only_way = graph("s-p1 p1-a p1-h h-e a-o1 n-o1 o1-c c-e", n=boundary)
    assert outcomes(only_way, "a") == {"h n"}
    assert outcomes(only_way, "a", "h") == {"c"}
    either_way = graph("s-p1 p1-a p1-h h-o1 a-x1 n-x1 x1-o1 o1-c c-e", n=boundary)
    assert outcomes(either_way, "a") == {"c h n"}


def test_inclusive_join_waits_for_what_may_come_over_a_link(outcomes):
    drawn = graph("s-p1 p1-a p1-b a-o1 b=d d=o1 o1-c c-e")
    assert outcomes(drawn, "a") == {"b"}
    assert outcomes(drawn, "a", "b") == {"d"}
    assert outcomes(drawn, "a", "b", "d") == {"c"}


def test_token_at_an_event_gateway_may_come_by_every_event_behind_it(outcomes):
    """So an inclusive join with a token where one of them leads does not wait (13.4.3, iv-vi)."""
    kinds = {"g": {"kind": "event"}, "m": {"kind": "message"}, "u": {"kind": "timer"}}
    drawn = graph("s-p1 p1-a p1-g g-m g-u a-x1 m-x1 x1-o1 u-o1 o1-c c-e", **kinds)
    assert outcomes(drawn, "a") == {"c m u"}
    assert outcomes(drawn, "a", "u") == {"c c"}


def test_complex_join_takes_in_what_comes_late_and_then_begins_anew(outcomes):
    rounds = graph(
        "s-x1 x1-p1 p1-a p1-b p1-d a-k b-k d-k k-c c-x2 x2-x1 x2-e",
        k={"kind": "complex", "needed": 2}, x2={"choices": only(0, 1)}, x1={},
    )  # fmt: skip
    assert outcomes(rounds, "b") == {"a d"}
    assert outcomes(rounds, "b", "a") == {"c d"}
    assert outcomes(rounds, "b", "a", "d") == {"c"}
    assert outcomes(rounds, "b", "a", "d", "c", "d", "a") == {"b c"}
    assert outcomes(rounds, "b", "a", "d", "c", "d", "a", "b", "c") == {""}


def test_event_sub_process_waits_while_its_process_has_other_tokens(outcomes):
    inside = graph("n-b b-e2", n={"kind": "start", "trigger": "message", "is_interrupting": False})
    drawn = graph("s-a a-e", w={"kind": "events", "inside": inside})
    assert outcomes(drawn) == {"a n"}
    assert outcomes(drawn, "n") == {"a b n"}
    assert outcomes(drawn, "a") == {""}
    assert outcomes(drawn, "n", "a", "b") == {""}

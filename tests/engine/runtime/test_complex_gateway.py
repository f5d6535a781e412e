"""Complex gateways: go on when enough has come, absorb the rest, and begin anew."""

import pytest

from engine.runtime import RunFailed
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ENOUGH = "=activationCount >= 2"


def three(activation=ENOUGH, *after, **values):
    """Three user tasks into a complex join; what follows it is `after`."""
    tasks = [m.user(name) for name in "abc"]
    flows = [m.chain("f", name, "j") for name in "abc"]
    return m.model(
        m.start(), m.fork("f"), *tasks, m.complex_gateway("j", activation, **values), *flows,
        m.chain("start", "f"), *(after or (m.user("next"), m.end(), m.chain("j", "next", "end"))),
    )  # fmt: skip


def test_two_of_three_are_enough_and_the_third_is_absorbed():
    case = Case(three())
    case.complete("c")
    assert case.steps == []
    case.complete("a")
    assert case.steps == ["j", "next"]
    case.complete("next")
    assert not case.finished
    case.complete("b")
    assert case.steps == []
    assert case.finished


def test_condition_may_look_at_variables_too():
    case = Case(three("=activationCount >= 2 or urgent"), {"urgent": True})
    case.complete("b")
    assert case.steps == ["j", "next"]


def test_on_reset_only_flows_with_a_condition_that_holds_are_taken():
    after = (
        m.user("first"), m.user("late"), m.end(), m.end("e2"), m.flow("j", "first", "=waitingForStart"),
        m.flow("j", "late", "=not(waitingForStart) and rest"), m.chain("first", "end"), m.chain("late", "e2"),
    )  # fmt: skip
    case = Case(three(ENOUGH, *after), {"rest": True})
    case.complete("a")
    case.complete("b")
    assert case.waits_at == ["c", "first"]
    case.complete("c")
    assert case.waits_at == ["first", "late"]


def test_conditions_of_its_flows_know_how_many_came():
    after = (
        m.end("few"), m.end("many"), m.flow("j", "few"), m.flow("j", "many", "=activationCount > 2"),
    )  # fmt: skip
    case = Case(three("=activationCount >= 3", *after, default="j-few"))
    for name in "abc":
        case.complete(name)
    assert case.steps == ["j", "many"]
    assert case.finished


def test_no_flow_to_take_fails_the_step():
    after = (m.end("x"), m.flow("j", "x", "=false"))
    case = Case(three(ENOUGH, *after))
    case.complete("a")
    with pytest.raises(RunFailed, match="no-flow-taken"):
        case.complete("b")


def test_it_works_in_every_round_of_a_loop():
    tasks = [m.user(name) + m.chain("f", name, "j") for name in "abc"]
    model = m.model(
        m.start(), m.xor("in"), m.fork("f"), *tasks, m.complex_gateway("j", ENOUGH), m.user("again"),
        m.xor("x", default="x-end"), m.end(), m.chain("start", "in", "f"), m.chain("j", "again", "x", "end"),
        m.flow("x", "in", "=more"),
    )  # fmt: skip
    case = Case(model)
    for more in (True, True, False):
        for name in "abc":
            case.complete(name)
        assert case.waits_at == ["again"]
        case.complete("again", more=more)
    assert case.finished


def test_without_several_ways_in_it_only_splits():
    model = m.model(
        m.start(), m.complex_gateway("s"), m.end("x"), m.end("y"), m.chain("start", "s"),
        m.flow("s", "x", "=n > 1"), m.flow("s", "y"),
    )  # fmt: skip
    assert Case(model, {"n": 0}).path == ["start", "s", "y"]
    assert Case(model, {"n": 2}).path == ["start", "s", "x", "y"]


def test_token_that_can_no_longer_come_lets_it_reset():
    """The third branch ends elsewhere, so nothing is left to wait for."""
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.user("c"), m.xor("x", default="x-j"), m.end("off"),
        m.complex_gateway("j", ENOUGH), m.end(), m.chain("start", "f", "a", "j", "end"), m.chain("f", "b", "j"),
        m.chain("f", "c", "x", "j"), m.flow("x", "off", "=away"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.complete("b")
    assert not case.finished
    case.complete("c", away=True)
    assert case.finished


def test_condition_that_nothing_makes_true_is_a_deadlock():
    case = Case(three("=activationCount > 3"))
    case.complete("a")
    case.complete("b")
    with pytest.raises(RunFailed, match="deadlock"):
        case.complete("c")


def test_token_that_comes_twice_by_one_way_stays_for_the_next_round():
    model = m.model(
        m.start(), m.fork("f"), m.xor("in"), *map(m.user, "abc"), m.complex_gateway("j", "=activationCount >= 1"),
        m.user("next"), m.end(), m.chain("start", "f", "in", "a", "j", "next", "end"),
        m.flow("f", "in", flow_id="second"), m.flow("f", "in", flow_id="third"), m.chain("f", "b", "j"),
        m.flow("f", "b", flow_id="again"), m.chain("f", "c", "j"),
    )  # fmt: skip
    case = Case(model)
    for name, started in [("a", 1), ("a", 1), ("a", 1), ("b", 1), ("c", 2), ("b", 3)]:
        case.complete(name)
        assert case.path.count("next") == started
    for _ in range(3):
        case.complete("next")
    assert case.finished

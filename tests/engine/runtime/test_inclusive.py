"""Inclusive gateways: every true flow, and a join that waits for what can still come."""

import pytest

from engine.runtime import RunFailed, start
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW


def choose(*after, default="s-c"):
    """Three user tasks of which some are chosen; `after` follows the join `j`."""
    return m.model(
        m.start(), m.inclusive("s", default=default), *map(m.user, "abc"), m.inclusive("j"), m.chain("start", "s"),
        m.flow("s", "a", "=n > 0"), m.flow("s", "b", "=n > 1"), m.flow("s", "c"),
        *(m.chain(name, "j") for name in "abc"), *(after or (m.end(), m.chain("j", "end"))),
    )  # fmt: skip


@pytest.mark.parametrize(("n", "taken"), [(0, ["c"]), (1, ["a"]), (2, ["a", "b"])])
def test_every_true_flow_is_taken_else_the_default(n, taken):
    case = Case(choose(), {"n": n})
    assert case.waits_at == taken
    for name in taken:
        assert "end" not in case.path
        case.complete(name)
    assert case.steps == ["j", "end"]
    assert case.finished


def test_no_true_flow_and_no_default_fails_the_step():
    model = m.model(
        m.start(), m.inclusive("s"), m.end("a"), m.end("b"), m.chain("start", "s"), m.flow("s", "a", "=n > 0"),
        m.flow("s", "b", "=n > 1"),
    )  # fmt: skip
    with pytest.raises(RunFailed, match="no-flow-taken"):
        start(model, {"n": 0}, now=NOW)


def test_join_goes_on_when_the_last_token_leaves_to_elsewhere():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.xor("x", default="x-j"), m.end("off"), m.inclusive("j"),
        m.end(), m.chain("start", "f", "a", "j", "end"), m.chain("f", "b", "x", "j"), m.flow("x", "off", "=away"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.steps == []
    case.complete("b", away=True)
    assert case.steps == ["x", "off", "j", "end"]


def test_join_waits_for_what_a_boundary_event_may_bring():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.beside("late", "b", m.on_time("P1D")), m.inclusive("j"),
        m.user("next"), m.end(), m.end("e2"), m.chain("start", "f", "a", "j", "next", "end"), m.chain("f", "b", "e2"),
        m.chain("late", "j"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.waits_at == ["b", "late"]
    case.occur("late")
    assert case.steps == ["late", "j", "next"]


def test_join_in_a_loop_waits_in_every_round():
    more = (m.xor("x", default="x-end"), m.end(), m.chain("j", "x", "end"))
    model = m.model(
        m.start(), m.xor("in"), m.inclusive("s"), *map(m.user, "ab"), m.inclusive("j"), m.chain("start", "in", "s"),
        m.flow("s", "a", "=true"), m.flow("s", "b", "=both"), m.chain("a", "j"), m.chain("b", "j"), *more,
        m.flow("x", "in", "=again"),
    )  # fmt: skip
    case = Case(model, {"both": True})
    for _ in range(3):
        case.complete("b")
        assert case.steps == []
        case.complete("a", again=True)
        assert case.waits_at == ["a", "b"]
    case.complete("a", again=False)
    case.complete("b")
    assert case.finished


def test_second_token_of_the_same_flow_stays_for_the_next_round():
    model = m.model(
        m.start(), m.fork("f"), m.xor("merge"), m.user("a"), m.user("b"), m.inclusive("j"), m.end(),
        m.chain("start", "f", "merge", "a", "j", "end"), m.flow("f", "merge", flow_id="second"), m.chain("f", "b", "j"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.complete("a")
    assert case.steps == []
    case.complete("b")
    assert case.steps == ["j", "end", "j", "end"]
    assert case.finished


def test_split_and_join_in_one_gateway():
    model = m.model(
        m.start(), m.fork("f"), *map(m.user, "ab"), m.inclusive("g"), m.end("e1"), m.end("e2"), m.chain("start", "f"),
        m.chain("f", "a", "g"), m.chain("f", "b", "g"), m.flow("g", "e1", "=n > 1"), m.flow("g", "e2", "=n > 2"),
    )  # fmt: skip
    case = Case(model, {"n": 3})
    case.complete("a")
    case.complete("b")
    assert case.steps == ["g", "e1", "e2"]
    assert case.finished


def test_join_in_a_sub_process_looks_only_at_its_own_tokens():
    sub = m.sub("s", m.start("s1"), m.fork("f2"), m.user("a"), m.end("s2"), m.inclusive("j"),
                m.script("b", "=1", "r"), m.chain("s1", "f2", "a", "j", "s2"), m.chain("f2", "b", "j"))  # fmt: skip
    model = m.model(
        m.start(), m.fork("f"), sub, m.user("w"), m.end(), m.end("e2"), m.chain("start", "f", "s", "end"),
        m.chain("f", "w", "e2"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.steps == ["j", "s2", "end"]
    case.complete("w")
    assert case.finished

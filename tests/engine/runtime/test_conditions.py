"""Conditional events occur when their condition becomes true, not as long as it is true."""

from datetime import timedelta

import pytest

from engine.runtime import RunFailed, SetVariables
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

DAY = timedelta(days=1)


def parallel(*nodes):
    """A user task `set` beside the nodes, of which the first follows the fork."""
    first = nodes[0].split('id="')[1].split('"')[0]
    return m.model(
        m.start(), m.fork("f"), m.user("set"), m.xor("x", default="x-set"), m.end("over"), *nodes, m.end(),
        m.chain("start", "f", "set", "x"), m.flow("x", "over", "=stop"), m.flow("x", "set"),
        m.chain("f", first, "end"),
    )  # fmt: skip


def test_condition_that_holds_already_does_not_wait():
    event = m.waits("c", m.on_condition("=n > 3"))
    model = m.model(m.start(), event, m.end(), m.chain("start", "c", "end"))
    assert Case(model, {"n": 4}).finished


def test_condition_waits_until_somebody_makes_it_true():
    case = Case(parallel(m.waits("c", m.on_condition("=n > 3"))), {"n": 1})
    assert case.last.has_conditions
    case.complete("set", n=3)
    assert "end" not in case.path
    case.complete("set", n=4)
    assert case.steps == ["x", "set", "end"]
    assert not case.last.has_conditions


def test_token_at_a_condition_is_no_ones_to_complete():
    model = m.model(m.start(), m.waits("c", m.on_condition("=n > 3")), m.end(), m.chain("start", "c", "end"))  # fmt: skip
    case = Case(model, {"n": 1})
    assert case.waits_at == []
    assert not case.finished
    case.modify(SetVariables({"n": 9}))
    assert case.finished


def test_condition_that_is_not_boolean_names_its_event():
    with pytest.raises(RunFailed, match="condition-not-boolean") as caught:
        Case(parallel(m.waits("c", m.on_condition("=n"))), {"n": 1})
    assert caught.value.element_id == "c"


def host(boundary):
    return parallel(m.user("a"), boundary, m.end("e2"), m.chain("b", "e2"))


def test_boundary_condition_interrupts_once():
    case = Case(host(m.hangs("b", "a", m.on_condition("=n > 3"))), {"n": 1})
    case.complete("set", n=4)
    assert "b" in case.steps
    assert case.waits_at == ["set"]


def test_boundary_that_does_not_interrupt_occurs_again_only_after_it_was_false():
    case = Case(host(m.beside("b", "a", m.on_condition("=n > 3"))), {"n": 1})
    for n, expected in [(4, 1), (5, 1), (2, 1), (6, 2), (7, 2), (0, 2), (9, 3)]:
        case.complete("set", n=n)
        assert case.path.count("b") == expected


def test_condition_sees_the_local_variables_of_its_activity():
    boundary = m.hangs("b", "a", m.on_condition("=limit < n"))
    task = m.user("a", m.mapping({"limit": "=10"}))
    case = Case(parallel(task, boundary, m.end("e2"), m.chain("b", "e2")), {"n": 1})
    case.complete("set", n=11)
    assert "b" in case.path


def watcher(interrupting):
    event = m.begins("es1", m.on_condition("=n > 3"), isInterrupting=interrupting)
    return m.event_sub("es", event, m.user("help"), m.end("es2"), m.chain("es1", "help", "es2"))


def test_event_sub_process_by_condition_may_run_more_than_once():
    case = Case(parallel(m.user("a"), watcher("false")), {"n": 1})
    case.complete("set", n=4)
    case.complete("set", n=1)
    case.complete("set", n=4)
    assert case.waits_at.count("help") == 2


def test_event_sub_process_by_condition_may_stop_the_rest():
    case = Case(parallel(m.user("a"), watcher("true")), {"n": 1})
    case.complete("set", n=4)
    assert case.waits_at == ["help"]


def test_condition_on_the_clock_is_looked_at_when_time_passes():
    model = host(m.beside("b", "a", m.on_condition('=now() > date and time("2026-11-25T00:00:00-05:00")')))  # fmt: skip
    case = Case(model)
    case.look(NOW + DAY)
    assert case.last.passed == ()
    case.look(NOW + 5 * DAY)
    assert case.steps == ["b", "e2"]
    case.look(NOW + 6 * DAY)
    assert case.last.passed == ()
    assert case.last.has_conditions


def test_case_without_conditions_has_none_to_look_at():
    model = m.model(m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"))
    case = Case(model)
    assert not case.last.has_conditions
    case.look(NOW + DAY)
    assert case.waits_at == ["a"]


def test_condition_starts_a_case():
    model = m.model(m.begins("c", m.on_condition("=n > 3")), m.end(), m.chain("c", "end"))
    assert [(s.element_id, s.kind, s.name) for s in model.starts] == [("c", "conditional", None)]
    assert Case(model, at="c").finished


def test_one_condition_may_make_the_next_one_true():
    first = m.waits("c", m.on_condition("=n > 3"))
    chain = m.script("s", "=true", "told") + m.end("e2") + m.chain("c2", "e2")
    case = Case(
        m.model(
            m.start(), m.fork("f"), first, chain, m.waits("c2", m.on_condition("=told")), m.user("set"), m.end(),
            m.end("e3"), m.chain("start", "f", "c", "s", "end"), m.chain("f", "c2"), m.chain("f", "set", "e3"),
        ),
        {"n": 1, "told": False},
    )  # fmt: skip
    case.complete("set", n=4)
    assert case.steps == ["e3", "s", "end", "e2"]
    assert case.finished


def test_conditional_flows_behind_an_activity_are_all_that_hold_or_the_default():
    model = m.model(
        m.start(), m.user("a", default="a-c"), m.end("b"), m.end("c"), m.end("d"), m.chain("start", "a"),
        m.flow("a", "b", "=n > 1"), m.flow("a", "c"), m.flow("a", "d", "=n > 2"),
    )  # fmt: skip
    for n, ends in [(0, ["c"]), (2, ["b"]), (3, ["b", "d"])]:
        case = Case(model)
        case.complete("a", n=n)
        assert case.steps == ends


def test_activity_whose_conditions_are_all_false_has_no_way_on():
    model = m.model(
        m.start(), m.user("a"), m.end(), m.chain("start", "a"), m.flow("a", "end", "=ok")
    )
    case = Case(model)
    with pytest.raises(RunFailed, match="no-flow-taken"):
        case.complete("a", ok=False)
    case.complete("a", ok=True)
    assert case.finished

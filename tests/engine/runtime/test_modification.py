"""Changing a case by hand: tokens away, tokens anew, data set."""

import pytest

from engine.runtime import (
    CancelToken,
    RunFailed,
    SetVariables,
    StartElement,
    UnknownToken,
    waiting,
)
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


def flow():
    return m.model(
        m.start(), m.user("a"), m.hangs("late", "a", m.on_time("P1D")), m.user("b"), m.end(), m.end("e2"),
        m.chain("start", "a", "b", "end"), m.chain("late", "e2"),
    )  # fmt: skip


def with_sub():
    sub = m.node("subProcess", "s", m.extensions(m.mapping({"own": "=1"})), m.start("s1"), m.user("u"), m.user("v"),
                 m.end("s2"), m.chain("s1", "u", "v", "s2"))  # fmt: skip
    return m.model(m.start(), sub, m.user("after"), m.end(), m.chain("start", "s", "after", "end"))


def test_token_is_moved_to_another_element():
    case = Case(flow())
    gone = {case.at("a").token, case.at("late").token}
    case.modify(CancelToken(case.at("a").token), StartElement("main", "b"))
    assert set(case.last.cancelled) == gone
    assert case.waits_at == ["b"]
    case.complete("b")
    assert case.finished


def test_case_without_tokens_is_finished():
    case = Case(flow())
    case.modify(CancelToken(case.at("a").token))
    assert case.finished
    assert case.last.end is None


def test_boundary_timer_may_be_taken_away_alone():
    case = Case(flow())
    case.modify(CancelToken(case.at("late").token))
    assert case.waits_at == ["a"]
    case.complete("a")
    assert case.waits_at == ["b"]


def test_sub_process_without_tokens_goes_on():
    case = Case(with_sub())
    case.modify(CancelToken(case.at("u").token))
    assert case.waits_at == ["after"]


def test_sub_process_is_taken_away_with_all_inside():
    case = Case(with_sub())
    item = case.at("u").token
    case.modify(CancelToken(case.token("s")), StartElement("main", "after"))
    assert case.last.cancelled == (item,)
    assert case.waits_at == ["after"]


def test_element_starts_inside_an_open_sub_process_with_variables():
    case = Case(with_sub(), {"x": 1})
    case.modify(StartElement("main", "v", {"own": 2, "x": 3}))
    assert case.at("v").variables == {"x": 3, "own": 2}
    assert case.variables == {"x": 3}


def test_element_does_not_start_in_a_sub_process_that_is_not_open():
    case = Case(flow_with_closed_sub())
    with pytest.raises(RunFailed, match="scope-not-open"):
        case.modify(StartElement("main", "u"))


def flow_with_closed_sub():
    sub = m.sub("s", m.start("s1"), m.user("u"), m.end("s2"), m.chain("s1", "u", "s2"))
    return m.model(m.start(), m.user("a"), sub, m.end(), m.chain("start", "a", "s", "end"))


@pytest.mark.parametrize("token", ["999", "x"])
def test_scope_that_is_not_there_is_not_open(token):
    with pytest.raises(RunFailed, match="scope-not-open"):
        Case(with_sub()).modify(StartElement("main", "v", scope_token=token))


def test_several_open_scopes_have_to_be_told_apart():
    case = Case(repeated())
    with pytest.raises(RunFailed, match="scope-ambiguous"):
        case.modify(StartElement("main", "v"))
    tokens = instances(case)
    case.modify(StartElement("main", "v", scope_token=tokens[1]))
    assert case.at("v").variables["i"] == 2


def repeated():
    sub = m.node("subProcess", "s", m.many("=[1, 2]", inputElement="i"), m.start("s1"), m.user("u"), m.user("v"),
                 m.end("s2"), m.chain("s1", "u", "v", "s2"))  # fmt: skip
    return m.model(m.start(), sub, m.end(), m.chain("start", "s", "end"))


def instances(case):
    found = waiting(case.model, case.last.state)
    return [w.token for w in found if w.element_id == "s" and w.kind == "inner"]


def test_instance_is_taken_away_with_what_it_opened():
    case = Case(repeated())
    case.modify(CancelToken(instances(case)[0]))
    assert case.at("u").variables["i"] == 2
    case.complete("u")
    case.complete("v")
    assert case.finished


def test_element_starts_in_a_called_process():
    called = m.document(
        "called", m.start(), m.user("u"), m.user("v"), m.end(), m.chain("start", "u", "v", "end")
    )
    model = m.model(m.start(), m.call("c", "called"), m.end(), m.chain("start", "c", "end"), others={"called": called})  # fmt: skip
    case = Case(model)
    case.modify(CancelToken(case.at("u").token), StartElement("called", "v"))
    assert case.waits_at == ["v"]
    case.complete("v")
    assert case.finished


def test_unknown_elements_and_tokens_are_told():
    case = Case(flow())
    with pytest.raises(RunFailed, match="element-unknown"):
        case.modify(StartElement("main", "gone"))
    for token in ("999", "x", ""):
        with pytest.raises(UnknownToken):
            case.modify(CancelToken(token))
        with pytest.raises(UnknownToken):
            case.modify(SetVariables({"x": 1}, token or "0"))


def test_variables_are_set_in_the_case_or_where_a_token_sees_them():
    case = Case(with_sub(), {"x": 1})
    case.modify(
        SetVariables({"x": 2, "own": 9}), SetVariables({"own": 5, "new": 6}, case.at("u").token)
    )
    assert case.variables == {"x": 2, "own": 9, "new": 6}
    case.complete("u")
    assert case.at("v").variables["own"] == 5


def test_variables_may_make_a_condition_true():
    model = m.model(
        m.start(), m.waits("c", m.on_condition("=n > 3")), m.end(), m.chain("start", "c", "end")
    )
    case = Case(model, {"n": 1})
    case.modify(SetVariables({"n": 4}))
    assert case.finished


def test_finished_case_is_not_opened_again():
    case = Case(flow())
    case.modify(CancelToken(case.at("a").token))
    with pytest.raises(RunFailed, match="scope-not-open"):
        case.modify(StartElement("main", "a"))


def test_join_that_is_started_by_hand_is_passed():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.fork("j"), m.user("c"), m.end(),
        m.chain("start", "f", "a", "j", "c", "end"), m.chain("f", "b", "j"),
    )  # fmt: skip
    case = Case(model)
    case.modify(
        CancelToken(case.at("a").token), CancelToken(case.at("b").token), StartElement("main", "j")
    )
    assert case.steps == ["j", "c"]


def test_join_goes_on_when_what_it_waited_for_is_taken_away():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.user("b"), m.inclusive("j"), m.user("c"), m.end(),
        m.chain("start", "f", "a", "j", "c", "end"), m.chain("f", "b", "j"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.modify(CancelToken(case.at("b").token))
    assert case.steps == ["j", "c"]


def test_event_behind_a_gateway_may_be_taken_out_of_the_race():
    model = m.model(
        m.start(), m.race("g"), m.waits("t", m.on_time("P1D")), m.waits("d", m.on_time("P2D")), m.end(), m.end("e2"),
        m.chain("start", "g", "t", "end"), m.chain("g", "d", "e2"),
    )  # fmt: skip
    case = Case(model)
    case.modify(CancelToken(case.at("t").token))
    case.occur("d")
    assert case.finished


def test_undoing_is_given_up_with_the_one_who_asked_for_it():
    handler = m.job("undo").replace(
        "<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"'
    )
    model = m.model(
        m.start(), m.job("a"), handler, m.handled_by("a", "undo"), m.throws("t", m.compensate()), m.end(),
        m.chain("start", "a", "t", "end"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.modify(CancelToken(case.token("~compensate")), CancelToken(case.token("t")))
    assert case.waits_at == ["undo"]
    case.complete("undo")
    assert case.finished

"""Reading a frozen case: what a token sees, and where tokens stand."""

import pytest

from engine.runtime import (
    StateRefused,
    UnknownToken,
    root_variables,
    start,
    variables_at,
    waiting,
)
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

ROOTS = m.message("mail", '="k"') + m.signal("bell")


@pytest.fixture(scope="module")
def model():
    """Something of every kind that waits."""
    called = m.document(
        "called", m.start(), m.user("inside"), m.end(), m.chain("start", "inside", "end")
    )
    everything = (
        m.user("item", m.mapping({"local": "=n + 1"})), m.job("job"), m.catch("mail1", "mail"),
        m.waits("bell1", m.on_signal("bell")), m.waits("time", m.on_time("P1D")), m.waits("cond", m.on_condition("=n > 9")),
        m.call("call", "called"), m.user("many", loop=m.many("=[1, 2]", inputElement="i")), m.script("quick", "=1", "q"),
    )  # fmt: skip
    names = ["item", "job", "mail1", "bell1", "time", "cond", "call", "many", "quick"]
    flows = "".join(m.chain("f", name, "j") for name in names)
    guard = m.hangs("late", "item", m.on_time("P9D")) + m.end("e2") + m.chain("late", "e2")
    watcher = m.event_sub(
        "es", m.begins("es1", m.on_message("mail")), m.end("es2"), m.chain("es1", "es2")
    )
    return m.model(
        m.start(), m.fork("f"), *everything, m.fork("j"), m.end(), m.chain("start", "f"), m.chain("j", "end"), flows,
        guard, watcher, roots=ROOTS, others={"called": called},
    )  # fmt: skip


def test_every_token_is_told_by_its_kind(model):
    case = Case(model, {"n": 1})
    found = [(w.element_id, w.kind, w.is_passive) for w in waiting(model, case.last.state)]
    assert sorted(found) == sorted(
        [
            ("es1", "message", True), ("item", "item", False), ("late", "timer", True), ("job", "job", False),
            ("mail1", "message", False), ("bell1", "signal", False), ("time", "timer", False),
            ("cond", "condition", False), ("call", "inner", False), ("many", "loop", False), ("many", "item", False),
            ("many", "item", False), ("j", "join", False), ("inside", "item", False),
        ]
    )  # fmt: skip
    inside = next(w for w in waiting(model, case.last.state) if w.element_id == "inside")
    assert inside.process_id == "called"


@pytest.mark.parametrize(
    ("element", "number", "seen"),
    [
        ("item", 0, {"n": 1, "local": 2}),
        ("late", 0, {"n": 1, "local": 2}),
        ("es1", 0, {"n": 1}),
        ("many", 1, {"n": 1, "i": 2, "loopCounter": 2}),
        ("inside", 0, {"n": 1}),
    ],
    ids=["item", "guard", "event-sub-process", "instance", "called"],
)
def test_token_sees_its_own_scope_and_those_around_it(model, element, number, seen):
    case = Case(model, {"n": 1})
    expected = seen if element == "inside" else seen | {"q": 1}
    found = dict(variables_at(case.last.state, case.at(element, number).token))
    assert found == expected


def test_sub_process_shows_its_own_variables_inside():
    sub = m.node("subProcess", "s", m.extensions(m.mapping({"own": "=7"})), m.start("s1"), m.user("u"), m.end("s2"),
                 m.chain("s1", "u", "s2"))  # fmt: skip
    model = m.model(m.start(), sub, m.end(), m.chain("start", "s", "end"))
    case = Case(model, {"n": 1})
    assert dict(variables_at(case.last.state, case.at("u").token)) == {"n": 1, "own": 7}
    assert dict(variables_at(case.last.state, case.token("s"))) == {"n": 1, "own": 7}


def test_guard_of_a_repeated_activity_sees_what_is_around_it():
    model = m.model(
        m.start(), m.user("a", loop=m.many("=[1]", inputElement="i")), m.hangs("b", "a", m.on_time("P1D")), m.end(),
        m.end("e2"), m.chain("start", "a", "end"), m.chain("b", "e2"),
    )  # fmt: skip
    case = Case(model, {"n": 1})
    assert dict(variables_at(case.last.state, case.at("b").token)) == {"n": 1}


def test_token_with_a_place_is_the_same_token():
    model = m.model(
        m.start(), m.waits("c", m.on_message("mail") + m.on_signal("bell")), m.end(), m.chain("start", "c", "end"),
        roots=ROOTS,
    )  # fmt: skip
    case = Case(model, {"n": 1})
    tokens = [w.token for w in waiting(model, case.last.state)]
    assert len(tokens) == 2
    assert all(dict(variables_at(case.last.state, token)) == {"n": 1} for token in tokens)


def test_compensation_that_runs_is_told():
    handler = m.job("undo").replace(
        "<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"'
    )
    model = m.model(
        m.start(), m.job("a"), handler, m.handled_by("a", "undo"), m.throws("t", m.compensate()), m.end(),
        m.chain("start", "a", "t", "end"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    kinds = {w.element_id: w.kind for w in waiting(model, case.last.state)}
    assert kinds["t"] == "compensation"
    assert kinds["undo"] == "job"


@pytest.mark.parametrize("token", ["", "x", "999", "-1"])
def test_token_from_nowhere_is_unknown(model, token):
    state = start(model, {"n": 1}, now=NOW).state
    with pytest.raises(UnknownToken):
        variables_at(state, token)


def test_variables_of_the_case_itself(model):
    case = Case(model, {"n": 1})
    assert dict(root_variables(case.last.state)) == {"n": 1, "q": 1}


def test_state_of_another_version_is_refused(model):
    state = start(model, {"n": 1}, now=NOW).state.replace(b'"digest":"digest"', b'"digest":"other"')
    with pytest.raises(StateRefused, match="state-digest"):
        waiting(model, state)
    assert dict(root_variables(state)) == {"n": 1, "q": 1}


def test_finished_case_has_no_tokens():
    model = m.model(m.start(), m.end(), m.chain("start", "end"))
    case = Case(model, {"n": 1})
    assert waiting(model, case.last.state) == ()
    assert dict(root_variables(case.last.state)) == {"n": 1}

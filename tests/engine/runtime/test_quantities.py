"""Start and completion quantities: several tokens for one activity, one activity for several."""

import pytest

from engine.runtime import RunFailed, Waiting, waiting
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


def gathering(quantity, *hang):
    """Two tasks `a` and `b` that lead into `both`, which needs several tokens."""
    return m.model(
        m.start(), m.fork("f"), *map(m.user, "ab"), m.user("both", startQuantity=quantity), *hang, m.end(),
        m.chain("start", "f", "a", "both", "end"), m.chain("f", "b", "both"),
    )  # fmt: skip


def test_activity_waits_for_as_many_tokens_as_it_needs():
    case = Case(gathering(2))
    case.complete("a")
    assert case.steps == []
    case.complete("b")
    assert case.waits_at == ["both"]
    case.complete("both")
    assert case.finished


def test_token_that_waits_for_others_is_no_item_yet():
    case = Case(gathering(2))
    case.complete("a")
    found = waiting(case.model, case.last.state)
    assert [(w.element_id, w.kind) for w in found] == [("b", "item"), ("both", "join")]
    assert all(isinstance(w, Waiting) for w in found)


def test_boundary_is_armed_only_when_the_activity_starts():
    case = Case(gathering(2, m.hangs("late", "both", m.on_time("P1D")), m.end("e2"), m.chain("late", "e2")))  # fmt: skip
    case.complete("a")
    assert "late" not in case.waits_at
    case.complete("b")
    assert "late" in case.waits_at


def test_too_few_tokens_are_a_deadlock():
    case = Case(gathering(3))
    case.complete("a")
    with pytest.raises(RunFailed, match="deadlock"):
        case.complete("b")


def test_activity_sends_as_many_tokens_as_it_says():
    model = m.model(
        m.start(),
        m.user("a", completionQuantity=3),
        m.user("b"),
        m.end(),
        m.chain("start", "a", "b", "end"),
    )
    case = Case(model)
    case.complete("a")
    assert case.waits_at == ["b", "b", "b"]


def test_what_one_activity_sends_another_one_gathers():
    model = m.model(
        m.start(), m.user("a", completionQuantity=4), m.user("b", startQuantity=2), m.end(),
        m.chain("start", "a", "b", "end"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.waits_at == ["b", "b"]
    case.complete("b")
    case.complete("b")
    assert case.finished


def test_repeated_activity_gathers_before_it_repeats():
    loop = m.many("=[1, 2]")
    model = m.model(
        m.start(), m.fork("f"), *map(m.user, "ab"), m.user("both", startQuantity=2, loop=loop), m.end(),
        m.chain("start", "f", "a", "both", "end"), m.chain("f", "b", "both"),
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    case.complete("b")
    assert case.waits_at == ["both", "both"]

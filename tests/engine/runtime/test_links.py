"""Links join two ends of one flow within a process or sub-process."""

from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


def test_token_goes_from_the_throwing_to_the_catching_end():
    model = m.model(
        m.start(), m.throws("to", m.link("x")), m.waits("from", m.link("x")), m.user("a"), m.end(),
        m.chain("start", "to"), m.chain("from", "a", "end"),
    )  # fmt: skip
    case = Case(model)
    assert case.path == ["start", "to", "from", "a"]
    case.complete("a")
    assert case.finished


def test_many_throwing_ends_lead_to_one_catching_end():
    model = m.model(
        m.start(), m.fork("f"), m.throws("one", m.link("x")), m.throws("two", m.link("x")),
        m.waits("from", m.link("x")), m.user("a"), m.end(), m.chain("start", "f", "one"), m.chain("f", "two"),
        m.chain("from", "a", "end"),
    )  # fmt: skip
    case = Case(model)
    assert case.waits_at == ["a", "a"]


def test_a_link_may_lead_back():
    model = m.model(
        m.start(), m.waits("again", m.link("x")), m.job("j"), m.xor("x", default="x-end"), m.end(),
        m.throws("back", m.link("x")), m.xor("in"), m.chain("start", "in", "j", "x", "end"),
        m.chain("again", "in"), m.flow("x", "back", "=more"),
    )  # fmt: skip
    case = Case(model)
    case.complete("j", more=True)
    assert case.steps == ["x", "back", "again", "in", "j"]
    case.complete("j", more=False)
    assert case.finished


def test_link_of_the_same_name_in_a_sub_process_is_another_one():
    sub = m.sub("s", m.start("s1"), m.throws("t2", m.link("x")), m.waits("c2", m.link("x")), m.end("s2"),
                m.chain("s1", "t2"), m.chain("c2", "s2"))  # fmt: skip
    model = m.model(
        m.start(), sub, m.throws("t1", m.link("x")), m.waits("c1", m.link("x")), m.end(),
        m.chain("start", "s", "t1"), m.chain("c1", "end"),
    )  # fmt: skip
    assert Case(model).path == ["start", "s", "s1", "t2", "c2", "s2", "t1", "c1", "end"]


def test_inclusive_join_waits_for_what_comes_by_a_link():
    model = m.model(
        m.start(), m.fork("f"), m.user("a"), m.throws("t", m.link("x")), m.waits("c", m.link("x")),
        m.script("b", "=1", "n"), m.inclusive("j"), m.end(), m.chain("start", "f", "a", "t"),
        m.chain("f", "b", "j", "end"), m.chain("c", "j"),
    )  # fmt: skip
    case = Case(model)
    assert "j" not in case.path
    case.complete("a")
    assert case.steps == ["t", "c", "j", "end"]

"""Signals reach everyone who waits for them, inside the case and outside."""

import pytest

from engine.runtime import RunFailed, StartPoint, UnknownToken, start
from engine.runtime.values import MessageReceived, SignalReceived
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

ALARM = m.signal("alarm")


def test_signal_reaches_every_scope_of_the_case():
    called = m.document(
        "called", m.start(), m.waits("w3", m.on_signal("alarm")), m.end(), m.chain("start", "w3", "end"),
        roots=ALARM,
    )  # fmt: skip
    inner = m.sub("s", m.start("s1"), m.waits("w2", m.on_signal("alarm")), m.end("s2"), m.chain("s1", "w2", "s2"))  # fmt: skip
    model = m.model(
        m.start(), m.fork("f"), m.waits("w1", m.on_signal("alarm")), inner, m.call("c", "called"),
        m.user("a"), m.ends("e4", m.on_signal("alarm")), m.end("e1"), m.end("e2"), m.end("e3"),
        m.chain("start", "f", "w1", "e1"), m.chain("f", "s", "e2"), m.chain("f", "c", "e3"),
        m.chain("f", "a", "e4"), roots=ALARM, others={"called": called},
    )  # fmt: skip
    case = Case(model)
    assert case.waits_at == ["w1", "a", "w2", "w3"]
    case.complete("a")
    assert case.finished
    assert len(case.last.cancelled) == 3


def test_thrown_signal_is_handed_out_with_what_the_inputs_say():
    throw = m.throws("t", m.on_signal("alarm"), m.mapping({"level": "=n + 1"}))
    model = m.model(m.start(), throw, m.end(), m.chain("start", "t", "end"), roots=ALARM)
    case = Case(model, {"n": 1})
    (thrown,) = case.last.signalled
    assert (thrown.signal, thrown.element_id, thrown.variables) == ("alarm", "t", {"level": 2})
    assert case.variables == {"n": 1}


def test_signal_from_outside_brings_its_variables_through_the_mappings():
    event = m.waits("w", m.on_signal("alarm"), m.mapping(outputs={"seen": "=level"}))
    model = m.model(m.start(), event, m.end(), m.chain("start", "w", "end"), roots=ALARM)
    case = Case(model)
    assert case.at("w").signal == "alarm"
    with pytest.raises(UnknownToken):
        case.give(MessageReceived(case.at("w").token))
    case.occur("w", level=7)
    assert case.variables == {"seen": 7}


def boundary_model(boundary):
    return m.model(
        m.start(), m.fork("f"), m.user("a"), boundary, m.user("send"), m.throws("t", m.on_signal("alarm")),
        m.end("e1"), m.end("e2"), m.end("e3"), m.chain("start", "f", "a", "e1"), m.chain("b", "e2"),
        m.chain("f", "send", "t", "e3"), roots=ALARM,
    )  # fmt: skip


def test_boundary_signal_interrupts_the_activity_it_hangs_on():
    case = Case(boundary_model(m.hangs("b", "a", m.on_signal("alarm"))))
    item = case.at("a").token
    case.complete("send")
    assert item in case.last.cancelled
    assert set(case.steps) == {"t", "b", "e2", "e3"}
    assert case.finished


def test_boundary_signal_that_does_not_interrupt_waits_again():
    case = Case(boundary_model(m.beside("b", "a", m.on_signal("alarm"))))
    case.complete("send")
    assert case.waits_at == ["a", "b"]
    case.occur("b")
    assert case.waits_at == ["a", "b"]
    case.complete("a")
    assert case.finished


def test_signal_that_interrupts_its_own_thrower_takes_the_thrower_away():
    inner = m.sub("s", m.start("s1"), m.throws("t", m.on_signal("alarm")), m.user("never"), m.end("s2"),
                  m.chain("s1", "t", "never", "s2"))  # fmt: skip
    model = m.model(
        m.start(), inner, m.hangs("b", "s", m.on_signal("alarm")), m.end(), m.end("e2"),
        m.chain("start", "s", "end"), m.chain("b", "e2"), roots=ALARM,
    )  # fmt: skip
    case = Case(model)
    assert case.path == ["start", "s", "s1", "t", "b", "e2"]
    assert case.finished


def test_first_catcher_may_take_the_second_one_away():
    inner = m.sub("s", m.start("s1"), m.waits("w", m.on_signal("alarm")), m.user("never"), m.end("s2"),
                  m.chain("s1", "w", "never", "s2"))  # fmt: skip
    model = m.model(
        m.start(), m.fork("f"), inner, m.hangs("b", "s", m.on_signal("alarm")), m.user("send"),
        m.ends("e3", m.on_signal("alarm")), m.end(), m.end("e2"), m.chain("start", "f", "s", "end"),
        m.chain("b", "e2"), m.chain("f", "send", "e3"), roots=ALARM,
    )  # fmt: skip
    case = Case(model)
    case.complete("send")
    assert case.finished
    assert "never" not in case.path


def test_signal_name_may_be_feel_and_must_be_a_text():
    root = m.node("signal", "alarm", name='="alarm." + zone')
    model = m.model(m.start(), m.waits("w", m.on_signal("alarm")), m.end(), m.chain("start", "w", "end"), roots=root)  # fmt: skip
    assert Case(model, {"zone": "north"}).at("w").signal == "alarm.north"
    with pytest.raises(RunFailed, match="wrong-type"):
        start(model, {"zone": None}, now=NOW)


def test_other_signals_leave_it_waiting():
    model = m.model(
        m.start(), m.fork("f"), m.waits("w", m.on_signal("alarm")), m.ends("e2", m.on_signal("calm")),
        m.end(), m.chain("start", "f", "w", "end"), m.chain("f", "e2"), roots=ALARM + m.signal("calm"),
    )  # fmt: skip
    assert Case(model).waits_at == ["w"]


def test_signal_starts_a_case():
    model = m.model(m.begins("s", m.on_signal("alarm")), m.end(), m.chain("s", "end"), roots=ALARM)
    assert model.starts == (StartPoint("s", "signal", "alarm"),)
    assert Case(model, at="s", payload={"level": 1}).variables == {"level": 1}


def test_signal_that_came_already_is_not_taken_twice():
    model = m.model(
        m.start(), m.waits("w", m.on_signal("alarm")), m.user("a"), m.end(), m.chain("start", "w", "a", "end"),
        roots=ALARM,
    )  # fmt: skip
    case = Case(model)
    token = case.at("w").token
    case.occur("w")
    with pytest.raises(UnknownToken):
        case.give(SignalReceived(token))

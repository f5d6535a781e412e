"""Events with several definitions: one of them is enough, or all of them have to come."""

import pytest

from engine.runtime import UnknownToken
from engine.runtime.values import MessageReceived, SignalReceived
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

ROOTS = m.message("mail", '="k"') + m.message("call", '="k"') + m.signal("bell")
BOTH = m.on_message("mail") + m.on_signal("bell")
ALL = {"parallelMultiple": "true"}


def caught(event, *parts, **values):
    return m.model(
        m.start(), m.waits("c", event, *parts, **values), m.user("a"), m.end(), m.chain("start", "c", "a", "end"),
        roots=ROOTS,
    )  # fmt: skip


def hanging(boundary):
    return m.model(
        m.start(), m.user("a"), boundary, m.end(), m.end("e2"), m.chain("start", "a", "end"), m.chain("b", "e2"),
        roots=ROOTS,
    )  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_of_several_events_is_enough_and_the_others_are_taken_away(number):
    case = Case(caught(BOTH + m.on_time("P1D")))
    tokens = [case.at("c", n).token for n in range(3)]
    assert tokens == [f"{tokens[0][:-2]}.{n}" for n in range(3)]
    case.occur("c", number)
    assert set(case.last.cancelled) == set(tokens) - {tokens[number]}
    assert case.waits_at == ["a"]


def test_place_of_a_token_says_which_event_it_is():
    case = Case(caught(BOTH))
    mail, bell = case.at("c", 0).token, case.at("c", 1).token
    with pytest.raises(UnknownToken):
        case.give(SignalReceived(mail))
    with pytest.raises(UnknownToken):
        case.give(MessageReceived(bell))


def test_all_of_several_events_have_to_come_and_each_brings_its_variables():
    case = Case(caught(BOTH, **ALL))
    case.occur("c", 1, level=2)
    assert case.steps == []
    assert case.last.cancelled == ()
    case.occur("c", 0, text="x", at=NOW)
    assert case.steps == ["a"]
    assert case.variables == {"level": 2, "text": "x", "at": NOW}


def test_event_that_came_is_not_taken_twice_while_the_others_are_awaited():
    case = Case(caught(BOTH, **ALL))
    bell = case.at("c", 1).token
    case.occur("c", 1)
    with pytest.raises(UnknownToken):
        case.give(SignalReceived(bell))


def test_mappings_see_what_all_of_them_brought():
    case = Case(caught(BOTH, m.mapping(outputs={"sum": "=x + y"}), **ALL))
    case.occur("c", 0, x=1)
    case.occur("c", 0, y=2)
    assert case.variables == {"sum": 3}


def test_condition_may_be_one_of_them():
    case = Case(caught(m.on_message("mail") + m.on_condition("=n > 3"), **ALL), {"n": 4})
    assert case.waits_at == ["c"]
    case.occur("c")
    assert case.waits_at == ["a"]


def test_boundary_with_several_events_interrupts_by_any_of_them():
    case = Case(hanging(m.hangs("b", "a", BOTH)))
    item, bell = case.at("a").token, case.at("b", 1).token
    case.occur("b", 0)
    assert set(case.last.cancelled) == {item, bell}
    assert case.finished


def test_boundary_that_does_not_interrupt_waits_again_for_what_came():
    case = Case(hanging(m.beside("b", "a", BOTH + m.on_time("P1D"))))
    case.occur("b", 2)
    case.occur("b", 1)
    case.occur("b", 0)
    assert case.path.count("b") == 3
    assert sorted(case.waits_at) == ["a", "b", "b"]


def test_boundary_that_awaits_all_interrupts_when_the_last_has_come():
    case = Case(hanging(m.hangs("b", "a", BOTH, **ALL)))
    case.occur("b", 1, level=2)
    assert sorted(case.waits_at) == ["a", "b"]
    case.occur("b", 0)
    assert case.finished
    assert case.variables == {"level": 2}


def test_boundary_that_awaits_all_and_does_not_interrupt_awaits_all_of_them_again():
    case = Case(hanging(m.beside("b", "a", BOTH, **ALL)))
    for _ in range(2):
        case.occur("b", 0)
        assert case.steps == []
        case.occur("b", 0)
        assert case.steps == ["b", "e2"]
        assert case.waits_at == ["a", "b", "b"]


def test_boundary_that_awaits_a_time_that_is_over_awaits_nothing_more():
    case = Case(hanging(m.beside("b", "a", m.on_message("mail") + m.on_time("P1D"), **ALL)))
    case.occur("b", 1)
    case.occur("b", 0)
    assert case.path.count("b") == 1
    assert case.waits_at == ["a"]
    case.complete("a")
    assert case.finished


def watcher(interrupting, event=BOTH, **values):
    begin = m.begins("es1", event, isInterrupting=interrupting, **values)
    sub = m.event_sub("es", begin, m.user("h"), m.end("es2"), m.chain("es1", "h", "es2"))
    return m.model(m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"), sub, roots=ROOTS)


def test_event_sub_process_starts_by_any_of_its_events():
    case = Case(watcher("false"))
    case.occur("es1", 0)
    case.occur("es1", 1)
    assert sorted(case.waits_at) == ["a", "es1", "es1", "h", "h"]
    case = Case(watcher("true"))
    case.occur("es1", 1)
    assert case.waits_at == ["h"]


def test_event_sub_process_that_awaits_all_starts_anew_only_when_all_came_again():
    case = Case(watcher("false", **ALL))
    case.occur("es1", 1, level=2)
    case.occur("es1", 0)
    assert case.at("h").variables == {"level": 2}
    case.occur("es1", 0)
    assert case.waits_at.count("h") == 1
    case.occur("es1", 0)
    assert case.waits_at.count("h") == 2


def test_event_sub_process_that_awaits_a_time_that_is_over_is_not_armed_again():
    case = Case(watcher("false", m.on_message("mail") + m.on_time("P1D"), **ALL))
    case.occur("es1", 1)
    case.occur("es1", 0)
    assert sorted(case.waits_at) == ["a", "h"]


def test_event_throws_all_its_definitions():
    model = m.model(
        m.start(), m.throws("t", BOTH + m.on_escalation("late")), m.ends("end", BOTH), m.chain("start", "t", "end"),
        roots=ROOTS + m.escalation("late"),
    )  # fmt: skip
    case = Case(model)
    assert [thrown.element_id for thrown in case.last.thrown] == ["t", "end"]
    assert [thrown.element_id for thrown in case.last.signalled] == ["t", "end"]
    assert [note.code for note in case.last.notes] == ["escalation-not-caught"]
    assert case.finished


def test_end_that_throws_an_error_first_throws_nothing_more():
    sub = m.sub(
        "s",
        m.start("s1"),
        m.ends("fail", m.on_error("e") + m.on_signal("bell")),
        m.chain("s1", "fail"),
    )
    model = m.model(
        m.start(), sub, m.caught("b", "s"), m.end(), m.end("e2"), m.chain("start", "s", "end"), m.chain("b", "e2"),
        roots=ROOTS + m.error("e"),
    )  # fmt: skip
    case = Case(model)
    assert case.last.signalled == ()
    assert case.finished


def test_definitions_may_stand_at_the_root_and_be_referred_to():
    root = m.definition("signal", id="ring", signalRef="bell")
    model = m.model(
        m.start(), m.waits("c", m.on_message("mail") + "<bpmn:eventDefinitionRef>ring</bpmn:eventDefinitionRef>"), m.end(),
        m.chain("start", "c", "end"), roots=ROOTS + root,
    )  # fmt: skip
    case = Case(model)
    assert len(case.waits_at) == 2
    case.occur("c", 1)
    assert case.finished


def test_broadcast_inside_the_case_counts_as_one_of_all():
    model = m.model(
        m.start(), m.fork("f"), m.waits("c", BOTH, **ALL), m.user("a"), m.ends("e2", m.on_signal("bell")), m.end(),
        m.chain("start", "f", "c", "end"), m.chain("f", "a", "e2"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    case.complete("a")
    assert case.waits_at == ["c"]
    case.occur("c")
    assert case.finished

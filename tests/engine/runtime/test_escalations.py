"""Escalations tell those around; what tells may go on where nobody interrupts it."""

import pytest

from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case

ROOTS = m.escalation("late") + m.escalation("lost")


def telling(*inside, code="late", **named):
    """A sub-process that escalates and then has a user task."""
    return m.sub("s", m.start("s1"), m.throws("tell", m.on_escalation(code), *named.get("parts", ())),
                 m.user("w"), m.end("s2"), m.chain("s1", "tell", "w", "s2"), *inside)  # fmt: skip


def around(sub, *boundaries):
    return m.model(
        m.start(), sub, *boundaries, m.end(), m.chain("start", "s", "end"),
        *((m.end("e2") + m.chain("b", "e2")) if boundaries else ""), roots=ROOTS,
    )  # fmt: skip


def watcher(interrupting, code="late", *parts):
    event = m.begins("es1", m.on_escalation(code), *parts, isInterrupting=interrupting)
    return m.event_sub("es", event, m.user("help"), m.end("es2"), m.chain("es1", "help", "es2"))


def test_boundary_that_does_not_interrupt_lets_the_thrower_go_on():
    case = Case(around(telling(), m.beside("b", "s", m.on_escalation("late"))))
    assert set(case.path) == {"start", "s", "s1", "tell", "b", "e2", "w"}
    case.complete("w")
    assert case.finished


def test_boundary_that_interrupts_takes_the_thrower_away():
    case = Case(around(telling(), m.hangs("b", "s", m.on_escalation("late"))))
    assert case.path == ["start", "s", "s1", "tell", "b", "e2"]
    assert case.finished


@pytest.mark.parametrize(("code", "is_caught"), [("late", True), (None, True), ("lost", False)])
def test_boundary_catches_its_code_or_all(code, is_caught):
    case = Case(around(telling(), m.beside("b", "s", m.on_escalation(code))))
    assert ("b" in case.path) is is_caught
    assert [note.code for note in case.last.notes] == ([] if is_caught else ["escalation-not-caught"])  # fmt: skip


def test_escalation_that_nobody_catches_is_noted_and_changes_nothing():
    case = Case(around(telling()))
    (note,) = case.last.notes
    assert (note.process_id, note.element_id, note.detail) == ("main", "tell", "late")
    assert case.waits_at == ["w"]


def test_event_sub_process_beside_lets_the_rest_go_on():
    case = Case(around(telling(watcher("false"))))
    assert sorted(case.waits_at) == ["help", "w"]
    case.complete("w")
    assert not case.finished
    case.complete("help")
    assert case.finished


def test_event_sub_process_that_interrupts_stops_the_rest():
    case = Case(around(telling(watcher("true"))))
    assert case.waits_at == ["help"]
    case.complete("help")
    assert case.steps == ["es2", "end"]


def test_event_sub_process_hears_every_escalation_again():
    loop = m.many("=[1, 2]", sequential=True)
    tell = m.node("intermediateThrowEvent", "tell", m.on_escalation("late"))
    sub = m.sub("s", m.start("s1"), tell, m.user("w", loop=loop), m.xor("x", default="x-s2"), m.end("s2"),
                m.chain("s1", "tell", "w", "x", "s2"), m.flow("x", "tell", "=again"), watcher("false"))  # fmt: skip
    case = Case(around(sub), {"again": True})
    case.complete("w")
    case.complete("w")
    assert case.waits_at.count("help") == 2


def test_escalation_end_event_ends_its_token_after_telling():
    sub = m.sub("s", m.start("s1"), m.ends("tell", m.on_escalation("late")), m.chain("s1", "tell"))
    case = Case(around(sub, m.beside("b", "s", m.on_escalation("late"))))
    assert set(case.steps) == {"start", "s", "s1", "tell", "b", "e2", "end"}
    assert case.finished


def test_escalation_leaves_a_called_process_and_an_instance():
    called = m.document(
        "called", m.start(), m.throws("tell", m.on_escalation("late")), m.user("w"), m.end(),
        m.chain("start", "tell", "w", "end"), roots=ROOTS,
    )  # fmt: skip
    model = m.model(
        m.start(), m.call("c", "called", loop=m.many("=[1, 2]")), m.beside("b", "c", m.on_escalation("late")),
        m.end(), m.end("e2"), m.chain("start", "c", "end"), m.chain("b", "e2"), roots=ROOTS,
        others={"called": called},
    )  # fmt: skip
    case = Case(model)
    assert case.path.count("b") == 2
    case.complete("w")
    case.complete("w")
    assert case.finished


def test_escalation_brings_its_code_and_its_inputs_to_the_output_mappings():
    outputs = m.mapping(outputs={"why": "=escalationCode", "days": "=days"})
    sub = telling(parts=[m.mapping({"days": "=n + 1"})])
    case = Case(around(sub, m.beside("b", "s", m.on_escalation("late"), outputs)), {"n": 2})
    assert case.variables == {"n": 2, "why": "late", "days": 3}


def test_escalation_out_of_the_process_itself_reaches_its_event_sub_process():
    model = m.model(
        m.start(), m.ends("end", m.on_escalation("late")), m.chain("start", "end"),
        watcher("false", None), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    assert case.waits_at == ["help"]
    assert case.last.end.element_id == "end"
    case.complete("help")
    assert case.finished

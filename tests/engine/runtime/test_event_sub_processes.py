"""Event sub-processes: armed as long as what is around them runs."""

import pytest

from engine.runtime import RunFailed, start
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

ROOTS = m.message("mail", '="k"') + m.signal("bell")
EVENTS = {
    "message": m.on_message("mail"),
    "signal": m.on_signal("bell"),
    "timer": m.on_time("R/P1D", "timeCycle"),
}


def watcher(event, interrupting=True, *parts, name="es", inside=""):
    begin = m.begins(f"{name}1", event, *parts, **({} if interrupting else {"isInterrupting": "false"}))  # fmt: skip
    return m.event_sub(name, begin, m.user(f"{name}-help"), m.end(f"{name}2"), inside,
                       m.chain(f"{name}1", f"{name}-help", f"{name}2"))  # fmt: skip


def beside(*watchers, variables=""):
    """A process with one user task `w` and event sub-processes."""
    return m.model(m.start(), m.user("w"), m.end(), m.chain("start", "w", "end"), *watchers, roots=ROOTS)  # fmt: skip


@pytest.mark.parametrize("kind", EVENTS)
def test_one_that_interrupts_takes_all_else_away_and_completes_the_process(kind):
    case = Case(beside(watcher(EVENTS[kind])))
    item = case.at("w").token
    case.occur("es1")
    assert case.steps == ["es", "es1", "es-help"]
    assert case.last.cancelled == (item,)
    case.complete("es-help")
    assert case.finished
    assert case.last.end.element_id == "es2"


@pytest.mark.parametrize("kind", EVENTS)
def test_one_that_does_not_interrupt_is_armed_again(kind):
    case = Case(beside(watcher(EVENTS[kind], False)))
    token = case.at("es1").token
    case.occur("es1")
    case.occur("es1")
    assert case.at("es1").token == token
    assert sorted(case.waits_at) == ["es-help", "es-help", "es1", "w"]
    case.complete("w")
    assert not case.finished
    case.complete("es-help")
    case.complete("es-help")
    assert case.finished
    assert token in case.last.cancelled


def test_one_by_date_is_armed_once():
    case = Case(beside(watcher(m.on_time("P1D"), False)))
    case.occur("es1")
    assert sorted(case.waits_at) == ["es-help", "w"]


def test_one_that_nobody_starts_does_not_keep_the_process():
    case = Case(beside(watcher(EVENTS["message"], False)))
    case.complete("w")
    assert case.finished


def test_one_that_interrupts_takes_the_other_ones_away_too():
    other = watcher(EVENTS["signal"], False, name="other")
    case = Case(beside(watcher(EVENTS["message"]), other))
    case.occur("other1")
    case.occur("es1")
    assert case.waits_at == ["es-help"]
    case.complete("es-help")
    assert case.finished


def test_the_other_one_may_still_be_started_while_the_first_runs_beside():
    other = watcher(EVENTS["signal"], True, name="other")
    case = Case(beside(watcher(EVENTS["message"], False), other))
    case.occur("es1")
    case.occur("other1")
    assert case.waits_at == ["other-help"]


def test_event_brings_its_variables_through_the_mappings_of_the_start_event():
    case = Case(beside(watcher(EVENTS["message"], True, m.mapping(outputs={"why": "=reason"}))))
    case.occur("es1", reason="late", noise=1)
    assert case.at("es-help").variables == {"why": "late"}


def test_event_brings_all_its_variables_where_nothing_is_mapped():
    case = Case(beside(watcher(EVENTS["message"], False)))
    case.occur("es1", reason="late")
    assert case.variables == {"reason": "late"}


def test_each_run_keeps_its_local_variables_to_itself():
    start_event = m.begins("es1", EVENTS["message"], isInterrupting="false")
    sub = m.node("subProcess", "es", m.extensions(m.mapping({"seen": "=n"})), start_event, m.user("es-help"),
                 m.end("es2"), m.chain("es1", "es-help", "es2"), triggeredByEvent="true")  # fmt: skip
    case = Case(beside(sub), {"n": 1})
    case.occur("es1", n=2)
    case.occur("es1", n=3)
    assert [case.at("es-help", i).variables["seen"] for i in (0, 1)] == [1, 2]


def test_one_inside_a_sub_process_interrupts_only_that():
    sub = m.sub("s", m.start("s1"), m.user("in"), m.end("s2"), m.chain("s1", "in", "s2"),
                watcher(EVENTS["message"]))  # fmt: skip
    model = m.model(
        m.start(), m.fork("f"), sub, m.user("w"), m.end(), m.end("e2"), m.chain("start", "f", "s", "end"),
        m.chain("f", "w", "e2"), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    case.occur("es1")
    assert sorted(case.waits_at) == ["es-help", "w"]
    case.complete("es-help")
    assert case.steps == ["es2", "end"]


def test_one_inside_another_is_armed_only_while_that_runs():
    deep = watcher(EVENTS["signal"], False, name="deep")
    case = Case(beside(watcher(EVENTS["message"], True, inside=deep)))
    assert "deep1" not in case.waits_at
    case.occur("es1")
    assert sorted(case.waits_at) == ["deep1", "es-help"]
    case.occur("deep1")
    case.complete("es-help")
    assert not case.finished
    case.complete("deep-help")
    assert case.finished


def test_each_instance_has_its_own():
    sub = m.node("subProcess", "s", m.many("=[1, 2]", inputElement="n"), m.start("s1"), m.user("in"), m.end("s2"),
                 m.chain("s1", "in", "s2"), watcher(EVENTS["message"]))  # fmt: skip
    model = m.model(m.start(), sub, m.end(), m.chain("start", "s", "end"), roots=ROOTS)
    case = Case(model)
    case.occur("es1", 1)
    assert sorted(case.waits_at) == ["es-help", "es1", "in"]
    assert case.at("es-help").variables["n"] == 2
    case.complete("es-help")
    case.complete("in")
    assert case.finished


def test_time_and_key_are_reckoned_where_the_sub_process_stands():
    sub = m.node("subProcess", "s", m.extensions(m.mapping({"limit": '="PT6H"', "k": '="inner"'})), m.start("s1"),
                 m.user("in"), m.end("s2"), m.chain("s1", "in", "s2"), watcher(m.on_time("=limit")),
                 watcher(m.on_message("mail"), name="other"))  # fmt: skip
    model = m.model(
        m.start(), sub, m.end(), m.chain("start", "s", "end"), roots=m.message("mail", "=k")
    )
    case = Case(model, {"k": "outer"})
    assert case.at("es1").due.hour == 15
    assert case.at("other1").correlation_key == "inner"


def test_terminate_ends_its_event_sub_processes_too():
    model = m.model(
        m.start(), m.user("w"), m.terminate("end"), m.chain("start", "w", "end"),
        watcher(EVENTS["message"], False), roots=ROOTS,
    )  # fmt: skip
    case = Case(model)
    case.occur("es1")
    case.complete("w")
    assert case.finished
    assert case.waits_at == []


def test_terminate_inside_ends_only_the_event_sub_process():
    stop = m.event_sub("es", m.begins("es1", EVENTS["message"], isInterrupting="false"), m.fork("f"), m.user("a"),
                       m.terminate("t"), m.end("es2"), m.chain("es1", "f", "a", "es2"), m.chain("f", "t"))  # fmt: skip
    case = Case(beside(stop))
    case.occur("es1")
    assert sorted(case.waits_at) == ["es1", "w"]


def test_one_in_a_called_process_hears_signals_of_the_caller():
    called = m.document("called", m.start(), m.user("in"), m.end(), m.chain("start", "in", "end"),
                        watcher(EVENTS["signal"]), roots=ROOTS)  # fmt: skip
    model = m.model(
        m.start(), m.fork("f"), m.call("c", "called"), m.user("w"), m.ends("e2", m.on_signal("bell")), m.end(),
        m.chain("start", "f", "c", "end"), m.chain("f", "w", "e2"), roots=ROOTS, others={"called": called},
    )  # fmt: skip
    case = Case(model)
    case.complete("w")
    assert case.waits_at == ["es-help"]
    case.complete("es-help")
    assert case.finished


def test_key_that_cannot_be_reckoned_when_the_process_begins_fails_the_start():
    model = m.model(m.start(), m.user("w"), m.end(), m.chain("start", "w", "end"), watcher(EVENTS["message"]),
                    roots=m.message("mail", "=radicado"))  # fmt: skip
    with pytest.raises(RunFailed, match="wrong-type") as caught:
        start(model, {}, now=NOW)
    assert caught.value.element_id == "es1"

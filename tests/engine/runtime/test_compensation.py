"""Compensation undoes what was done, the last first, with the data as it was."""

import pytest

from engine.runtime import CancelToken
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case


def undo(handler):
    return m.job(handler).replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')  # fmt: skip


def pair(name):
    """A job that can be undone, with its handler."""
    return m.job(name) + undo(f"un-{name}") + m.handled_by(name, f"un-{name}")


def booking(throw):
    """Hotel, then flight, then what throws."""
    return m.model(
        m.start(), pair("hotel"), pair("flight"), throw, m.end(), m.chain("start", "hotel", "flight", "t", "end"),
    )  # fmt: skip


def done(case, *names):
    for name in names:
        case.complete(name)


def test_all_that_was_done_is_undone_the_last_first():
    case = Case(booking(m.throws("t", m.compensate())))
    done(case, "hotel", "flight")
    assert case.waits_at == ["un-flight"]
    done(case, "un-flight")
    assert case.steps == ["un-hotel"]
    done(case, "un-hotel")
    assert case.steps == ["end"]
    assert case.finished


def test_one_activity_is_undone_by_its_name():
    case = Case(booking(m.throws("t", m.compensate("hotel"))))
    done(case, "hotel", "flight")
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel")
    assert case.finished


def test_end_event_waits_for_what_it_undoes():
    model = m.model(m.start(), pair("hotel"), m.ends("end", m.compensate()), m.chain("start", "hotel", "end"))  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    assert case.last.end is None
    done(case, "un-hotel")
    assert case.finished
    assert case.last.end.element_id == "end"


def test_thrower_that_does_not_wait_goes_on_at_once():
    throw = m.throws("t", m.compensate(waitForCompletion="false"))
    model = m.model(
        m.start(), pair("hotel"), throw, m.user("next"), m.end(), m.chain("start", "hotel", "t", "next", "end"),
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    assert sorted(case.waits_at) == ["next", "un-hotel"]
    done(case, "next")
    assert not case.finished
    done(case, "un-hotel")
    assert case.finished


@pytest.mark.parametrize("activity", [None, "hotel"])
def test_nothing_to_undo_is_noted_and_passed_by(activity):
    model = m.model(
        m.start(), m.throws("t", m.compensate(activity)), pair("hotel"), m.end(),
        m.chain("start", "t", "hotel", "end"),
    )  # fmt: skip
    case = Case(model)
    (note,) = case.last.notes
    assert (note.code, note.element_id, note.detail) == ("nothing-to-compensate", "t", activity or "")  # fmt: skip
    assert case.waits_at == ["hotel"]


def test_what_is_undone_is_not_undone_again():
    model = m.model(
        m.start(), pair("hotel"), m.throws("t", m.compensate()), m.throws("t2", m.compensate()), m.end(),
        m.chain("start", "hotel", "t", "t2", "end"),
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel", "un-hotel")
    assert [note.code for note in case.last.notes] == ["nothing-to-compensate"]
    assert case.finished


def test_what_still_runs_or_was_cancelled_is_not_undone():
    model = m.model(
        m.start(), m.fork("f"), pair("hotel"), pair("flight"), m.caught("b", "flight"), m.user("go"),
        m.throws("t", m.compensate()), m.end("e1"), m.end("e2"), m.end("e3"), m.end("e4"),
        m.chain("start", "f", "hotel", "e1"), m.chain("f", "flight", "e2"), m.chain("f", "go", "t", "e3"),
        m.chain("b", "e4"),
    )  # fmt: skip
    case = Case(model)
    case.fail("flight", "full")
    case.complete("go")
    assert [note.code for note in case.last.notes] == ["nothing-to-compensate"]
    assert case.waits_at == ["hotel"]


def test_each_round_of_a_loop_is_undone_for_itself():
    model = m.model(
        m.start(), m.xor("in"), pair("hotel"), m.xor("x", default="x-t"), m.throws("t", m.compensate()), m.end(),
        m.chain("start", "in", "hotel", "x", "t", "end"), m.flow("x", "in", "=more"),
    )  # fmt: skip
    case = Case(model)
    case.complete("hotel", more=True)
    case.complete("hotel", more=False)
    done(case, "un-hotel", "un-hotel")
    assert case.finished


def test_a_person_may_undo():
    handler = m.user("un-hotel", m.zeebe("formDefinition", formId="undo")).replace(
        "<bpmn:userTask", '<bpmn:userTask isForCompensation="true"', 1
    )
    model = m.model(
        m.start(), m.job("hotel"), handler, m.handled_by("hotel", "un-hotel"), m.throws("t", m.compensate()),
        m.end(), m.chain("start", "hotel", "t", "end"),
    )  # fmt: skip
    case = Case(model)
    case.complete("hotel", room=7)
    assert case.at("un-hotel").form_id == "undo"
    assert case.at("un-hotel").variables == {"room": 7}
    case.complete("un-hotel", refunded=True)
    assert case.variables == {"room": 7, "refunded": True}


def inner(*more, name="s"):
    return m.sub(
        name, m.start("s1"), pair("hotel"), m.end("s2"), m.chain("s1", "hotel", "s2"), *more
    )


def after(sub, throw, *more):
    return m.model(m.start(), sub, *more, m.user("go"), throw, m.end(), m.chain("start", "s", "go", "t", "end"))  # fmt: skip


def with_local(sub):
    return sub.replace(">", ">" + m.extensions(m.mapping({"room": "=wish"})), 1)


@pytest.mark.parametrize("activity", [None, "s"])
def test_sub_process_is_undone_by_what_it_did_inside_with_its_data_as_it_was(activity):
    case = Case(after(with_local(inner()), m.throws("t", m.compensate(activity))), {"wish": 7})
    done(case, "hotel")
    case.complete("go", wish=8)
    assert case.at("un-hotel").variables == {"room": 7, "wish": 8}
    done(case, "un-hotel")
    assert case.steps == ["end"]
    assert case.finished


def test_handler_of_a_sub_process_undoes_it_as_a_whole():
    more = undo("un-s") + m.handled_by("s", "un-s")
    case = Case(after(inner(), m.throws("t", m.compensate()), more))
    done(case, "hotel", "go")
    assert case.waits_at == ["un-s"]
    done(case, "un-s")
    assert case.finished


def compensator(*steps):
    ids = [step.split('id="')[1].split('"')[0] for step in steps]
    return m.event_sub("es", m.begins("es1", m.compensate()), *steps, m.end("es2"), m.chain("es1", *ids, "es2"))  # fmt: skip


def test_compensation_event_sub_process_undoes_its_sub_process():
    case = Case(after(with_local(inner(compensator(m.job("mend")))), m.throws("t", m.compensate())), {"wish": 7})  # fmt: skip
    done(case, "hotel")
    case.complete("go", wish=8)
    assert case.waits_at == ["mend"]
    assert case.at("mend").variables == {"room": 7, "wish": 8}
    done(case, "mend")
    assert case.finished


def test_compensation_event_sub_process_may_call_the_handlers_inside():
    sub = inner(compensator(m.job("before"), m.throws("inside", m.compensate()), m.job("behind")))
    case = Case(after(sub, m.throws("t", m.compensate("s"))))
    done(case, "hotel", "go", "before")
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel", "behind")
    assert case.finished


def test_sub_process_with_nothing_done_inside_is_still_undone_by_its_event_sub_process():
    sub = m.sub("s", m.start("s1"), m.end("s2"), m.chain("s1", "s2"), compensator(m.job("mend")))
    case = Case(after(sub, m.throws("t", m.compensate())))
    done(case, "go")
    assert case.waits_at == ["mend"]


def test_nested_sub_processes_are_undone_from_the_inside():
    outer = m.sub("s", m.start("o1"), inner(name="deep"), pair("car"), m.end("o2"),
                  m.chain("o1", "deep", "car", "o2"))  # fmt: skip
    case = Case(after(outer, m.throws("t", m.compensate())))
    done(case, "hotel", "car", "go")
    assert case.waits_at == ["un-car"]
    done(case, "un-car")
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel")
    assert case.finished


def test_handler_undoes_each_instance_of_a_multi_instance():
    rooms = m.job("hotel", loop=m.many("=[1, 2]")) + undo("un-hotel") + m.handled_by("hotel", "un-hotel")  # fmt: skip
    model = m.model(m.start(), rooms, m.throws("t", m.compensate()), m.end(), m.chain("start", "hotel", "t", "end"))  # fmt: skip
    case = Case(model)
    done(case, "hotel", "hotel", "un-hotel")
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel")
    assert case.finished


def test_each_instance_of_a_sub_process_is_undone_with_its_own_data():
    loop = m.many("=rooms", inputElement="room", sequential=True)
    sub = inner().replace(">", ">" + loop, 1)
    case = Case(after(sub, m.throws("t", m.compensate())), {"rooms": [1, 2]})
    done(case, "hotel", "hotel", "go")
    assert case.at("un-hotel").variables["room"] == 2
    done(case, "un-hotel")
    assert case.at("un-hotel").variables["room"] == 1
    done(case, "un-hotel")
    assert case.finished


def test_handler_may_be_a_multi_instance():
    handler = m.job("un-hotel", loop=m.many("=[1, 2]")).replace(
        "<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"'
    )
    model = m.model(
        m.start(), m.job("hotel"), handler, m.handled_by("hotel", "un-hotel"), m.throws("t", m.compensate()),
        m.end(), m.chain("start", "hotel", "t", "end"),
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel", "un-hotel")
    assert not case.finished
    done(case, "un-hotel")
    assert case.finished


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_event_sub_process_undoes_what_was_done_around_it(interrupting):
    event = m.begins("es1", m.on_signal("stop"), isInterrupting=interrupting)
    watcher = m.event_sub("es", event, m.throws("t", m.compensate()), m.end("es2"), m.chain("es1", "t", "es2"))  # fmt: skip
    model = m.model(
        m.start(), pair("hotel"), m.user("w"), m.end(), m.chain("start", "hotel", "w", "end"), watcher,
        roots=m.signal("stop"),
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    case.occur("es1")
    assert "un-hotel" in case.waits_at
    assert ("w" in case.waits_at) is (interrupting == "false")
    done(case, "un-hotel", *([] if interrupting == "true" else ["w"]))
    assert case.finished


def test_called_process_that_is_over_is_undone_by_the_handler_of_its_call():
    called = m.document(
        "called", m.start(), pair("hotel"), m.end(), m.chain("start", "hotel", "end")
    )
    model = m.model(
        m.start(), m.call("c", "called"), undo("un-c"), m.handled_by("c", "un-c"), m.throws("t", m.compensate()),
        m.end(), m.chain("start", "c", "t", "end"), others={"called": called},
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    assert case.waits_at == ["un-c"]


def test_what_a_called_process_did_is_not_undone_without_a_handler_of_its_call():
    called = m.document(
        "called", m.start(), pair("hotel"), m.end(), m.chain("start", "hotel", "end")
    )
    model = m.model(
        m.start(), m.call("c", "called"), m.throws("t", m.compensate()), m.end(),
        m.chain("start", "c", "t", "end"), others={"called": called},
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    assert [note.code for note in case.last.notes] == ["nothing-to-compensate"]
    assert case.finished


def test_handler_taken_away_by_hand_lets_the_next_one_run():
    case = Case(booking(m.throws("t", m.compensate())))
    done(case, "hotel", "flight")
    case.modify(CancelToken(case.at("un-flight").token))
    assert case.waits_at == ["un-hotel"]
    done(case, "un-hotel")
    assert case.finished


def test_leaving_the_scope_while_it_undoes_stops_undoing():
    sub = m.sub("s", m.start("s1"), pair("hotel"), m.ends("s2", m.compensate()), m.chain("s1", "hotel", "s2"))  # fmt: skip
    model = m.model(
        m.start(), sub, m.hangs("b", "s", m.on_time("P1D")), m.end(), m.end("e2"), m.chain("start", "s", "end"),
        m.chain("b", "e2"),
    )  # fmt: skip
    case = Case(model)
    done(case, "hotel")
    case.occur("b")
    assert case.steps == ["b", "e2"]
    assert case.finished

"""Moving cases whose events, timers or compensation are drawn in another way."""

from engine.runtime import (
    CancelToken,
)
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW
from tests.engine.runtime.moves import guard, line, moved, nested, planned, undoable, watcher


def test_new_boundary_is_armed_and_one_that_is_gone_is_taken_away():
    case = Case(line(m.user("a"), extra=guard("old", "a", m.on_time("P1D"))))
    old = case.at("old").token
    new = line(m.user("a"), extra=guard("new", "a", m.on_message("mail")))
    assert planned(case, new)[1]["old", "timer"] == (None, "no-longer-drawn")
    moved(case, new)
    assert case.last.cancelled == (old,)
    assert case.waits_at == ["a", "new"]
    case.occur("new")
    assert case.steps == ["new", "new-end"]
    assert case.finished


def test_first_boundary_of_an_activity_is_armed_too():
    case = moved(
        Case(line(m.user("a"))), line(m.user("a"), extra=guard("t", "a", m.on_time("P1D")))
    )
    assert case.waits_at == ["a", "t"]
    case.complete("a")
    assert case.finished


def test_boundary_of_a_loop_is_armed_once():
    loop = m.many("=[1, 2]")
    case = Case(line(m.user("a", loop=loop)))
    moved(case, line(m.user("a", loop=loop), extra=guard("t", "a", m.on_time("P1D"))))
    assert case.waits_at == ["a", "a", "t"]
    case.occur("t")
    assert case.finished


def test_boundary_that_moved_to_another_activity_waits_no_longer_here():
    case = Case(line(m.user("a"), m.user("b"), extra=guard("t", "a", m.on_time("P1D"))))
    new = line(m.user("a"), m.user("b"), extra=guard("t", "b", m.on_time("P1D")))
    assert planned(case, new)[1]["t", "timer"] == (None, "no-longer-drawn")
    moved(case, new)
    assert case.waits_at == ["a"]
    case.complete("a")
    assert case.waits_at == ["b", "t"]


def test_reminder_that_was_given_is_not_given_again():
    case = Case(line(m.user("a"), extra=guard("t", "a", m.on_time("P1D"), beside=True)))
    case.occur("t")
    moved(
        case, line(m.user("a"), m.user("b"), extra=guard("t", "a", m.on_time("P1D"), beside=True))
    )
    assert case.waits_at == ["a"]


def test_boundary_taken_away_by_hand_stays_away():
    model = line(m.user("a"), extra=guard("t", "a", m.on_time("P1D")))
    case = Case(model)
    case.modify(CancelToken(case.at("t").token))
    moved(case, model)
    assert case.waits_at == ["a"]


def test_error_boundary_that_becomes_a_timer_is_armed():
    case = Case(line(m.job("a"), extra=guard("t", "a", m.on_error())))
    moved(case, line(m.job("a"), extra=guard("t", "a", m.on_time("P1D"))))
    assert case.waits_at == ["a", "t"]


def test_changed_timer_is_set_anew_and_an_unchanged_one_is_left():
    old = line(
        m.user("a"), extra=guard("t", "a", m.on_time("P1D")) + guard("u", "a", m.on_time("P2D"))
    )
    new = line(
        m.user("a"), extra=guard("t", "a", m.on_time("P5D")) + guard("u", "a", m.on_time("P2D"))
    )
    case = Case(old)
    token = case.at("t").token
    case.now = NOW.replace(hour=15)
    moved(case, new)
    assert [(t.token, t.due) for t in case.last.timers] == [(token, case.now.replace(day=25))]


def test_changed_message_and_condition_are_awaited_anew():
    case = moved(Case(line(m.catch("c", "mail"))), line(m.catch("c", "other")))
    assert case.at("c").message == "other"
    old = line(m.waits("c", m.on_condition("=n > 5")))
    case = moved(Case(old, {"n": 4}), line(m.waits("c", m.on_condition("=n > 3"))))
    assert case.finished


def test_condition_that_is_gone_leaves_nothing_behind():
    case = Case(line(m.user("a"), extra=guard("t", "a", m.on_condition("=n > 5"))), {"n": 1})
    moved(case, line(m.user("a")))
    assert case.last.cancelled == ()
    assert not case.last.has_conditions


def test_event_sub_processes_follow_the_new_drawing():
    case = Case(line(m.user("a"), extra=watcher(m.on_message("mail"))))
    new = line(m.user("a"), extra=watcher(m.on_signal("bell"), name="ns"))
    assert planned(case, new)[1]["es1", "message"] == (None, "no-longer-drawn")
    moved(case, new)
    assert case.waits_at == ["a", "ns1"]
    case.occur("ns1")
    assert sorted(case.waits_at) == ["a", "ns-h", "ns1"]


def test_start_of_an_event_sub_process_may_change_its_name_and_its_event():
    def named(start_id, event):
        begin = m.begins(start_id, event, isInterrupting="false")
        sub = m.event_sub("es", begin, m.user("h"), m.end("es2"), m.chain(start_id, "h", "es2"))
        return line(m.user("a"), extra=sub)

    case = Case(named("old", m.on_message("mail")))
    new = named("new", m.on_time("P1D"))
    assert planned(case, new)[1]["old", "message"] == ("new", None)
    moved(case, new)
    assert sorted(case.waits_at) == ["a", "new"]


def test_process_that_an_event_sub_process_stopped_arms_nothing():
    both = watcher(m.on_message("mail"), "true") + watcher(m.on_signal("bell"), name="fs")
    case = Case(line(m.user("a"), extra=both))
    case.occur("es1")
    moved(case, line(m.user("a"), extra=both + watcher(m.on_message("other"), name="gs")))
    assert case.waits_at == ["es-h"]
    case.complete("es-h")
    assert case.finished


def test_event_sub_process_that_moved_out_of_a_sub_process_is_armed_there():
    case = Case(line(nested(m.user("u"), more=watcher(m.on_message("mail")))))
    moved(case, line(nested(m.user("u")), extra=watcher(m.on_message("mail"))))
    assert sorted(case.waits_at) == ["es1", "u"]
    case.complete("u")
    assert case.finished


def test_what_was_done_can_still_be_undone_under_its_new_name():
    def trip(name, handler):
        task, extra = undoable(name, handler=handler)
        return line(task, m.user("w"), m.throws("t", m.compensate()), extra=extra)

    case = Case(trip("a", "undo"))
    case.complete("a")
    moved(case, trip("b", "undo2"), {("main", "a"): ("main", "b")})
    case.complete("w")
    assert case.waits_at == ["undo2"]


def test_what_nothing_undoes_any_more_is_forgotten_and_noted():
    task, extra = undoable("a")
    case = Case(line(task, m.user("w"), m.throws("t", m.compensate()), extra=extra))
    case.complete("a")
    moved(case, line(m.user("w"), m.throws("t", m.compensate())))
    assert [(note.code, note.element_id) for note in case.last.notes] == [
        ("compensation-gone", "a")
    ]
    case.complete("w")
    assert case.finished


def test_undoing_under_way_runs_on():
    first, undo_first = undoable("a")
    second, undo_second = undoable("b", handler="back")
    model = line(first, second, m.throws("t", m.compensate()), extra=undo_first + undo_second)
    case = Case(model)
    case.complete("a")
    case.complete("b")
    moved(case, model)
    case.complete("back")
    case.complete("undo")
    assert case.finished


def test_undoing_inside_a_sub_process_moves_with_it():
    def trip(name):
        task, extra = undoable(name)
        return line(nested(task, more=extra), m.user("w"), m.throws("t", m.compensate()))

    case = Case(trip("a"))
    case.complete("a")
    moved(case, trip("b"), {("main", "a"): ("main", "b")})
    case.complete("w")
    assert case.waits_at == ["undo"]


def test_compensation_event_sub_process_moves_with_it():
    mend = m.event_sub("es", m.begins("es1", m.compensate()), m.job("mend"), m.end("es2"), m.chain("es1", "mend", "es2"))  # fmt: skip
    case = Case(line(nested(m.user("u"), more=mend), m.user("w"), m.throws("t", m.compensate())))
    case.complete("u")
    moved(case, case.model)
    case.complete("w")
    assert case.waits_at == ["mend"]


def test_race_runs_on():
    def racing(*names):
        events = "".join(
            m.waits(n, m.on_time("P1D")) + m.end(f"e-{n}") + m.chain("g", n, f"e-{n}")
            for n in names
        )
        return m.model(m.start(), m.race("g"), events, m.chain("start", "g"))

    case = Case(racing("a", "b"))
    moved(case, racing("a", "b", "c"))
    case.occur("b")
    assert case.steps == ["b", "e-b"]
    assert case.finished


def test_event_with_several_definitions_that_is_gone_takes_all_its_tokens_away():
    both = m.on_message("mail") + m.on_signal("bell")
    case = Case(line(m.user("a"), extra=guard("t", "a", both)))
    gone = {case.at("t", 0).token, case.at("t", 1).token}
    moved(case, line(m.user("a")))
    assert set(case.last.cancelled) == gone


def test_event_with_more_definitions_than_before_is_awaited_anew():
    case = Case(line(m.waits("c", m.on_message("mail"))))
    moved(case, line(m.waits("c", m.on_message("mail") + m.on_signal("bell"))))
    assert len(case.waits_at) == 2
    case.occur("c", 1)
    assert case.finished

"""Timers: when they are due, how cycles go on, and what the case's clock reckons itself."""

from datetime import date, datetime, timedelta

import pytest

from engine.clock import BOGOTA
from engine.runtime import RunFailed, start, start_timer
from tests.engine.runtime import models as m
from tests.engine.runtime.cases import Case
from tests.engine.runtime.models import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def waiting_model(text, kind="timeDuration", *parts):
    timer = m.waits("t", m.on_time(text, kind), *parts)
    return m.model(m.start(), timer, m.end(), m.chain("start", "t", "end"))


def guarded(boundary):
    """A user task with a boundary event `b` that leads to another one."""
    return m.model(
        m.start(), m.user("a"), boundary, m.user("remind"), m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "remind", "e2"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "P1D", NOW + DAY),
        ("timeDuration", "PT90M", NOW + timedelta(minutes=90)),
        ("timeDuration", "P1M", NOW.replace(month=12)),
        ("timeDuration", '=duration("PT2H")', NOW + 2 * HOUR),
        ("timeDuration", "=wait", NOW + 3 * HOUR),
        ("timeDate", "2026-12-01T08:00:00-05:00", datetime(2026, 12, 1, 8, tzinfo=BOGOTA)),
        ("timeDate", "2026-12-01T08:00:00", datetime(2026, 12, 1, 8, tzinfo=BOGOTA)),
        ("timeDate", "2026-12-01", datetime(2026, 12, 1, tzinfo=BOGOTA)),
        ("timeDate", "=day", datetime(2026, 12, 24, tzinfo=BOGOTA)),
        ("timeDate", '=now() + duration("P2D")', NOW + 2 * DAY),
        ("timeCycle", "R3/PT1H", NOW + HOUR),
        ("timeCycle", "R/2026-12-01T00:00:00-05:00/P1D", datetime(2026, 12, 1, tzinfo=BOGOTA)),
        ("timeCycle", '="R2/" + wait', NOW + 3 * HOUR),
    ],
)
def test_a_timer_says_when_it_is_due(kind, text, due):
    case = Case(waiting_model(text, kind), {"wait": "PT3H", "day": date(2026, 12, 24)})
    assert case.at("t").due == due
    assert case.at("t").term is None
    case.occur("t")
    assert case.finished


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", "=1"),
        ("timeDuration", '="tomorrow"'),
        ("timeDuration", "=missing"),
        ("timeDuration", '=duration("P999999999Y")'),
        ("timeDuration", '=duration("P9000Y")'),
        ("timeDate", '="P1D"'),
        ("timeDate", "=3"),
        ("timeCycle", '="R0/PT1H"'),
        ("timeCycle", "=missing"),
        ("timeCycle", '="PT1H"'),
    ],
)
def test_time_that_cannot_be_read_names_the_element_and_its_text(kind, text):
    with pytest.raises(RunFailed) as caught:
        start(waiting_model(text, kind), {}, now=NOW)
    assert caught.value.code == "timer-unreadable"
    assert caught.value.element_id == "t"
    assert text in caught.value.detail


def test_boundary_timer_that_interrupts_takes_the_item_away():
    case = Case(guarded(m.hangs("b", "a", m.on_time("P1D"))))
    item = case.at("a").token
    case.occur("b")
    assert case.steps == ["b", "remind"]
    assert case.last.cancelled == (item,)
    case.complete("remind")
    assert case.finished


def test_timer_is_taken_away_with_the_item_that_was_finished_in_time():
    case = Case(guarded(m.hangs("b", "a", m.on_time("P1D"))))
    timer = case.at("b").token
    case.complete("a")
    assert case.last.cancelled == (timer,)
    assert case.finished


def test_boundary_duration_that_does_not_interrupt_reminds_once():
    case = Case(guarded(m.beside("b", "a", m.on_time("P1D"))))
    case.occur("b")
    assert case.waits_at == ["a", "remind"]
    case.complete("a")
    assert not case.finished
    case.complete("remind")
    assert case.finished


def test_cycle_on_a_boundary_reminds_as_often_as_it_says():
    case = Case(guarded(m.beside("b", "a", m.on_time("R3/P1D", "timeCycle"))))
    token, due = case.at("b").token, case.at("b").due
    for _ in range(2):
        case.occur("b")
        assert case.at("b").token == token
        assert case.at("b").due == due + DAY
        due += DAY
    case.occur("b")
    assert case.waits_at == ["a", "remind", "remind", "remind"]


def test_cycle_that_is_fired_late_keeps_its_rhythm():
    case = Case(guarded(m.beside("b", "a", m.on_time("R/PT1H", "timeCycle"))))
    case.now = NOW + timedelta(minutes=150)
    case.occur("b")
    assert case.at("b").due == NOW + 2 * HOUR
    case.occur("b")
    assert case.at("b").due == NOW + 3 * HOUR


def test_cycle_with_a_start_fires_first_at_its_start():
    first = NOW + 5 * HOUR
    case = Case(guarded(m.beside("b", "a", m.on_time(f"R2/{first.isoformat()}/P1D", "timeCycle"))))
    assert case.at("b").due == first
    case.occur("b")
    assert case.at("b").due == first + DAY
    case.occur("b")
    assert "b" not in case.waits_at


def test_cycle_ends_with_the_activity_it_reminds_of():
    case = Case(guarded(m.beside("b", "a", m.on_time("R/P1D", "timeCycle"))))
    case.occur("b")
    timer = case.at("b").token
    case.complete("a")
    assert case.last.cancelled == (timer,)
    case.complete("remind")
    assert case.finished


def test_boundary_time_is_reckoned_in_the_scope_of_its_activity():
    task = m.user("a", m.mapping({"limit": '="PT" + string(hours) + "H"'}))
    model = m.model(
        m.start(), task, m.hangs("b", "a", m.on_time("=limit")), m.end(), m.end("e2"),
        m.chain("start", "a", "end"), m.chain("b", "e2"),
    )  # fmt: skip
    assert Case(model, {"hours": 6}).at("b").due == NOW + 6 * HOUR


@pytest.mark.parametrize(
    ("text", "term"),
    [("15 DH", "15 DH"), ("P15D", "15 D"), ("P2M", "2 M"), ('=duration("P3D")', "3 D")],
)
def test_timer_on_the_cases_clock_gives_a_term_and_not_a_moment(text, term):
    case = Case(waiting_model(text, "timeDuration", m.properties(clock="case")))
    timer = case.at("t")
    assert (timer.due, timer.term, timer.is_on_case_clock) == (None, term, True)
    case.occur("t")
    assert case.finished


@pytest.mark.parametrize("text", ["=1", '="PT5H"', '=duration("-P1D")', '="soon"'])
def test_term_of_the_cases_clock_counts_whole_days(text):
    with pytest.raises(RunFailed, match="timer-unreadable"):
        start(waiting_model(text, "timeDuration", m.properties(clock="case")), {}, now=NOW)


def test_event_sub_process_by_cycle_runs_beside_the_process():
    model = m.model(
        m.start(), m.user("a"), m.end(), m.chain("start", "a", "end"),
        m.event_sub("es", m.begins("tick", m.on_time("R2/P1D", "timeCycle"), isInterrupting="false"),
                    m.user("look"), m.end("e2"), m.chain("tick", "look", "e2")),
    )  # fmt: skip
    case = Case(model)
    case.occur("tick")
    assert case.at("tick").due == NOW + 2 * DAY
    case.occur("tick")
    assert case.waits_at == ["a", "look", "look"]


def daily(text="R3/P1D", kind="timeCycle"):
    return m.model(m.begins("tick", m.on_time(text, kind)), m.end(), m.chain("tick", "end"))


def test_timer_start_event_says_each_next_moment_until_it_is_over():
    model, moments, previous = daily(), [], None
    for fired in range(5):
        previous = start_timer(model, "tick", now=NOW, previous=previous, fired=fired)
        if previous is None:
            break
        moments.append(previous)
    assert moments == [NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]


def test_endless_timer_start_goes_on_from_when_it_was_due():
    late = NOW + timedelta(days=9)
    assert start_timer(daily("R/P1D"), "tick", now=late, previous=NOW, fired=99) == NOW + DAY


def test_timer_start_by_date_fires_once():
    model = daily("2026-12-01", "timeDate")
    first = start_timer(model, "tick", now=NOW)
    assert first == datetime(2026, 12, 1, tzinfo=BOGOTA)
    assert start_timer(model, "tick", now=NOW, previous=first, fired=1) is None


@pytest.mark.parametrize("text", ["=missing", '="x"'])
def test_timer_start_that_needs_variables_fails_by_name(text):
    with pytest.raises(RunFailed) as caught:
        start_timer(daily(text), "tick", now=NOW)
    assert (caught.value.code, caught.value.element_id) == ("timer-unreadable", "tick")


def test_case_starts_at_its_timer_start_event():
    case = Case(daily(), at="tick")
    assert case.path == ["tick", "end"]
    assert case.finished

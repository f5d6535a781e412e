"""A term on a case's clock: it ends, takes its timers along, starts anew, and warns."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import BOGOTA, Calendar, RunningTerm, Suspension, Term
from tests.engine.clock.clocks import CALENDAR, CAUSE, PETITION, START, running_terms, suspended


def test_the_vector_of_the_inventory() -> None:
    assert PETITION.due(CALENDAR) == date(2026, 12, 14)

    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)
    assert stopped.suspensions == (Suspension(CAUSE, date(2026, 11, 27), None, 4),)
    assert stopped.is_suspended
    assert stopped.due(CALENDAR) is None
    assert stopped.fires_at(CALENDAR) is None
    assert stopped.remaining_business_days(date(2026, 12, 9), CALENDAR) == 11

    goes_on = stopped.resume(date(2026, 12, 10))
    assert not goes_on.is_suspended
    assert goes_on.remaining_business_days(date(2026, 12, 10), CALENDAR) == 11
    assert goes_on.due(CALENDAR) == date(2026, 12, 28)
    assert goes_on.fires_at(CALENDAR) == datetime(2026, 12, 29, tzinfo=BOGOTA)


def test_a_term_is_overdue_from_the_day_after_its_last() -> None:
    assert not PETITION.is_overdue(date(2026, 12, 14), CALENDAR)
    assert PETITION.is_overdue(date(2026, 12, 15), CALENDAR)
    assert PETITION.overdue_business_days(date(2026, 12, 14), CALENDAR) == 0
    assert PETITION.overdue_business_days(date(2026, 12, 21), CALENDAR) == 5
    assert PETITION.remaining_business_days(date(2026, 12, 21), CALENDAR) == 0


def test_a_suspended_term_is_never_overdue() -> None:
    stopped = PETITION.suspend(date(2026, 12, 14), CAUSE, CALENDAR)

    assert not stopped.is_overdue(date(2027, 12, 14), CALENDAR)
    assert stopped.overdue_business_days(date(2027, 12, 14), CALENDAR) == 0
    assert stopped.remaining_business_days(date(2027, 12, 14), CALENDAR) == 0
    assert stopped.used_business_days(date(2027, 12, 14), CALENDAR) == 15


def test_a_term_suspended_on_its_last_day_has_one_day_when_it_goes_on() -> None:
    found = suspended(PETITION, date(2026, 12, 14), 4)

    assert found.due(CALENDAR) == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("term", "last"),
    [("30 D", "2026-12-30"), ("1 M", "2026-12-30"), ("1 A", "2027-11-30")],
    ids=["calendar days", "a month", "a year"],
)
def test_a_suspension_of_ten_days_moves_a_calendar_term_by_ten_days(term, last) -> None:
    found = suspended(RunningTerm(START, Term.parse(term)), date(2026, 11, 25), 10)

    assert found.due(CALENDAR) == date.fromisoformat(last)


def test_days_that_the_entity_closes_later_move_what_has_not_ended() -> None:
    goes_on = suspended(PETITION, date(2026, 11, 26), 14)
    decreed = Calendar(frozenset({date(2026, 12, 24)}))

    assert goes_on.due(decreed) == date(2026, 12, 29)


def test_a_timer_stands_still_whenever_its_case_does() -> None:
    timer = PETITION.beside(date(2026, 11, 24), Term.parse("5 DH"))
    assert timer.due(CALENDAR) == date(2026, 12, 1)

    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)
    assert stopped.beside(timer.start, timer.term).fires_at(CALENDAR) is None

    goes_on = stopped.resume(date(2026, 12, 10))
    moved = goes_on.beside(timer.start, timer.term)
    assert moved.due(CALENDAR) == date(2026, 12, 15)
    assert moved.fires_at(CALENDAR) == datetime(2026, 12, 16, tzinfo=BOGOTA)


def test_a_timer_that_went_off_before_the_suspension_stays() -> None:
    timer = suspended(PETITION, date(2026, 12, 4), 14).beside(START, Term.parse("2 DH"))

    assert timer.due(CALENDAR) == date(2026, 11, 24)


def test_a_timer_set_during_or_after_a_suspension_counts_from_where_it_may() -> None:
    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)
    goes_on = stopped.resume(date(2026, 12, 10))
    term = Term.parse("2 DH")

    assert stopped.beside(date(2026, 12, 2), term).due(CALENDAR) is None
    assert goes_on.beside(date(2026, 12, 2), term).due(CALENDAR) == date(2026, 12, 14)
    assert goes_on.beside(date(2026, 12, 14), term).due(CALENDAR) == date(2026, 12, 16)


def test_a_corrected_request_counts_anew() -> None:
    """T06-E4: 50 DH from the correction."""
    refund = RunningTerm(START, Term.parse("50 DH"))
    anew = suspended(refund, date(2026, 11, 26), 5).restart(date(2026, 12, 10))

    assert refund.due(CALENDAR) == date(2027, 2, 4)
    assert anew == RunningTerm(date(2026, 12, 10), refund.term)


@pytest.mark.parametrize(
    ("percent", "day"), [(50, "2026-12-02"), (80, "2026-12-09"), (100, "2026-12-14")]
)
def test_alerts_go_off_when_so_much_of_the_term_is_used(percent, day) -> None:
    assert PETITION.alert_on(percent, CALENDAR) == date.fromisoformat(day)


def test_alerts_are_net_of_suspensions() -> None:
    stopped = PETITION.suspend(date(2026, 12, 2), CAUSE, CALENDAR)
    goes_on = stopped.resume(date(2026, 12, 16))

    assert stopped.alert_on(50, CALENDAR) == date(2026, 12, 2)
    assert stopped.alert_on(80, CALENDAR) is None
    assert goes_on.alert_on(50, CALENDAR) == date(2026, 12, 2)
    assert goes_on.alert_on(80, CALENDAR) == date(2026, 12, 22)


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_an_alert_outside_the_term_is_refused(percent) -> None:
    with pytest.raises(ValueError, match="percentage"):
        PETITION.alert_on(percent, CALENDAR)


@given(running_terms(), st.integers(1, 99))
def test_alerts_come_in_order_and_not_after_the_end(term, percent) -> None:
    first, second = term.alert_on(percent, CALENDAR), term.alert_on(percent + 1, CALENDAR)

    assert first is not None
    assert second is not None
    assert term.start < first <= second <= term.due(CALENDAR)

"""Suspensions: what they move, what they keep, and which are refused."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.clock import (
    AlreadySuspended,
    CauseDoesNotSuspend,
    NotSuspended,
    RunningTerm,
    Suspension,
    SuspensionCause,
    SuspensionOutOfOrder,
    Term,
    TermOver,
    TermUnit,
    due,
    due_after_suspension,
)
from tests.engine.clock.clocks import (
    CALENDAR,
    CAUSE,
    DAYS,
    LENGTHS,
    PETITION,
    START,
    days,
    running_terms,
    suspended,
)


@given(DAYS, st.integers(2, 60), st.data())
def test_a_suspension_moves_the_last_day_by_the_business_days_it_lasted(
    start, amount, data
) -> None:
    term = RunningTerm(start, Term(amount, TermUnit.BUSINESS_DAYS))
    last = term.due(CALENDAR)
    assert last is not None
    on = data.draw(st.dates(start, last - days(1)))
    until = on + days(data.draw(LENGTHS))
    stood = CALENDAR.business_days_between(on, until)

    found = term.suspend(on, CAUSE, CALENDAR).resume(until)

    assert found.due(CALENDAR) == CALENDAR.add_business_days(last, stood)
    assert found.due(CALENDAR) == due_after_suspension(start, amount, on, until + days(1), CALENDAR)


@given(running_terms())
def test_suspensions_never_bring_the_end_nearer(term) -> None:
    last = term.due(CALENDAR)

    assert last is not None
    assert last >= due(term.start, term.term, CALENDAR)
    if term.term.unit is not TermUnit.CALENDAR_DAYS:
        assert CALENDAR.is_business_day(last)


@given(running_terms(), LENGTHS)
def test_a_longer_suspension_never_ends_earlier(term, more) -> None:
    assume(term.suspensions)
    ended = term.suspensions[-1].ends_on
    assert ended is not None
    again = RunningTerm(
        term.start,
        term.term,
        (
            *term.suspensions[:-1],
            Suspension(CAUSE, term.suspensions[-1].starts_on, ended + days(more)),
        ),
    )

    assert again.due(CALENDAR) >= term.due(CALENDAR)


@given(running_terms(), st.data())
def test_what_is_used_and_what_is_left_make_the_whole(term, data) -> None:
    last = term.due(CALENDAR)
    assert last is not None
    today = data.draw(st.dates(term.start, last))
    assume(not term.suspensions or today > term.suspensions[-1].eve)
    stands = any(one.ends_on and one.starts_on <= today <= one.ends_on for one in term.suspensions)
    assume(not stands)

    used = term.used_business_days(today, CALENDAR)
    left = term.remaining_business_days(today, CALENDAR)

    assert used + left == term.used_business_days(last, CALENDAR)


@given(running_terms(), st.data())
def test_used_days_of_now_are_told_by_the_suspension_that_begins(term, data) -> None:
    last = term.due(CALENDAR)
    assert last is not None
    first = term.start if not term.suspensions else term.suspensions[-1].ends_on
    on = data.draw(st.dates(first, last))

    stopped = term.suspend(on, CAUSE, CALENDAR)

    assert stopped.suspensions[-1].used_before == term.used_business_days(on, CALENDAR)
    assert stopped.used_business_days(last + days(30), CALENDAR) == term.used_business_days(
        on, CALENDAR
    )


def test_what_stands_still_cannot_be_stopped_again() -> None:
    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)

    with pytest.raises(AlreadySuspended):
        stopped.suspend(date(2026, 11, 27), CAUSE, CALENDAR)


def test_what_runs_cannot_be_resumed() -> None:
    with pytest.raises(NotSuspended):
        PETITION.resume(date(2026, 11, 26))
    with pytest.raises(NotSuspended):
        suspended(PETITION, date(2026, 11, 26), 2).resume(date(2026, 11, 30))


def test_what_is_over_cannot_be_suspended() -> None:
    with pytest.raises(TermOver):
        PETITION.suspend(date(2026, 12, 15), CAUSE, CALENDAR)


def test_a_requirement_met_on_its_day_takes_no_day() -> None:
    found = suspended(PETITION, date(2026, 11, 26), 0)

    assert found.due(CALENDAR) == PETITION.due(CALENDAR)


@pytest.mark.parametrize(
    "act",
    [
        lambda: PETITION.suspend(date(2026, 11, 19), CAUSE, CALENDAR),
        lambda: PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR).resume(date(2026, 11, 25)),
        lambda: suspended(PETITION, date(2026, 11, 26), 5).suspend(
            date(2026, 11, 30), CAUSE, CALENDAR
        ),
        lambda: RunningTerm(
            START,
            PETITION.term,
            (Suspension(CAUSE, date(2026, 11, 24)), Suspension(CAUSE, date(2026, 12, 1))),
        ),
    ],
    ids=["before the start", "ends before it begins", "within another", "after one that lasts"],
)
def test_suspensions_stand_in_order(act) -> None:
    with pytest.raises(SuspensionOutOfOrder):
        act()


@pytest.mark.parametrize("cause", [cause.value for cause in SuspensionCause])
def test_the_causes_of_the_inventory_suspend(cause) -> None:
    assert SuspensionCause.parse(cause).value == cause


@pytest.mark.parametrize("cause", ["CONCEPTO_INTERNO", "CONTINGENCIA", "AUSENCIA_FIRMANTE", ""])
def test_no_other_cause_suspends(cause) -> None:
    with pytest.raises(CauseDoesNotSuspend):
        SuspensionCause.parse(cause)

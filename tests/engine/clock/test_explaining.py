"""Every day of a term has a reason, and the last of them is the day that the clock gives."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    Calendar,
    DayKind,
    RunningTerm,
    Term,
    TermUnit,
    explained_days,
    term_changes,
)
from tests.engine.clock.clocks import CALENDAR, CAUSE, PETITION, START, days, running_terms

CARNIVAL = Calendar(frozenset({date(2027, 1, 4), date(2027, 1, 5)}))


def _kinds(term, calendar=CALENDAR):
    return {one.day: one for one in explained_days(term, calendar, START)}


def test_each_day_of_a_petition_says_what_it_is() -> None:
    told = _kinds(PETITION)
    assert told[START].kind is DayKind.START
    assert told[date(2026, 11, 21)].kind is DayKind.WEEKEND
    assert (told[date(2026, 11, 23)].kind, told[date(2026, 11, 23)].number) == (DayKind.COUNTED, 1)
    assert told[date(2026, 12, 8)].holiday == "La Inmaculada Concepción"
    assert told[date(2026, 12, 14)].is_last
    assert told[date(2026, 12, 14)].number == 15


def test_a_closure_of_the_entity_is_no_holiday() -> None:
    told = _kinds(RunningTerm(date(2026, 12, 30), Term.parse("3 DH")), CARNIVAL)
    assert told[date(2027, 1, 1)].kind is DayKind.HOLIDAY
    assert told[date(2027, 1, 4)].kind is DayKind.CLOSURE


def test_days_of_a_suspension_say_why_they_stand_still() -> None:
    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR)
    told = explained_days(stopped, CALENDAR, date(2026, 12, 9))
    assert told[-1].day == date(2026, 12, 9)
    assert told[-1].suspension == stopped.suspensions[0]
    assert not any(one.is_last for one in told)


def test_a_term_in_months_ends_on_a_business_day() -> None:
    told = explained_days(RunningTerm(date(2026, 11, 20), Term.parse("1 M")), CALENDAR, START)
    assert [one.kind for one in told[-2:]] == [DayKind.COUNTED, DayKind.MOVED]
    assert told[-1].day == date(2026, 12, 21)


def test_what_moved_the_last_day_is_told_in_order() -> None:
    stopped = PETITION.suspend(date(2026, 11, 26), CAUSE, CALENDAR).resume(date(2026, 12, 10))
    longer = stopped.extend(Term.parse("5 DH"), date(2026, 12, 15), CALENDAR, reason="Prueba")
    first, second = term_changes(longer, CALENDAR)
    assert (first.before, first.after) == (date(2026, 12, 14), date(2026, 12, 28))
    assert second.before == first.after
    assert second.after == longer.due(CALENDAR)
    assert second.extension is not None


@given(running_terms(), st.integers(0, 30))
def test_the_last_day_explained_is_the_day_that_the_clock_gives(term: RunningTerm, more) -> None:
    told = explained_days(term, CALENDAR, term.start + days(more))
    assert told[-1].day == term.due(CALENDAR)
    assert [one.day for one in told] == [term.start + days(n) for n in range(len(told))]
    numbers = [one.number for one in told if one.kind is DayKind.COUNTED]
    assert numbers == list(range(1, len(numbers) + 1))
    if term.term.unit is TermUnit.BUSINESS_DAYS:
        assert all(CALENDAR.is_business_day(o.day) for o in told if o.kind is DayKind.COUNTED)

"""Terms: how they are read, said, counted, and when a timer that waits for one goes off."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    BOGOTA,
    Calendar,
    CalendarTooShort,
    Term,
    TermUnit,
    TermUnreadable,
    add_term,
    day_in_words,
    due,
    fires_at,
)

CALENDAR = Calendar()
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TERMS = st.builds(Term, st.integers(0, 60), st.sampled_from(TermUnit))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("15 DH", "15 DH", "15 días hábiles"),
        ("1dh", "1 DH", "1 día hábil"),
        (" 10 D ", "10 D", "10 días calendario"),
        ("1 M", "1 M", "1 mes"),
        ("2 A", "2 A", "2 años"),
    ],
)
def test_a_term_is_read_and_said(text, code, words) -> None:
    term = Term.parse(text)

    assert term.code == code
    assert term.text == words


@given(TERMS)
def test_a_term_is_read_as_it_is_written(term) -> None:
    assert Term.parse(term.code) == term


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(TermUnreadable):
        Term(-1, TermUnit.MONTHS)


def test_business_days_need_a_calendar() -> None:
    with pytest.raises(TermUnreadable):
        add_term(date(2026, 11, 20), Term.parse("5 DH"))


def test_a_term_past_all_calendars_is_named() -> None:
    with pytest.raises(CalendarTooShort):
        add_term(date(2026, 11, 20), Term.parse("9999 A"))


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        ("2026-11-20", "15 D", "2026-12-05"),
        ("2028-02-29", "1 A", "2029-02-28"),
        ("2025-06-06", "2 A", "2027-06-08"),
        ("2026-02-28", "1 M", "2026-03-30"),
        ("2026-12-31", "2 M", "2027-03-01"),
    ],
    ids=[
        "T03-E3: calendar days do not move",
        "29 February",
        "a Sunday and a holiday",
        "the 28th, a Saturday",
        "31 to a short month that ends on a Sunday",
    ],
)
def test_a_term_ends_from_date_to_date(start, term, last) -> None:
    assert due(date.fromisoformat(start), Term.parse(term), CALENDAR) == date.fromisoformat(last)


@given(DAYS, TERMS)
def test_only_calendar_days_may_end_on_a_day_without_work(start, term) -> None:
    last = due(start, term, CALENDAR)

    assert last >= start
    if term.unit is not TermUnit.CALENDAR_DAYS and term.amount:
        assert CALENDAR.is_business_day(last)


@given(DAYS, TERMS)
def test_who_starts_later_ends_no_earlier(start, term) -> None:
    later = start + timedelta(days=1)

    assert due(later, term, CALENDAR) >= due(start, term, CALENDAR)


def test_a_timer_goes_off_when_the_last_day_is_over_in_bogota() -> None:
    moment = fires_at(date(2026, 12, 14))

    assert moment == datetime(2026, 12, 15, tzinfo=BOGOTA)
    assert moment == datetime.fromisoformat("2026-12-15T05:00:00+00:00")


def test_a_day_is_said_in_spanish() -> None:
    assert day_in_words(date(2026, 12, 14)) == "14 de diciembre de 2026"

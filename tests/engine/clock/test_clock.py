"""The legal clock against the vectors of inventory Part B."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    BOGOTA,
    Calendar,
    CalendarTooShort,
    Term,
    TermUnreadable,
    add_term,
    due,
    due_after_suspension,
    legal_filed_on,
)
from engine.clock.calendar import national_holidays

CALENDAR = Calendar()
HOLIDAYS = {
    2025: "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
    2026: "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    2027: "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-20 08-07 08-16 10-18 11-01 11-15 12-08 12-25",
    2028: "01-01 01-10 03-20 04-13 04-14 05-01 05-29 06-19 06-26 07-03 07-20 08-07 08-21 10-16 11-06 11-13 12-08 12-25",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_holidays_are_those_of_the_law(year) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()}

    assert national_holidays(year) == expected


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-20", 10, "2026-12-04"),
        ("2026-11-20", 15, "2026-12-14"),
        ("2026-11-20", 30, "2027-01-06"),
        ("2026-11-20", 45, "2027-01-28"),
        ("2026-03-27", 5, "2026-04-07"),
        ("2026-06-05", 10, "2026-06-23"),
        ("2026-12-04", 3, "2026-12-10"),
        ("2026-12-23", 10, "2027-01-08"),
        ("2027-01-04", 15, "2027-01-26"),
        ("2026-02-02", 15, "2026-02-23"),
        ("2026-02-02", 50, "2026-04-16"),
    ],
    ids=[
        "5 DH",
        "10 DH",
        "15 DH",
        "30 DH over the year",
        "45 DH",
        "Semana Santa",
        "two moved holidays",
        "Inmaculada",
        "Christmas and Reyes",
        "Reyes",
        "15 DH of February",
        "50 DH over Semana Santa",
    ],
)
def test_business_days_end_on_the_day_of_the_vector(start, count, last) -> None:
    term = Term.parse(f"{count} DH")

    assert due(date.fromisoformat(start), term, CALENDAR) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "last"),
    [("2026-01-31", "2026-03-02"), ("2026-11-20", "2026-12-21")],
    ids=["a month without that day", "a Sunday"],
)
def test_a_month_runs_from_date_to_date_and_ends_on_a_business_day(start, last) -> None:
    assert due(date.fromisoformat(start), Term.parse("1 M"), CALENDAR) == date.fromisoformat(last)


def test_a_suspension_keeps_what_was_used() -> None:
    last = due_after_suspension(
        date(2026, 11, 20), 15, date(2026, 11, 26), date(2026, 12, 11), CALENDAR
    )

    assert last == date(2026, 12, 28)


def test_validity_runs_from_date_to_date() -> None:
    assert add_term(date(2026, 11, 20), Term.parse("6 M")) == date(2027, 5, 20)
    assert add_term(date(2024, 2, 29), Term.parse("1 A")) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        ("2026-11-20T23:59:59", "2026-11-20"),
        ("2026-11-21T00:00:01", "2026-11-23"),
        ("2026-12-08T10:00:00", "2026-12-09"),
    ],
    ids=["before midnight", "a Saturday", "a holiday"],
)
def test_filing_on_a_day_without_work_counts_from_the_next(received, counts) -> None:
    moment = datetime.fromisoformat(received).replace(tzinfo=BOGOTA)

    assert legal_filed_on(moment, CALENDAR) == date.fromisoformat(counts)


def test_local_closures_move_a_term() -> None:
    carnival = Calendar(closures=frozenset({date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 6)}))
    term = Term.parse("30 DH")

    assert due(date(2026, 11, 20), term, carnival) > due(date(2026, 11, 20), term, CALENDAR)


@pytest.mark.parametrize("text", ["", "DH", "15", "15 XX", "-1 DH", "1,5 M"])
def test_a_text_that_is_no_term_is_refused(text) -> None:
    with pytest.raises(TermUnreadable):
        Term.parse(text)


def test_a_year_out_of_reach_is_named() -> None:
    with pytest.raises(CalendarTooShort):
        CALENDAR.is_business_day(date(2101, 1, 3))


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_a_term_ends_on_a_business_day_later_than_it_began(start, count) -> None:
    last = due(start, Term.parse(f"{count} DH"), CALENDAR)

    assert CALENDAR.is_business_day(last)
    assert last > start
    assert CALENDAR.business_days_between(start, last) == count


@given(DAYS, st.integers(1, 60))
def test_one_day_more_never_ends_earlier(start, count) -> None:
    shorter = due(start, Term.parse(f"{count} DH"), CALENDAR)

    assert due(start, Term.parse(f"{count + 1} DH"), CALENDAR) > shorter
    assert due(start + timedelta(days=1), Term.parse(f"{count} DH"), CALENDAR) >= shorter

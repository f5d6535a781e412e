"""Filing in time, and failures of the sede electrónica."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    BOGOTA,
    Calendar,
    MomentWithoutZone,
    Outage,
    Term,
    due,
    due_after_outages,
    is_in_time,
    legal_filed_on,
)

CALENDAR = Calendar()
START, LAST = date(2026, 11, 20), date(2026, 12, 4)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("received", "in_time"),
    [("2026-12-04T23:59:59", True), ("2026-12-05T00:00:00", False)],
    ids=["the last second", "midnight"],
)
def test_a_term_lasts_until_midnight(received, in_time) -> None:
    assert is_in_time(at(received), LAST) is in_time


def test_what_comes_in_on_a_saturday_is_in_time_for_that_day_and_filed_on_monday() -> None:
    received = at("2026-12-05T10:00:00")

    assert is_in_time(received, date(2026, 12, 5))
    assert legal_filed_on(received, CALENDAR) == date(2026, 12, 7)


def test_filing_needs_a_time_zone() -> None:
    with pytest.raises(MomentWithoutZone):
        legal_filed_on(datetime(2026, 11, 20, 9), CALENDAR)


@pytest.mark.parametrize(
    ("outages", "last"),
    [
        ([], "2026-12-04"),
        ([("2026-12-04T15:00", "2026-12-04T23:59")], "2026-12-10"),
        ([("2026-12-03T15:00", "2026-12-03T16:00")], "2026-12-09"),
        ([("2026-11-24T08:00", "2026-11-24T20:00")], "2026-12-04"),
        ([("2026-11-18T08:00", "2026-11-20T20:00")], "2026-12-04"),
        ([("2026-12-05T08:00", "2026-12-05T20:00")], "2026-12-04"),
        (
            [("2026-12-10T08:00", "2026-12-10T09:00"), ("2026-12-04T15:00", "2026-12-05T01:00")],
            "2026-12-15",
        ),
    ],
    ids=[
        "none",
        "on the last day",
        "the day before",
        "early in the term",
        "before the term",
        "after the term",
        "again on a day that was added",
    ],
)
def test_a_failure_of_the_sede_gives_three_business_days_more(outages, last) -> None:
    certified = [Outage(at(began), at(ended)) for began, ended in outages]

    found = due_after_outages(START, LAST, certified, CALENDAR)

    assert found == date.fromisoformat(last)


@given(
    st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 15)),
    st.timedeltas(
        min_value=at("2026-01-01") - at("2026-01-01"), max_value=at("2026-01-08") - at("2026-01-01")
    ),
)
def test_a_failure_never_shortens_a_term(began, lasted) -> None:
    began = began.replace(tzinfo=BOGOTA)
    found = due_after_outages(START, LAST, [Outage(began, began + lasted)], CALENDAR)

    assert found >= LAST
    assert found == LAST or found == due((began + lasted).date(), Term.parse("3 DH"), CALENDAR)


@pytest.mark.parametrize(
    ("began", "ended", "error"),
    [
        (at("2026-12-04T15:00"), at("2026-12-04T14:00"), ValueError),
        (datetime(2026, 12, 4, 15), at("2026-12-04T16:00"), MomentWithoutZone),
        (at("2026-12-04T15:00"), datetime(2026, 12, 4, 16), MomentWithoutZone),
    ],
    ids=["backwards", "no zone at the beginning", "no zone at the end"],
)
def test_a_failure_that_makes_no_sense_is_refused(began, ended, error) -> None:
    with pytest.raises(error):
        Outage(began, ended)

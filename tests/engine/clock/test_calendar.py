"""The calendar against the rule of the law, reckoned here by other means, and its counting."""

from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import (
    BOGOTA,
    Calendar,
    CalendarTooShort,
    MomentWithoutZone,
    legal_day,
    national_holidays,
    unconfirmed_holidays,
)

CALENDAR = Calendar()
CARNIVAL = Calendar(
    frozenset(date(year, 1, day) for year in range(2025, 2030) for day in (4, 5, 6))
)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
CALENDARS = st.sampled_from([CALENDAR, CARNIVAL])
FIXED = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
MOVED = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))
FROM_EASTER = (-3, -2, 43, 64, 71)


def _easter(year: int) -> date:
    """Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, odd = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - shift + 15) % 30
    week = (32 + 2 * odd + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


@pytest.mark.parametrize("year", range(1984, 2101))
def test_holidays_follow_the_rule_of_ley_emiliani(year) -> None:
    fixed = {date(year, month, day) for month, day in FIXED}
    moved = {_monday(date(year, month, day)) for month, day in MOVED}
    religious = {_easter(year) + timedelta(days=days) for days in FROM_EASTER}

    assert national_holidays(year) == fixed | moved | religious


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_business_days_of_a_year_are_its_weekdays_without_holidays(year) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    weekdays = {day for day in days if day.year == year and day.weekday() < 5}

    counted = CALENDAR.business_days_between(date(year - 1, 12, 31), date(year, 12, 31))

    assert counted == len(weekdays - national_holidays(year))


def test_two_holidays_on_one_day_count_once() -> None:
    assert CALENDAR.business_days_between(date(2025, 6, 27), date(2025, 7, 1)) == 1


def test_the_day_of_chiquinquira_counts_only_for_the_entity_that_takes_it_in() -> None:
    monday = date(2026, 7, 13)
    taken_in = Calendar(unconfirmed_holidays(2026))

    assert unconfirmed_holidays(2025) == frozenset()
    assert unconfirmed_holidays(2026) == {monday}
    assert CALENDAR.is_business_day(monday)
    assert not taken_in.is_business_day(monday)


@pytest.mark.parametrize("year", [1983, 2101])
def test_a_year_out_of_reach_is_refused(year) -> None:
    with pytest.raises(CalendarTooShort):
        unconfirmed_holidays(year)


@pytest.mark.parametrize(
    "count", [CALENDAR.add_business_days, CALENDAR.subtract_business_days], ids=["add", "subtract"]
)
def test_a_negative_count_is_refused(count) -> None:
    with pytest.raises(ValueError, match="not negative"):
        count(date(2026, 11, 20), -1)


def test_a_count_past_the_last_year_is_refused() -> None:
    with pytest.raises(CalendarTooShort):
        CALENDAR.add_business_days(date(2100, 12, 30), 5)
    with pytest.raises(CalendarTooShort):
        CALENDAR.subtract_business_days(date(1984, 1, 3), 5)


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [
        ("2026-12-28", 24, "2026-11-20"),
        ("2027-01-12", 1, "2027-01-08"),
        ("2026-11-22", 1, "2026-11-20"),
    ],
    ids=["T13-E1", "over a holiday", "from a Sunday"],
)
def test_counting_back_gives_the_last_day_from_which_so_many_remain(day, count, first) -> None:
    last = date.fromisoformat(day)

    assert CALENDAR.subtract_business_days(last, count) == date.fromisoformat(first)


@given(CALENDARS, DAYS, st.integers(0, 700))
def test_counting_goes_day_by_day(calendar, start, count) -> None:
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= calendar.is_business_day(day)

    assert calendar.add_business_days(start, count) == day
    assert calendar.business_days_between(start, day) == count


@given(CALENDARS, DAYS, st.integers(0, 700))
def test_counting_back_undoes_counting(calendar, start, count) -> None:
    there = calendar.next_business_day(start)

    assert calendar.subtract_business_days(calendar.add_business_days(there, count), count) == there


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_what_lies_between_adds_up(calendar, one, two, three) -> None:
    first, middle, last = sorted((one, two, three))
    between = calendar.business_days_between

    assert between(first, last) == between(first, middle) + between(middle, last)
    assert between(last, first) == 0


def test_terms_of_thousands_of_days_are_quick() -> None:
    start = date(2026, 11, 20)
    CALENDAR.add_business_days(start, 6000)
    began = perf_counter()
    for count in range(4000, 6000):
        CALENDAR.add_business_days(start, count)

    # About 10 ms where it was measured; day by day it takes over 5 s.
    assert perf_counter() - began < 1


def test_the_legal_day_is_that_of_bogota() -> None:
    assert legal_day(datetime.fromisoformat("2026-11-21T04:59:59+00:00")) == date(2026, 11, 20)
    assert legal_day(datetime(2026, 11, 21, tzinfo=BOGOTA)) == date(2026, 11, 21)


def test_a_moment_without_zone_has_no_legal_day() -> None:
    with pytest.raises(MomentWithoutZone):
        legal_day(datetime(2026, 11, 20, 9))

"""How long a procedure really takes is told from the cases of the last twelve months."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import clock
from engine.queries import durations
from tests.engine import cases, folders
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def office():
    """A procedure that an official ends; where nothing is published, nothing closes."""
    folders.publish(folders.task("u"), models.end(), models.chain(folders.LAST, "u", "end"))
    return folders.person("carmen@demo.test", folders.OFFICE)


def close_after(official, days: int, *, at: datetime = MONDAY) -> None:
    """A case that is filed and ends some calendar days later."""
    with clock.lend(lambda: at):
        case = folders.file()
    with clock.lend(lambda: at + timedelta(days=days)):
        cases.complete(official, folders.held(case, official, "u"), {"amount": 1})


def told(at: datetime = MONDAY + timedelta(days=30)):
    return durations.of_procedure(folders.SLUG, at.date())


def test_below_five_cases_nothing_is_told(office) -> None:
    for _ in range(4):
        close_after(office, 1)
    assert told() == durations.Durations(cases=4, median=None, p90=None)
    assert told().missing == 1


def test_half_and_nine_of_ten_in_business_days(office) -> None:
    # A weekend stands between Friday and Monday, and the 8th of December is a holiday.
    for days in (0, 1, 2, 4, 7, 16):
        close_after(office, days)
    assert told() == durations.Durations(cases=6, median=2, p90=11)


def test_what_is_open_or_older_than_a_year_does_not_count(office) -> None:
    for _ in range(5):
        close_after(office, 1)
    folders.file()
    assert told().cases == 5
    assert told(MONDAY + timedelta(days=368)).cases == 0

"""A clock that stands until the test moves it."""

from datetime import timedelta

import pytest

from engine.commands import clock
from tests.engine.cases import FRIDAY


class Hours:
    """The lent clock; it begins on FRIDAY."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def move(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def hours():
    moved = Hours()
    with clock.lend(lambda: moved.now):
        yield moved

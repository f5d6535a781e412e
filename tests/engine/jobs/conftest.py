"""The clock that tests of this folder move, and the one registry that its jobs ask."""

import pytest

from tests.engine.hours import hours
from tests.engine.registry import ServiceThat, lent_registry

__all__ = ["hours"]


@pytest.fixture
def registry(db, hours, store):
    """The registry `predios`, as the test lets it behave."""
    with lent_registry(store, ServiceThat()) as service:
        yield service

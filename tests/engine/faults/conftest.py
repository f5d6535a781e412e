"""One window on PostgreSQL for all tests of faults; each brings the broker and the processes it needs."""

from collections.abc import Iterator

import pytest

from tests import parts
from tests.engine.faults.window import prepare
from tests.engine.hours import hours
from tests.installation import Installation

__all__ = ["hours"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Iterator[Installation]:
    """A window with its procedures and people, and no process but those that stamp and vouch."""
    with parts.fresh_database() as address:
        made = Installation(tmp_path_factory.mktemp("window"), database_url=address)
        prepare(made)
        with made.pki():
            yield made


@pytest.fixture
def window(prepared) -> Iterator[Installation]:
    """The window with its queue on the tests' Redis; the queue goes away afterwards."""
    prepared.env["BROKER_URL"] = parts.url("TEST_REDIS_URL")
    yield prepared
    prepared.empty_queue()

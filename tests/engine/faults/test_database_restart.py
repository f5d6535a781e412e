"""The database crashes and recovers under load: who was answered is in it, and the workers go on."""

from collections.abc import Iterator

import pytest

from tests import parts
from tests.engine.faults.citizens import Filers
from tests.engine.faults.crew import Crew
from tests.engine.faults.servers import OwnPostgres, own_postgres
from tests.engine.faults.window import PEOPLE, findings, prepare, until_drained
from tests.installation import Installation
from tests.patience import until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
RESTARTS = 3
ENOUGH = 6


@pytest.fixture
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as made:
        yield made


@pytest.fixture
def window(server, tmp_path) -> Iterator[Installation]:
    broker_url = parts.url("TEST_REDIS_URL")
    made = Installation(tmp_path, database_url=server.url, broker_url=broker_url)
    prepare(made)
    with made.pki():
        yield made
    made.empty_queue()


def test_a_database_that_crashes_under_load_loses_no_filing_and_no_worker(window, server) -> None:
    with Crew(window) as crew:
        with Filers(window.address, PEOPLE) as filers:
            for _ in range(RESTARTS):
                before = len(filers.radicados)
                until(lambda: len(filers.radicados) >= before + ENOUGH, "filings")  # noqa: B023
                server.restart()
            before = len(filers.radicados)
            until(lambda: len(filers.radicados) >= before + ENOUGH, "filings after the last crash")
        until_drained(window)

    assert not crew.restarts
    assert len(set(filers.radicados)) == len(filers.radicados)
    assert findings(window, filers.radicados) == []

"""The broker goes away with all that it held, and comes back empty: no filing waits for it, none is lost."""

import pytest

from tests.engine.faults.citizens import Filers
from tests.engine.faults.crew import Crew
from tests.engine.faults.servers import OwnRedis
from tests.engine.faults.window import PEOPLE, findings, until_drained
from tests.patience import until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
ENOUGH = 8


def test_people_file_while_the_broker_is_gone_and_all_is_done_when_it_is_back_empty(
    prepared,
) -> None:
    with OwnRedis() as redis:
        prepared.env["BROKER_URL"] = redis.url
        with Crew(prepared) as crew:
            with Filers(prepared.address, PEOPLE[:2]) as filers:
                until(lambda: len(filers.radicados) >= ENOUGH, "filings with a broker")
                redis.stop()
                before = len(filers.radicados)
                until(lambda: len(filers.radicados) >= before + ENOUGH, "filings without one")
            redis.start()
            until_drained(prepared)

    assert filers.errors == 0
    assert not crew.restarts
    assert findings(prepared, filers.radicados) == []

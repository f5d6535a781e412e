"""`kill -9` of web and worker processes at random moments, while people file: nothing is lost or twice.

FAULT_KILLS says how many are killed (30 unless given), FAULT_SEED which ones and when.
"""

import logging
import os
import threading

import pytest

from tests.engine.faults.citizens import Filers
from tests.engine.faults.crew import Crew, Killer
from tests.engine.faults.patience import until
from tests.engine.faults.window import PEOPLE, findings, until_drained

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
_log = logging.getLogger(__name__)
KILLS = int(os.environ.get("FAULT_KILLS", "30"))
SEED = int(os.environ.get("FAULT_SEED", "20261126"))


def test_processes_killed_at_random_lose_nothing_and_do_nothing_twice(window) -> None:
    pause = threading.Event()
    with Crew(window) as crew:
        killer = Killer(crew, SEED)
        with Filers(window.address, PEOPLE) as filers:
            until(lambda: len(filers.radicados) >= len(PEOPLE), "the first filings")
            while killer.killed.total() < KILLS:
                killer.kill_one()
                pause.wait(killer.moment())
        until_drained(window)

    _log.info("killed: %s; restarted: %s", dict(killer.killed), dict(crew.restarts))
    _log.info("filings: %s; requests without answer: %s", len(filers.radicados), filers.errors)
    assert len(set(filers.radicados)) == len(filers.radicados)
    assert findings(window, filers.radicados) == []

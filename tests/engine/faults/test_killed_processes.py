"""`kill -9` of web and worker processes at random moments, while people file: nothing is lost or twice.

FAULT_KILLS says how many are killed (30 unless given), FAULT_SEED which ones and when.
"""

import functools
import logging
import os
import threading

import pytest

from tests.engine.faults.citizens import Filers
from tests.engine.faults.crew import WHOLE_WEB, Crew, Killer
from tests.engine.faults.window import PEOPLE, findings, until_drained
from tests.patience import until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.processes,
    pytest.mark.xdist_group("processes"),
]
_log = logging.getLogger(__name__)
KILLS = int(os.environ.get("FAULT_KILLS", "30"))
SEED = int(os.environ.get("FAULT_SEED", "20261126"))


def kill_at_random(killer: Killer, filers: Filers) -> None:
    """Until enough are killed, each at a random moment; between two whole windows somebody files."""
    pause = threading.Event()
    while killer.killed.total() < KILLS:
        if killer.kill_one() == WHOLE_WEB:
            told = len(filers.radicados)
            until(functools.partial(has_more, filers, told), "a filing in the window's next life")
        pause.wait(killer.moment())


def has_more(filers: Filers, count: int) -> bool:
    return len(filers.radicados) > count


def test_processes_killed_at_random_lose_nothing_and_do_nothing_twice(window) -> None:
    with Crew(window) as crew:
        killer = Killer(crew, SEED)
        with Filers(window.address, PEOPLE) as filers:
            until(lambda: len(filers.radicados) >= len(PEOPLE), "the first filings")
            kill_at_random(killer, filers)
        until_drained(window)

    _log.info("killed: %s; restarted: %s", dict(killer.killed), dict(crew.restarts))
    _log.info("filings: %s; requests without answer: %s", len(filers.radicados), filers.errors)
    assert len(set(filers.radicados)) == len(filers.radicados)
    assert findings(window, filers.radicados) == []

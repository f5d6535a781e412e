"""A handler that hangs is broken off at its deadline: its try is used up, and its process works on."""

import time

import pytest

from tests.engine.processes.story import FILE, SLUG
from tests.engine.processes.test_killed_worker import held_tsa
from tests.installation import PATIENCE_SECONDS, Installation

__all__ = ["held_tsa"]

HUNG = """
import json
from engine.models import Job
job = Job.objects.exclude(last_error={}).first()
print(json.dumps(str(job and job.last_error)))
"""


@pytest.mark.processes
@pytest.mark.xdist_group("processes")
def test_a_handler_that_hangs_is_broken_off_at_its_deadline(tmp_path, held_tsa) -> None:
    window = Installation(tmp_path)
    window.install(SLUG)
    window.script(FILE)
    tsa = f"http://127.0.0.1:{held_tsa.server_address[1]}/"

    with window.pki(), window.shell(), window.worker(TSA_URL=tsa, JOB_DEADLINE_SECONDS="2"):
        assert held_tsa.asked.wait(PATIENCE_SECONDS), "the worker never asked for a timestamp"
        until = time.monotonic() + PATIENCE_SECONDS
        while (error := window.script(HUNG)) == '"None"':
            assert time.monotonic() < until, "the hanging try was never broken off"

    assert "SoftTimeLimitExceeded" in error

"""What SpiffWorkflow does although nobody asked."""

import logging

from tests.engine.runtime.upstream.faults import mended
from tests.engine.runtime.upstream.stock import chain, end, find, start, user, workflow


def test_task_data_is_gathered_for_a_log_that_is_off(caplog):
    task = find(workflow(start(), user("a"), end(), chain("start", "a", "end"), x=1), "a")
    # As it comes: our runtime raises this logger's own level wherever it is imported.
    caplog.set_level(logging.NOTSET, "spiff.task")
    caplog.set_level(logging.WARNING, "spiff")
    assert not logging.getLogger("spiff.task").isEnabledFor(logging.INFO)
    assert "data" in task.collect_log_extras(), mended("log-extras-below-level-20")

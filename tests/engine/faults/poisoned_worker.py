"""Celery's application as it is, but for one task: whoever does it is killed. No product code knows it."""

import os
import signal
from pathlib import Path

from celery.signals import worker_process_init
from django.conf import settings

from web.celery import app

__all__ = ["ELEMENT", "TRIES", "TYPE", "app"]

ELEMENT, TYPE = "veneno", "registry.query"
TRIES = "poisoned"


@worker_process_init.connect
def _poison(**_: object) -> None:
    # Only now: the tables of Django are read when the worker begins.
    from engine.jobs.execution import HANDLERS  # noqa: PLC0415

    usual = HANDLERS[TYPE]

    def kill_who_does_it(task):
        if task.job.element_id != ELEMENT:
            return usual(task)
        with (Path(settings.VAR_DIR) / TRIES).open("a") as tries:
            tries.write(f"{task.job.attempts}\n")
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    HANDLERS[TYPE] = kill_who_does_it

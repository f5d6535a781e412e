"""Keeps a job's lease alive while its handler runs, from a thread that does nothing else."""

import contextvars
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from engine import commands

# A lease outlives two beats that fail, for example while the database restarts.
_BEATS_IN_A_LOCK = 3
_log = logging.getLogger(__name__)


@contextmanager
def heartbeat(lease: commands.Lease) -> Iterator[None]:
    """Renew the lease until what runs inside is over, the lease is lost or its deadline has come.

    Inside somebody's transaction (a rehearsal) nobody else sees the lease, and a beat from outside
    would only wait for the row.
    """
    if connection.in_atomic_block:
        yield
        return
    over = threading.Event()
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(_beat_until, over, lease), name="heartbeat", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat_until(over: threading.Event, lease: commands.Lease) -> None:
    pause_seconds = settings.JOB_LOCK_SECONDS / _BEATS_IN_A_LOCK
    while not over.wait(pause_seconds):
        if not _beat(lease):
            return


def _beat(lease: commands.Lease) -> bool:
    try:
        alive = commands.beat(lease)
    except Exception:  # noqa: BLE001 — a beat that is missed is made good by the next one
        _log.warning("the beat of job %s failed", lease.job_id, exc_info=True)
        return True
    else:
        if not alive:
            _log.warning("job %s is not ours any more", lease.job_id)
        return alive
    finally:
        # The connection is this thread's own, and nobody else would close it.
        connection.close()

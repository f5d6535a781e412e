"""Fires what is due; many workers may do it at once, and what was late comes in order."""

import logging
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import OperationalError

from engine import commands
from engine.commands import clock
from engine.errors import CaseStuck
from engine.models import Case, StartTimer, Timer

_log = logging.getLogger(__name__)


def fire_due(limit: int = 1000, case_ids: Collection[UUID] | None = None) -> int:
    """Fire the timers of cases that are due, the longest due first; how many were taken.

    Those of a case on which somebody works at that moment are left for the next time.

    Args:
        limit: how many at most.
        case_ids: of these cases only, for rehearsals.
    """
    return _repeat(lambda: commands.fire_next_timer(case_ids), limit)


def start_due(limit: int = 100) -> int:
    """Start the cases that timer start events have to start by now; how many were taken."""
    return _repeat(commands.fire_next_start, limit)


def check_conditions(case_ids: Collection[UUID] | None = None) -> int:
    """Let the conditions of every case that waits for one look at the time; how many moved on.

    Args:
        case_ids: of these cases only, for rehearsals.
    """
    waiting = Case.objects.filter(has_conditions=True)
    if case_ids is not None:
        waiting = waiting.filter(pk__in=case_ids)
    moved = 0
    for case_id in list(waiting.values_list("id", flat=True)):
        try:
            moved += commands.check_conditions(case_id)
        except CaseStuck:
            _log.info("a condition of case %s failed; its incident tells why", case_id)
        except Exception:  # noqa: BLE001 — one case must not hold up the others
            _log.warning("conditions of case %s", case_id, exc_info=True)
    return moved


def due_timers() -> int:
    """How many timers of cases and of start events are due now and have not fired."""
    moment = clock.now()
    return (
        Timer.objects.filter(due_at__lte=moment).count()
        + StartTimer.objects.filter(due_at__lte=moment).count()
    )


def _repeat(fire: Callable[[], bool], limit: int) -> int:
    for taken in range(limit):
        try:
            if not fire():
                return taken
        except OperationalError:
            # Others were on the same rows at that moment; the next sweep comes in seconds.
            _log.warning("firing is broken off until the next sweep", exc_info=True)
            return taken
    return limit

"""Timer start events: one row for each in what is published, and a case whenever its moment comes."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q

from bpmn import versions
from engine import runtime
from engine.commands._caseless import close_caseless, open_caseless
from engine.commands._incidents import BY_ITSELF
from engine.commands._starts import starts_of
from engine.commands.clock import now
from engine.commands.start_by_event import StartByEvent, start_by_event
from engine.commands.timer import ATTEMPTS, is_suspect, pause_after
from engine.models import IncidentKind, StartTimer
from engine.models.actor import SYSTEM

# A cycle of seconds that began years ago goes on from now instead of being counted through.
_MAX_PASSED = 10_000
_log = logging.getLogger(__name__)
_STARTS = UUID("0b8a1d5e-5c0e-5f53-9d52-6d4c51a4a7b1")


def sync_start_timers(slug: str | None = None) -> None:
    """Keep one row for each timer start event of what is published; those of retired versions go.

    Args:
        slug: of one procedure only.
    """
    moment = now()
    starts = starts_of("timer", slug=slug)
    wanted = {(version.digest, start.element_id): version for version, start in starts}
    rows = StartTimer.objects.all() if slug is None else StartTimer.objects.filter(slug=slug)
    known = {(row.version_digest, row.element_id): row for row in rows}
    for key in known.keys() - wanted.keys():
        known[key].delete()
    for key in wanted.keys() - known.keys():
        version, element_id = wanted[key], key[1]
        due_at, passed = _first(version, element_id, moment)
        # Another process may have been quicker; its row is as good.
        StartTimer.objects.get_or_create(
            version_digest=version.digest,
            element_id=element_id,
            defaults={
                "slug": version.slug,
                "due_at": due_at,
                "fired": passed,
            },
        )


def follow_offer(*, slug: str, **_signal: Any) -> None:
    """Follow what is published from its commit on; what fails here the slow sweep makes good."""
    transaction.on_commit(lambda: sync_start_timers(slug), robust=True)


def fire_next_start() -> bool:
    """Start the case that is due for longest; False if there is none that nobody else starts.

    A late one is counted before it is begun, as timers of cases are.
    """
    found = _start_first()
    if not isinstance(found, StartTimer):
        return found
    if found.attempts >= ATTEMPTS:
        lost = RuntimeError(f"{found.attempts} processes ended while they started it")
        with transaction.atomic():
            same = StartTimer.objects.select_for_update().filter(
                pk=found.pk, due_at=found.due_at, attempts=found.attempts
            )
            # Those who counted it may live, and were before us at the row.
            if list(same.values_list("pk")):
                _put_off(found, lost, now())
        return True
    uncounted = StartTimer.objects.filter(pk=found.pk, attempts=found.attempts)
    if uncounted.update(attempts=found.attempts + 1):
        _start_first(counted=found)
    return True


def _start_first(*, counted: StartTimer | None = None) -> StartTimer | bool:
    """Start what is due for longest; what is suspect is given back instead, unless it is counted."""
    moment = now()
    with transaction.atomic():
        # Who has counted waits for the row: a count without a try would look like a death.
        row = (
            StartTimer.objects.select_for_update(skip_locked=counted is None)
            .filter(Q(retry_at=None) | Q(retry_at__lte=moment), due_at__lte=moment)
            .order_by("due_at", "id")
            .first()
        )
        if row is None:
            return False
        if row != counted and (
            row.failures or is_suspect(row.due_at or moment, row.attempts, moment)
        ):
            return row
        try:
            _start(row, moment)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 — one procedure that fails must not stop the others
            _put_off(row, error, moment)
    return True


def _start(row: StartTimer, moment: datetime) -> None:
    due_at = row.due_at or moment
    with transaction.atomic():
        start_by_event(
            StartByEvent(
                actor=SYSTEM,
                version_digest=row.version_digest,
                element_id=row.element_id,
                # The same moment of the same event is one case, whatever the clock does.
                submit_id=uuid5(
                    _STARTS, f"{row.version_digest} {row.element_id} {due_at.isoformat()}"
                ),
                variables={},
                trigger={"due": due_at.isoformat()},
            )
        )
        model = versions.compiled(versions.by_digest(row.version_digest))
        row.fired += 1
        row.due_at = runtime.start_timer(
            model, row.element_id, now=moment, previous=due_at, fired=row.fired
        )
        if row.failures:
            close_caseless(moment, BY_ITSELF, start_timer=row.pk)
        row.failures, row.attempts, row.retry_at = 0, 0, None
        row.save()


def _put_off(row: StartTimer, error: Exception, moment: datetime) -> None:
    row.refresh_from_db()
    row.failures += 1
    row.attempts = 0
    row.retry_at = moment + pause_after(row.failures)
    row.save()
    open_caseless(
        IncidentKind.TIMER,
        error,
        place=(row.slug, row.element_id),
        trigger={"verb": "start-by-timer", "start_timer": row.pk},
        at=moment,
    )


def _first(
    version: versions.Version, element_id: str, moment: datetime
) -> tuple[datetime | None, int]:
    """The first moment that is not over when the version is published, and how many were before it."""
    model = versions.compiled(version)
    try:
        due_at, passed = runtime.start_timer(model, element_id, now=moment), 0
        while due_at is not None and due_at < moment and passed < _MAX_PASSED:
            passed += 1
            due_at = runtime.start_timer(
                model, element_id, now=moment, previous=due_at, fired=passed
            )
    except runtime.ExecutionError:
        _log.warning("%s/%s has no moment", version.slug, element_id, exc_info=True)
        return None, 0
    return (due_at if due_at is None else max(due_at, moment)), passed

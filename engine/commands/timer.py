"""Fire timers: each one its own transaction under its case's lock, those of one case strictly in order."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models.functions import Length

from engine.commands._incidents import Attempt
from engine.commands._run import locked_case, run
from engine.commands._unforeseen import leave_incident, unforeseen_failures
from engine.commands._work import Work
from engine.commands.clock import now
from engine.errors import CaseStuck
from engine.models import IncidentKind, Timer
from engine.models.actor import SYSTEM
from engine.runtime import TimerFired

FIRE = "fire-timer"
# Pauses after failures, in seconds: a minute, five, half an hour, two hours, then twice a day.
_PAUSES = (60, 300, 1800, 7200, 43200)
# A sweep comes every few seconds: later than this, somebody may have died of the timer.
_LATE = timedelta(seconds=60)
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class FireTimer:
    """Let a timer fire.

    Attributes:
        due_at: the moment for which it was found due; if it was moved since, nothing happens.
    """

    timer_id: UUID
    due_at: datetime


def fire_timer(command: FireTimer) -> None:
    """Let the timer fire, if it still waits for that moment; a second time changes nothing.

    Raises:
        CaseStuck: the model failed; an incident tells it, and the timer is put off.
    """
    case_id = Timer.objects.filter(pk=command.timer_id).values_list("case_id", flat=True).first()
    if case_id is not None:
        run(FIRE, SYSTEM, lambda work: _fire(work, command), case_id=case_id, submit_id=None)


def fire_next_timer(case_ids: Collection[UUID] | None = None) -> bool:
    """Fire the timer that is due for longest, of a case on which nobody works; False if there is none.

    A timer that fails is put off with its incident; the next call takes the next one. One that ends its
    process is not told by anything that this process writes while it fires. So a timer that should have
    fired long ago is counted first, in a transaction of its own, and set aside when that was of no use.

    Args:
        case_ids: of these cases only, for rehearsals.
    """
    found = _fire_first(case_ids)
    if not isinstance(found, Timer):
        return found
    if found.attempts >= ATTEMPTS:
        _set_aside(found)
    elif _count(found):
        _fire_counted(found)
    return True


def is_suspect(due_at: datetime, attempts: int, moment: datetime) -> bool:
    """Whether somebody may have died of what was due then: it waits for longer than a sweep takes."""
    return attempts > 0 or due_at < moment - _LATE


def _count(timer: Timer) -> bool:
    """Count a try before it begins; False when somebody else was quicker."""
    same = Timer.objects.filter(pk=timer.pk, attempts=timer.attempts)
    return bool(same.update(attempts=timer.attempts + 1))


def _fire_counted(timer: Timer) -> None:
    try:
        _fire_first([timer.case_id], counted=timer)
    except (OperationalError, InterfaceError):
        # The process lives, so that this try is no sign of anything.
        with suppress(DatabaseError):
            Timer.objects.filter(pk=timer.pk).update(attempts=timer.attempts)
        raise


def _fire_first(case_ids: Collection[UUID] | None, *, counted: Timer | None = None) -> Timer | bool:
    """Fire the timer that comes first; one that is suspect is given back instead, unless it is counted."""
    with transaction.atomic():
        # Who has counted waits for the case: a count without a try would look like a death.
        case_id = _locked_case(now(), case_ids, waits=counted is not None)
        if case_id is None:
            return False
        timer = _earliest(case_id, now())
        if timer is None:
            return True
        if timer != counted and is_suspect(timer.due_at or now(), timer.attempts, now()):
            return timer
        _fire_or_put_off(timer)
    return True


def _set_aside(timer: Timer) -> None:
    """Let the timer wait for a person: it has ended the process of everybody who fired it."""
    attempt = replace(_attempt(timer), keep=lambda _work: _stop(timer))
    error = RuntimeError(f"{timer.attempts} processes ended while they fired it")
    with transaction.atomic():
        # Those who counted it may live, and were before us at the case.
        locked_case(timer.case_id)
        if Timer.objects.filter(pk=timer.pk, due_at=timer.due_at, attempts=timer.attempts).exists():
            leave_incident(attempt, error, "timer-worker-lost", timer.case_id)


def _stop(timer: Timer) -> None:
    Timer.objects.filter(pk=timer.pk, due_at=timer.due_at).update(due_at=None, attempts=0)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures of something that is tried again."""
    return timedelta(seconds=_PAUSES[min(failures, len(_PAUSES)) - 1])


def _locked_case(
    moment: datetime, case_ids: Collection[UUID] | None, *, waits: bool = False
) -> UUID | None:
    """The case with the timer that is due for longest, locked until the transaction is over."""
    due = Timer.objects.filter(due_at__lte=moment).order_by("due_at", "case_id")
    if case_ids is not None:
        due = due.filter(case_id__in=case_ids)
    # The case is what is locked, as in every command: who locks a timer first could wait in a circle.
    found = (
        due.select_related("case")
        .select_for_update(skip_locked=not waits, of=("case",))
        .only("id", "case__id")
        .first()
    )
    return found.case_id if found else None


def _earliest(case_id: UUID, moment: datetime) -> Timer | None:
    """The timer that comes first; read under the lock, since another worker may have fired one."""
    due = Timer.objects.filter(case_id=case_id, due_at__lte=moment)
    return due.order_by("due_at", "created_at", Length("token"), "token").first()


def _fire_or_put_off(timer: Timer) -> None:
    try:
        fire_timer(FireTimer(timer_id=timer.id, due_at=timer.due_at or now()))
    except (OperationalError, InterfaceError):
        raise
    except CaseStuck:
        # The frame has left the incident and put the timer off, in this transaction.
        return
    except Exception as error:  # noqa: BLE001 — whatever it is, the timers behind it must fire
        leave_incident(_attempt(timer), error, "timer-failed", timer.case_id)


def _fire(work: Work, command: FireTimer) -> dict[str, Any]:
    timer = Timer.objects.filter(pk=command.timer_id, case=work.case, due_at=command.due_at).first()
    if timer is None or command.due_at > work.now:
        return {}
    work.attempt = _attempt(timer)
    timer.delete()
    work.record(
        "timer.fired",
        element=timer.element_id,
        due=command.due_at.isoformat(),
        **({"failures": timer.failures} if timer.failures else {}),
    )
    with unforeseen_failures("timer-failed"):
        work.advance(TimerFired(timer.token))
    return {}


def _attempt(timer: Timer) -> Attempt:
    timer_id = timer.id

    def put_off(work: Work) -> None:
        late = Timer.objects.filter(pk=timer_id).first()
        if late is not None:
            late.failures += 1
            late.attempts = 0
            late.due_at = work.now + pause_after(late.failures)
            late.save(update_fields=["failures", "attempts", "due_at"])

    return Attempt(
        verb=FIRE,
        subject=("timer", timer.token),
        place=(timer.process_id, timer.element_id),
        kind=IncidentKind.TIMER,
        keep=put_off,
    )

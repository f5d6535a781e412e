"""Fire timers: each one its own transaction under its case's lock, those of one case strictly in order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Length

from engine.commands._incidents import Attempt
from engine.commands._run import run
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

    A timer that fails is put off with its incident; the next call takes the next one.

    Args:
        case_ids: of these cases only, for rehearsals.
    """
    with transaction.atomic():
        case_id = _locked_case(now(), case_ids)
        if case_id is None:
            return False
        timer = _earliest(case_id, now())
        if timer is not None:
            _fire_or_put_off(timer)
    return True


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures of something that is tried again."""
    return timedelta(seconds=_PAUSES[min(failures, len(_PAUSES)) - 1])


def _locked_case(moment: datetime, case_ids: Collection[UUID] | None) -> UUID | None:
    """The case with the timer that is due for longest, locked until the transaction is over."""
    due = Timer.objects.filter(due_at__lte=moment).order_by("due_at", "case_id")
    if case_ids is not None:
        due = due.filter(case_id__in=case_ids)
    # The case is what is locked, as in every command: who locks a timer first could wait in a circle.
    found = (
        due.select_related("case")
        .select_for_update(skip_locked=True, of=("case",))
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
            late.due_at = work.now + pause_after(late.failures)
            late.save(update_fields=["failures", "due_at"])

    return Attempt(
        verb=FIRE,
        subject=("timer", timer.token),
        place=(timer.process_id, timer.element_id),
        kind=IncidentKind.TIMER,
        keep=put_off,
    )

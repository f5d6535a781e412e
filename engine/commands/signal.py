"""Throw a signal: every token that waits for it now gets it, each in a command of its own case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import InterfaceError, OperationalError

from bpmn import versions
from engine.commands._caseless import close_caseless, open_caseless
from engine.commands._incidents import BY_ITSELF, Attempt
from engine.commands._routing import DELIVER_BROADCAST, broadcast
from engine.commands._run import Result, run
from engine.commands._starts import starts_of
from engine.commands._unforeseen import leave_incident, unforeseen_failures
from engine.commands._work import Work
from engine.commands.clock import now
from engine.commands.start_by_event import StartByEvent, start_by_event
from engine.errors import CaseStuck, StartEventNotFound
from engine.feel.wire import from_wire
from engine.models import Broadcast, IncidentKind, Submission, Subscription, SubscriptionKind
from engine.models.actor import SYSTEM, Actor
from engine.runtime import SignalReceived

DELIVER = "deliver-signal"


@dataclass(frozen=True, kw_only=True)
class ThrowSignal:
    """A signal by its name for whoever waits for it now, and for the start events of that name."""

    actor: Actor
    signal: str
    submit_id: UUID
    variables: Mapping[str, Any] = field(default_factory=dict)


def throw_signal(command: ThrowSignal) -> UUID:
    """Keep the signal with all for whom it is; workers bring it to them. Its id.

    Who begins to wait after this moment does not get it: signals are not buffered.

    Raises:
        NameTooLong: the signal's name is.
    """
    answer = run(
        "throw-signal",
        command.actor,
        lambda work: _throw(work, command),
        submit_id=command.submit_id,
    )
    return UUID(answer["broadcast"])


def deliver_broadcast(broadcast_id: UUID) -> None:
    """Bring a signal to everybody who has not got it yet; again and at once by many workers alike.

    A case that fails on it stays at its last good point with an incident, and hinders no other.
    """
    signal = Broadcast.objects.filter(pk=broadcast_id, done_at=None).first()
    if signal is None:
        return
    for target in signal.targets:
        _give(signal, UUID(target["case"]), target["token"])
    for version, start in starts_of("signal", signal.signal):
        _start(signal, version, start.element_id)
    Broadcast.objects.filter(pk=broadcast_id, done_at=None).update(done_at=now())


def _throw(work: Work, command: ThrowSignal) -> Result:
    signal = broadcast(command.signal, command.variables, at=work.now)
    work.send_task(DELIVER_BROADCAST, str(signal.id))
    return {"broadcast": str(signal.id)}


def _give(signal: Broadcast, case_id: UUID, token: str) -> None:
    submit_id = uuid5(signal.id, f"{case_id} {token}")
    if Submission.objects.filter(submit_id=submit_id).exists():
        return
    try:
        run(
            DELIVER,
            SYSTEM,
            lambda work: _receive(work, signal, token),
            case_id=case_id,
            submit_id=submit_id,
        )
    except (OperationalError, InterfaceError):
        raise
    except CaseStuck:
        # The frame has left the incident; a person has it tried again.
        return
    except Exception as error:  # noqa: BLE001 — whatever it is, the others must get the signal
        leave_incident(_attempt(signal, token, ("", "")), error, "signal-failed", case_id)


def _receive(work: Work, signal: Broadcast, token: str) -> Result:
    waiting = Subscription.objects.filter(
        case=work.case, token=token, kind=SubscriptionKind.SIGNAL, message=signal.signal
    ).first()
    if waiting is None:
        return {}
    work.attempt = _attempt(signal, token, (waiting.process_id, waiting.element_id))
    waiting.delete()
    work.record("signal.received", signal=signal.signal, element=waiting.element_id)
    with unforeseen_failures("signal-failed"):
        work.advance(SignalReceived(token, from_wire(signal.variables)))
    return {}


def _attempt(signal: Broadcast, token: str, place: tuple[str, str]) -> Attempt:
    return Attempt(
        verb=DELIVER,
        subject=("signal", f"{signal.id} {token}"),
        place=place,
        kind=IncidentKind.MESSAGE,
        details={"broadcast": str(signal.id), "token": token, "name": signal.signal},
    )


def _start(signal: Broadcast, version: versions.Version, element_id: str) -> None:
    """Start a case by the signal: one for each start event, also if a new version came in between."""
    place = (version.slug, element_id)
    command = StartByEvent(
        actor=SYSTEM,
        version_digest=version.digest,
        element_id=element_id,
        submit_id=uuid5(signal.id, " ".join(place)),
        variables=from_wire(signal.variables),
        trigger={"signal": signal.signal, "id": str(signal.id)},
    )
    trigger = {"verb": DELIVER, "broadcast": str(signal.id), "start": " ".join(place)}
    try:
        start_by_event(command)
    except (OperationalError, InterfaceError):
        raise
    except StartEventNotFound:
        return
    except Exception as error:  # noqa: BLE001 — whatever it is, the others must get the signal
        open_caseless(IncidentKind.MESSAGE, error, place=place, trigger=trigger, at=now())
    else:
        close_caseless(now(), BY_ITSELF, **trigger)

"""Deliver a message: to the one token that waits for it, to a procedure that it starts, or to nobody yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from engine.commands._delivery import deliver_stored
from engine.commands._incidents import Attempt
from engine.commands._routing import receive, store
from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseNotFound, CaseOver, NothingAwaitsMessage
from engine.models import Case, IncidentKind, Message, Subscription, SubscriptionKind
from engine.models.actor import Actor

ACT_OPENED = "msg.acto.accedido"


@dataclass(frozen=True, kw_only=True)
class DeliverMessage:
    """A message by name: for one case by its radicado, or for whoever waits for its key.

    Attributes:
        radicado: the case must wait for the message now; else the message goes by its key.
        correlation_key: empty: whoever waits for the name, under whatever key.
        message_id: the sender's own id; the same one twice is one message.
        time_to_live: how long it waits for somebody to wait for it: seconds or an ISO 8601
            duration. Empty: only as long as somebody who began to wait at the same moment may still be
            unseen (`MESSAGE_GRACE_SECONDS`).
    """

    actor: Actor
    message: str
    submit_id: UUID
    radicado: str = ""
    correlation_key: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    message_id: str = ""
    time_to_live: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What became of a message.

    Attributes:
        status: `correlated`, `stored` (it waits, or the case could not go on with it) or `expired`.
        case_id: the case that took it or that it started.
    """

    message_id: UUID | None
    status: str
    case_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AcknowledgeNotification:
    """The citizen opens the act in the window: that moment is the notification.

    Source: CPACA art. 56.

    Attributes:
        token: the waiting point that the page showed; empty for the only one.
        address: network address of the browser.
        agent: what the browser calls itself.
    """

    actor: Actor
    radicado: str
    submit_id: UUID
    token: str = ""
    address: str = ""
    agent: str = ""


def deliver_message(command: DeliverMessage) -> Delivered:
    """Deliver the message: to one token, the one that waits for longest, at most once for each case.

    By its radicado it has to be awaited now. Else it goes to a token that waits under its key, or starts
    a case where a published version has a message start event of its name, or waits for its time to live.

    Raises:
        CaseNotFound: no case has that radicado.
        CaseOver: that case has ended.
        NothingAwaitsMessage: that case does not wait for it (any more).
        DurationUnreadable: the time to live is no duration.
        NameTooLong: the name, the key or the sender's id is.
        CaseStuck: the model failed on a message by radicado; it is not taken.
    """
    if command.radicado:
        return _deliver_to_case(command)
    message_id = UUID(_stored(command)["message"])
    deliver_stored(message_id, command.actor)
    message = Message.objects.get(pk=message_id)
    return Delivered(message_id=message_id, status=message.status, case_id=message.taken_by_id)


def acknowledge(command: AcknowledgeNotification) -> None:
    """Certify that the owner of the case opened the act, and when.

    Raises:
        CaseNotFound: the case is not the actor's.
        CaseOver: the case has ended.
        NothingAwaitsMessage: nothing waits to be opened.
    """
    case = Case.objects.filter(radicado=command.radicado).only("id", "owner_id").first()
    if case is None or not command.actor.follows(case.owner_id, case.id):
        raise CaseNotFound
    run(
        "acknowledge",
        command.actor,
        lambda work: _acknowledge(work, command),
        case_id=_case_of(command.radicado),
        submit_id=command.submit_id,
    )


def _stored(command: DeliverMessage) -> dict[str, Any]:
    try:
        return run(
            "message",
            command.actor,
            lambda work: _store(work, command),
            submit_id=command.submit_id,
        )
    except IntegrityError:
        # The same message twice at once, by two submits: the loser takes the winner's.
        if not command.message_id:
            raise
        earlier = Message.objects.get(message_id=command.message_id)
        return {"message": str(earlier.id)}


def _store(work: Work, command: DeliverMessage) -> dict[str, Any]:
    if command.message_id:
        earlier = Message.objects.filter(message_id=command.message_id).first()
        if earlier is not None:
            return {"message": str(earlier.id)}
    message = store(
        command.message,
        command.variables,
        at=work.now,
        key=command.correlation_key,
        time_to_live=command.time_to_live,
        message_id=command.message_id or None,
    )
    return {"message": str(message.id)}


def _deliver_to_case(command: DeliverMessage) -> Delivered:
    case_id = _case_of(command.radicado)
    run(
        "message",
        command.actor,
        lambda work: _deliver(work, command),
        case_id=case_id,
        submit_id=command.submit_id,
    )
    return Delivered(message_id=None, status="correlated", case_id=case_id)


def _case_of(radicado: str) -> UUID:
    case_id = Case.objects.filter(radicado=radicado).values_list("id", flat=True).first()
    if case_id is None:
        raise CaseNotFound
    return case_id


def _acknowledge(work: Work, command: AcknowledgeNotification) -> dict[str, Any]:
    access = {
        "accessedAt": work.now,
        "address": command.address,
        "agent": command.agent[:200],
        "name": command.actor.name,
    }
    message = DeliverMessage(
        actor=command.actor,
        radicado=command.radicado,
        message=ACT_OPENED,
        submit_id=command.submit_id,
        variables={"access": access},
    )
    return _deliver(work, message, token=command.token)


def _deliver(work: Work, command: DeliverMessage, token: str = "") -> dict[str, Any]:
    rows = Subscription.objects.filter(
        case=work.case, kind=SubscriptionKind.MESSAGE, message=command.message
    )
    waiting = (rows.filter(token=token) if token else rows).order_by("created_at", "id").first()
    if waiting is None:
        raise CaseOver if work.case.is_over else NothingAwaitsMessage(message=command.message)
    work.attempt = Attempt(
        verb="message",
        subject=("message", command.message),
        place=(waiting.process_id, waiting.element_id),
        kind=IncidentKind.MESSAGE,
    )
    work.advance(receive(work, waiting, command.variables))
    return {}

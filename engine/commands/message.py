"""Deliver a message from outside to the case that waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.commands._run import run
from engine.commands._work import Work
from engine.errors import CaseNotFound, NothingAwaitsMessage
from engine.models import Case, Subscription
from engine.models.actor import Actor
from engine.runtime import MessageReceived

ACT_OPENED = "msg.acto.accedido"


@dataclass(frozen=True, kw_only=True)
class DeliverMessage:
    """A message by name for one case, found by its radicado (inventory E, events)."""

    actor: Actor
    radicado: str
    message: str
    submit_id: UUID
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AcknowledgeNotification:
    """The citizen opens the act in the window: that moment is the notification.

    Source: CPACA art. 56.

    Attributes:
        token: the waiting point that the page showed.
        address: network address of the browser.
        agent: what the browser calls itself.
    """

    actor: Actor
    radicado: str
    submit_id: UUID
    token: str = ""
    address: str = ""
    agent: str = ""


def deliver_message(command: DeliverMessage) -> None:
    """Give the message to the one token that waits for it.

    Raises:
        CaseNotFound: no case has that radicado.
        NothingAwaitsMessage: the case does not wait for it (any more).
        CaseStuck: the model failed; the message is not taken.
    """
    run(
        "message",
        command.actor,
        lambda work: _deliver(work, command),
        case_id=_case_of(command.radicado),
        submit_id=command.submit_id,
    )


def acknowledge(command: AcknowledgeNotification) -> None:
    """Certify that the owner of the case opened the act, and when.

    Raises:
        CaseNotFound: the case is not the actor's.
        NothingAwaitsMessage: nothing waits to be opened.
    """
    owner = Case.objects.filter(radicado=command.radicado).values_list("owner_id", flat=True)
    if command.actor.user_id is None or list(owner) != [command.actor.user_id]:
        raise CaseNotFound
    run(
        "acknowledge",
        command.actor,
        lambda work: _acknowledge(work, command),
        case_id=_case_of(command.radicado),
        submit_id=command.submit_id,
    )


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
    return _deliver(work, message)


def _deliver(work: Work, command: DeliverMessage) -> dict[str, Any]:
    waiting = Subscription.objects.filter(
        case=work.case, message=command.message, is_open=True
    ).first()
    if waiting is None:
        raise NothingAwaitsMessage(message=command.message)
    waiting.is_open = False
    waiting.save()
    work.record("message.received", message=command.message, element=waiting.element_id)
    work.advance(MessageReceived(waiting.token, dict(command.variables)))
    return {}

"""Messages and signals of one command: what the case threw, and what was kept for it.

Only the case itself is moved here; another one gets its message after the commit, so that one transaction
never locks two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from engine.commands import _incidents
from engine.commands._durations import later
from engine.commands._naming import require_fits, require_model_fits
from engine.errors import CaseStuck, DurationUnreadable
from engine.feel.wire import from_wire, to_wire
from engine.models import Broadcast, Case, Message, MessageStatus, Subscription, SubscriptionKind
from engine.runtime import MessageReceived, Step, ThrownMessage

if TYPE_CHECKING:
    from engine.commands._work import Work

DELIVER_MESSAGE = "engine.messages.deliver"
DELIVER_BROADCAST = "engine.broadcasts.deliver"


@dataclass
class Mail:
    """What one command has still to route.

    Attributes:
        thrown: messages of this case that nobody has yet.
        opened: tokens that began to wait for a message.
        announced: messages that were kept for them.
    """

    thrown: list[Message] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    announced: set[UUID] = field(default_factory=set)


def route(work: "Work", step: Step) -> None:
    """Keep what a step threw, note for whom something may be kept, and let go what is over."""
    work.case.has_conditions = step.has_conditions
    _incidents.resolve_cancelled(work, step.cancelled)
    for signalled in step.signalled:
        place = (signalled.process_id, signalled.element_id)
        require_model_fits(*place, name=signalled.signal)
        signal = broadcast(signalled.signal, signalled.variables, at=work.now, source=work.case)
        work.record("signal.thrown", signal=signalled.signal, element=signalled.element_id)
        work.send_task(DELIVER_BROADCAST, str(signal.id))
    work.mail.thrown += [_keep(work, thrown) for thrown in step.thrown]
    work.mail.opened += [opened.token for opened in step.subscribed]


def next_trigger(work: "Work") -> MessageReceived | None:
    """The next message for this case itself; None when there is none, and the rest is on its way.

    The rows of all steps are written; one message is given at a time, since it may end other waitings.
    """
    while work.mail.thrown:
        message = work.mail.thrown.pop(0)
        waiting = waiting_for(message).filter(case=work.case).first()
        if waiting is not None:
            return take(work, message, waiting)
        work.mail.announced.add(message.id)
        work.send_task(DELIVER_MESSAGE, str(message.id))
    while work.mail.opened:
        _announce_kept(work, work.mail.opened.pop(0))
    return None


def take(work: "Work", message: Message, waiting: Subscription) -> MessageReceived:
    """Give a stored message to one of the case's tokens; the caller moves the case on.

    Args:
        work: on the case of `waiting`.
        message: locked, or made by this command.
        waiting: the row goes; a token that goes on waiting opens it again.
    """
    message.correlate()
    message.taken_by = work.case
    message.finished_at = work.now
    message.save()
    return receive(work, waiting, from_wire(message.variables), id=str(message.id))


def receive(
    work: "Work", waiting: Subscription, variables: Mapping[str, Any], **data: str
) -> MessageReceived:
    """End a waiting for a message, with its event, and say how the case goes on."""
    waiting.delete()
    work.record(
        "message.received",
        message=waiting.message,
        element=waiting.element_id,
        **data,
    )
    return MessageReceived(waiting.token, dict(variables))


def waiting_for(message: Message) -> QuerySet[Subscription]:
    """Tokens that wait for a message, the longest waiting first.

    A message with a key is only for those that wait under that key; one without is for its name alone.
    """
    same_key = Q(correlation_key=message.correlation_key) if message.correlation_key else Q()
    return Subscription.objects.filter(
        same_key, kind=SubscriptionKind.MESSAGE, message=message.name
    ).order_by("created_at", "id")


def store(
    name: str,
    variables: Mapping[str, Any],
    *,
    at: datetime,
    key: str | None,
    time_to_live: str | None,
    **more: Any,
) -> Message:
    """Keep a message until it is correlated or expires.

    Raises:
        DurationUnreadable: the time to live is no duration.
        NameTooLong: the name, the key or the sender's id is.
    """
    require_fits(name=name, key=key, id=more.get("message_id"))
    return Message.objects.create(
        name=name,
        correlation_key=key or "",
        variables=to_wire(dict(variables)),
        created_at=at,
        expires_at=later(at, time_to_live) if time_to_live else None,
        **more,
    )


def broadcast(
    signal: str,
    variables: Mapping[str, Any],
    *,
    at: datetime,
    source: Case | None = None,
) -> Broadcast:
    """Keep a signal with those for whom it is: the tokens of other cases that wait now.

    Raises:
        NameTooLong: its name is.
    """
    require_fits(name=signal)
    waiting = Subscription.objects.filter(kind=SubscriptionKind.SIGNAL, message=signal)
    if source is not None:
        waiting = waiting.exclude(case=source)
    tokens = waiting.order_by("created_at", "id").values_list("case_id", "token")
    return Broadcast.objects.create(
        signal=signal,
        variables=to_wire(dict(variables)),
        targets=[{"case": str(case), "token": token} for case, token in tokens],
        source=source,
        created_at=at,
    )


def locked(message_id: UUID) -> Message | None:
    """A message that is still stored, locked; whoever locks a case too has locked that before."""
    return (
        Message.objects.select_for_update()
        .filter(pk=message_id, status=MessageStatus.STORED)
        .first()
    )


def _keep(work: "Work", thrown: ThrownMessage) -> Message:
    place = (thrown.process_id, thrown.element_id)
    require_model_fits(*place, name=thrown.message, key=thrown.correlation_key)
    work.record("message.thrown", message=thrown.message, element=thrown.element_id)
    try:
        return store(
            thrown.message,
            thrown.variables,
            at=work.now,
            key=thrown.correlation_key,
            time_to_live=thrown.time_to_live,
            source=work.case,
        )
    except DurationUnreadable as error:
        raise CaseStuck(
            reason=error.code,
            process=place[0],
            element=place[1],
            detail=f"timeToLive: {thrown.time_to_live}",
        ) from error


def _announce_kept(work: "Work", token: str) -> None:
    """Have the message that is kept for a new waiting point brought to it in a command of its own.

    So the command that opened the waiting stands, whatever the message does to the model.
    """
    waiting = Subscription.objects.filter(
        case=work.case, token=token, kind=SubscriptionKind.MESSAGE
    ).first()
    message = _kept(work, waiting) if waiting else None
    if message is not None:
        work.mail.announced.add(message.id)
        _keep_longer(message, work.now)
        work.send_task(DELIVER_MESSAGE, str(message.id))


def _keep_longer(message: Message, moment: datetime) -> None:
    """It was awaited in its time; a slow worker must not let it expire."""
    soonest = moment + timedelta(seconds=settings.MESSAGE_GRACE_SECONDS)
    if message.expires_at is not None and message.expires_at < soonest:
        message.expires_at = soonest
        message.save(update_fields=["expires_at"])


def _kept(work: "Work", waiting: Subscription) -> Message | None:
    """The oldest message that is kept for a waiting point; one that another case takes is passed over."""
    return (
        Message.objects.select_for_update(skip_locked=True)
        .filter(
            still_alive(work.now),
            Q(retry_at=None) | Q(retry_at__lte=work.now),
            status=MessageStatus.STORED,
            name=waiting.message,
            correlation_key__in={waiting.correlation_key, ""},
        )
        .exclude(pk__in=work.mail.announced)
        .order_by("created_at", "id")
        .first()
    )


def still_alive(moment: datetime) -> Q:
    """Stored messages whose time is not over.

    One without a time to live has a short grace from when somebody was first looked for: who began to
    wait at that same moment was not to be seen yet. One that failed waits for a person.
    """
    begun = moment - timedelta(seconds=settings.MESSAGE_GRACE_SECONDS)
    in_grace = Q(tried_at=None) | Q(tried_at__gt=begun) | Q(failures__gt=0)
    return Q(expires_at__gt=moment) | (Q(expires_at=None) & in_grace)

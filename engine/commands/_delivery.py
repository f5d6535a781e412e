"""Brings a stored message to its receiver: never two cases in one transaction, never twice."""

from uuid import UUID, uuid5

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from engine.commands import _links
from engine.commands._caseless import close_caseless, open_caseless
from engine.commands._incidents import BY_ITSELF, Attempt
from engine.commands._routing import locked, still_alive, take, waiting_for
from engine.commands._run import Result, run
from engine.commands._starts import starts_of
from engine.commands._unforeseen import leave_incident, unforeseen_failures
from engine.commands._work import Work
from engine.commands.clock import now
from engine.commands.start_by_event import StartByEvent, start_in
from engine.commands.timer import pause_after
from engine.errors import CaseStuck
from engine.feel.wire import from_wire
from engine.models import IncidentKind, Message, MessageStatus, Subscription, SubscriptionKind
from engine.models.actor import SYSTEM, Actor

DELIVER = "deliver-message"


def deliver_stored(message_id: UUID, actor: Actor = SYSTEM) -> None:
    """Give the message to the token that waits for it for longest, or start a case, or let it wait.

    A case that cannot go on with it stays at its last good point, with an incident; the message is tried
    again after a while. A message that is not stored any more changes nothing.
    """
    while (message := _deliverable(message_id)) is not None:
        waiting = waiting_for(message).first()
        if waiting is None:
            if not _start(message, actor):
                _let_wait(message_id)
            return
        try:
            _give(message_id, waiting.case_id, actor)
        except (OperationalError, InterfaceError):
            raise
        except CaseStuck:
            # The frame has left the incident and put the message off.
            return
        except Exception as error:  # noqa: BLE001 — the message waits with an incident, whatever it is
            leave_incident(_attempt(message, waiting), error, "message-failed", waiting.case_id)
            return


def undelivered() -> QuerySet[Message]:
    """Messages that a sweep has to look at: on their way, awaited by now, or to be tried again."""
    moment = now()
    awaited = Subscription.objects.filter(kind=SubscriptionKind.MESSAGE, message=OuterRef("name"))
    under_key = awaited.filter(correlation_key=OuterRef("correlation_key"))
    return Message.objects.filter(
        Q(tried_at=None)
        | Q(failures__gt=0)
        | Q(Exists(under_key))
        | Q(Exists(awaited), correlation_key=""),
        still_alive(moment),
        Q(retry_at=None) | Q(retry_at__lte=moment),
        status=MessageStatus.STORED,
    ).order_by("created_at", "id")


def expire_messages() -> int:
    """Mark the messages for which nobody waited in their time; how many they were."""
    moment = now()
    stored = Message.objects.filter(status=MessageStatus.STORED)
    return stored.exclude(still_alive(moment)).update(
        status=MessageStatus.EXPIRED, finished_at=moment
    )


def _deliverable(message_id: UUID) -> Message | None:
    moment = now()
    return Message.objects.filter(
        still_alive(moment),
        Q(retry_at=None) | Q(retry_at__lte=moment),
        pk=message_id,
        status=MessageStatus.STORED,
    ).first()


def _give(message_id: UUID, case_id: UUID, actor: Actor) -> None:
    def body(work: Work) -> Result:
        message = locked(message_id)
        waiting = waiting_for(message).filter(case=work.case).first() if message else None
        if message is None or waiting is None:
            return {}
        work.attempt = _attempt(message, waiting)
        with unforeseen_failures("message-failed"):
            work.advance(take(work, message, waiting))
        _links.link_if_same_person(work, message.source, message.name)
        return {}

    run(DELIVER, actor, body, case_id=case_id, submit_id=None)


def _attempt(message: Message, waiting: Subscription) -> Attempt:
    return Attempt(
        verb=DELIVER,
        subject=("id", str(message.id)),
        place=(waiting.process_id, waiting.element_id),
        kind=IncidentKind.MESSAGE,
        details={"message": message.name},
        keep=lambda failed: _put_off(message.id, failed),
    )


def _start(message: Message, actor: Actor) -> bool:
    """Start a case with the message; False where no published version begins with it."""
    found = starts_of("message", message.name)
    if not found:
        return False
    version, start = found[0]
    command = StartByEvent(
        actor=actor,
        version_digest=version.digest,
        element_id=start.element_id,
        submit_id=uuid5(message.id, "start"),
        variables=from_wire(message.variables),
        trigger={"message": message.name, "id": str(message.id)},
        source=message.source,
    )
    try:
        run(
            "start-by-message",
            actor,
            lambda work: _begin(work, message.id, command),
            submit_id=command.submit_id,
        )
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 — the message waits with an incident, whatever it is
        _leave_caseless(message, error, (version.slug, start.element_id))
    return True


def _begin(work: Work, message_id: UUID, command: StartByEvent) -> Result:
    message = locked(message_id)
    if message is None:
        return {}
    answer = start_in(work, command)
    message.correlate()
    message.taken_by = work.case
    message.finished_at = work.now
    message.save()
    if message.failures:
        close_caseless(work.now, BY_ITSELF, id=str(message_id))
    return answer


def _leave_caseless(message: Message, error: Exception, place: tuple[str, str]) -> None:
    with transaction.atomic():
        _put_off(message.id)
        open_caseless(
            IncidentKind.MESSAGE,
            error,
            place=place,
            trigger={"verb": DELIVER, "id": str(message.id), "message": message.name},
            at=now(),
        )


def _put_off(message_id: UUID, _work: Work | None = None) -> None:
    message = locked(message_id)
    if message is not None:
        moment = now()
        message.failures += 1
        message.tried_at = moment
        message.retry_at = moment + pause_after(message.failures)
        message.save()


def _let_wait(message_id: UUID) -> None:
    with transaction.atomic():
        message = locked(message_id)
        if message is None:
            return
        message.tried_at = message.tried_at or now()
        message.save(update_fields=["tried_at"])

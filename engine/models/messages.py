"""Messages and signals on their way between cases, and from outside."""

import uuid
from typing import ClassVar

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case
from engine.models.waiting import NAME_LENGTH


class MessageStatus(models.TextChoices):
    """Life of a message."""

    STORED = "stored", "En espera"
    CORRELATED = "correlated", "Entregado"
    EXPIRED = "expired", "Vencido"


class Message(FSMModelMixin, models.Model):
    """A message, kept until somebody waits for it or its time to live is over.

    Attributes:
        message_id: the sender's own id; the same one twice is one message.
        expires_at: None: it waits for nobody, but for a short grace after it was first tried.
        taken_by: the case that got it, or that it started.
        tried_at: when somebody was first looked for; None: it is on its way.
        failures: how often the case that waits could not go on with it.
        retry_at: not to be tried again before that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=NAME_LENGTH)
    correlation_key = models.CharField(max_length=NAME_LENGTH, blank=True)
    message_id = models.CharField(max_length=NAME_LENGTH, null=True, unique=True)  # noqa: DJ001
    variables = models.JSONField(default=dict)
    status = FSMField(default=MessageStatus.STORED, choices=MessageStatus.choices, protected=True)
    source = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="messages_sent"
    )
    taken_by = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="messages_taken"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Found by name and key while it is stored."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["status", "name", "correlation_key", "created_at"], name="message_key"
            ),
            models.Index(fields=["status", "expires_at"], name="message_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.correlation_key}".strip()

    @transition(field=status, source=MessageStatus.STORED, target=MessageStatus.CORRELATED)
    def correlate(self) -> None:
        """A case took it."""

    @transition(field=status, source=MessageStatus.STORED, target=MessageStatus.EXPIRED)
    def expire(self) -> None:
        """Nobody waited for it in time."""


class Broadcast(models.Model):
    """A signal for every case that waited for it when it was thrown; done when all have it.

    Attributes:
        targets: who that was, each with `case` and `token`; written once, so that neither the clock
            nor a new waiting point changes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.CharField(max_length=NAME_LENGTH)
    variables = models.JSONField(default=dict)
    targets = models.JSONField(default=list)
    source = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="signals_thrown"
    )
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.signal

"""What was asked of other entities and what they answered: evidence of the case (inventory Part M)."""

import uuid
from typing import ClassVar

from django.db import models

from engine.models.case import Case


class ExchangeStatus(models.TextChoices):
    """Where a question stands."""

    SENT = "sent", "Enviada"
    PENDING = "pending", "En espera de respuesta"
    ANSWERED = "answered", "Respondida"
    FAILED = "failed", "Sin respuesta válida"


class ExchangeRequest(models.Model):
    """A question to a service outside, tried until it was answered or given up.

    Attributes:
        correlation_id: the same for every try of the same job; an answer names it.
        asked: the question as it went out (`engine.exchange.contract`).
        answer: the answer as it came, signature included; None: there is none yet.
        trouble: code of what was wrong at the last try; empty: nothing.
        delivered_at: when the answer was handed to the case, at once or as a message.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exchange_requests")
    element_id = models.CharField(max_length=200)
    service = models.CharField(max_length=60)
    correlation_id = models.CharField(max_length=100, unique=True)
    asked = models.JSONField()
    status = models.CharField(
        max_length=10, choices=ExchangeStatus.choices, default=ExchangeStatus.SENT
    )
    tries = models.PositiveIntegerField(default=1)
    trouble = models.CharField(max_length=60, blank=True)
    answer = models.JSONField(null=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """The oldest first."""

        ordering: ClassVar[list[str]] = ["sent_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "service", "status"], name="exchange_open")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.correlation_id}"

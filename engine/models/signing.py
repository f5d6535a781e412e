"""Batches of documents that an official signs in one go, with what became of each."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from engine.models.items import WorkItem


class BatchOutcome(models.TextChoices):
    """What became of one document of a batch."""

    WAITING = "waiting", "Sin firmar"
    SIGNED = "signed", "Firmado"
    FAILED = "failed", "No se pudo firmar"


class SigningBatch(models.Model):
    """What an official chose to sign with one PIN; the PIN is not in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_batches"
    )
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class SigningBatchItem(models.Model):
    """One document of a batch.

    Attributes:
        problem: code of the error that kept it from being signed.
        details: what the sentence of that error needs, as text.
    """

    batch = models.ForeignKey(SigningBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=BatchOutcome.choices, default=BatchOutcome.WAITING
    )
    problem = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they are signed."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "item"], name="an_item_is_once_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.outcome}"

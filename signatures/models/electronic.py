"""Codes that were sent to sign with, and the wrong tries of each person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class ChallengeStatus(models.TextChoices):
    """Life of a code."""

    WAITING = "WAITING", "Espera el código"
    CONFIRMED = "CONFIRMED", "Firmado"
    REPLACED = "REPLACED", "Reemplazado por otro"
    BLOCKED = "BLOCKED", "Bloqueado"
    UNSENT = "UNSENT", "No salió"


class CodeChallenge(models.Model):
    """One code, kept as a keyed hash; good for one person, one purpose and one document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    document_sha256 = models.CharField(max_length=64)
    status = models.CharField(
        max_length=10, choices=ChallengeStatus.choices, default=ChallengeStatus.WAITING
    )
    channel = models.CharField(max_length=10)
    masked_address = models.CharField(max_length=260)
    signer = models.JSONField(default=dict, help_text="Name and document of who signs")
    agreement_version = models.CharField(max_length=40)
    agreement_sha256 = models.CharField(max_length=64)
    salt = models.BinaryField()
    keyed_hash = models.CharField(max_length=64)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    origin = models.JSONField(default=dict, help_text="Where it was typed, as keyed hashes")

    class Meta:
        """One code waits for each person and purpose."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "purpose", "-created_at"], name="code_of_person")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "purpose"],
                condition=Q(status="WAITING"),
                name="one_waiting_code_for_each_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class CodeTries(models.Model):
    """Wrong tries of one person for one purpose; its row is the lock of what that person does."""

    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    wrong = models.PositiveSmallIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One row for each person and purpose."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "purpose"], name="one_count_of_tries_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"

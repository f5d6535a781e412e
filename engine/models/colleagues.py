"""What officials say to one another about a case: opinions asked for, and notes; never the citizen's to read."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from engine.models.case import Case
from engine.models.items import WorkItem


class Consultation(models.Model):
    """An opinion (visto bueno) that who holds an item asks of a colleague; the item does not move.

    Attributes:
        agrees: what the colleague answered; None until then.
        withdrawn_at: when the asker stopped waiting for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="consultations")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    agrees = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The oldest first; a person's open ones are read from one index."""

        ordering: ClassVar[list[str]] = ["asked_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["colleague", "asked_at"], name="consultations_of_person")
        ]

    def __str__(self) -> str:
        return f"{self.asker} → {self.colleague}"

    @property
    def is_open(self) -> bool:
        """Whether the asker still waits for an answer."""
        return self.answered_at is None and self.withdrawn_at is None


class CaseNote(models.Model):
    """What an official writes down about a case for the office; it is never changed or removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

"""Who read personal data: rows only come in, and the log of all events covers them like events."""

import uuid
from typing import Any, ClassVar

from django.db import models

from engine.errors import EventRewriteRefused
from engine.models.case import Case


class ReadingPurpose(models.TextChoices):
    """What somebody read it for, as their role and the page say."""

    TASK = "task", "Para atender el trámite"
    SUPERVISION = "supervision", "Para supervisar"
    AUDIT = "audit", "Para auditar"
    ARCHIVE = "archive", "Para custodiar el expediente"
    OWN = "own", "La persona dueña de los datos"


class Reading(models.Model):
    """One look at personal data; `engine.commands.reading` writes it and nobody changes it.

    Attributes:
        roles: groups of the reader at that moment, in order, apart by commas.
        part: what was opened: `case`, `item`, `document`, `story`, `package`, `search`…
        case: whose data; None for a search, which may show many.
        document: the document that was opened.
        detail: title of the document, or the terms of the search.
        ground: for what an auditor said that they read it: kind and number of the audit, complaint or order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    roles = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=20, choices=ReadingPurpose.choices)
    part = models.CharField(max_length=40)
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    document = models.UUIDField(null=True)
    detail = models.CharField(max_length=300, blank=True)
    ground = models.CharField(max_length=250, blank=True, db_default="")

    class Meta:
        """Found by case, by reader and by moment."""

        ordering: ClassVar[list[str]] = ["-at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-at"], name="reading_of_case"),
            models.Index(fields=["actor_id", "-at"], name="reading_of_reader"),
            models.Index(fields=["at"], name="reading_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.part}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add to the log.

        Raises:
            EventRewriteRefused: the reading is already written.
        """
        if not self._state.adding:
            raise EventRewriteRefused(seq=0)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            EventRewriteRefused: always.
        """
        raise EventRewriteRefused(seq=0)

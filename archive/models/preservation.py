"""How each file was when it entered the record, and whether it has a preservation copy."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop


class CopyState(models.TextChoices):
    """Whether the original needed a preservation copy, and what became of it."""

    NOT_NEEDED = "not-needed", gettext_noop("Ya es PDF/A")
    MADE = "made", gettext_noop("Hecha")
    FAILED = "failed", gettext_noop("No se pudo hacer")


class EntryCheck(models.Model):
    """The check of one object at its entry; `check_name` says which check it was, so that nobody has to guess.

    `findings` is a list of `{"code", "detail"}`; `is_compliant` is empty where no validator spoke.
    """

    store_key = models.CharField(max_length=80, unique=True)
    document_id = models.UUIDField(db_index=True)
    checked_at = models.DateTimeField()
    media_type = models.CharField(max_length=100)
    check_name = models.CharField(max_length=80)
    claim = models.CharField(max_length=10, blank=True, help_text="PDF/A part and level, as 3b")
    is_compliant = models.BooleanField(null=True)
    pages = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    copy_state = models.CharField(max_length=20, choices=CopyState.choices, db_index=True)
    copy_key = models.CharField(max_length=80, blank=True, db_index=True)
    copy_pages = models.PositiveIntegerField(default=0)
    copy_size_bytes = models.PositiveBigIntegerField(default=0)
    copy_reason = models.CharField(max_length=60, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-checked_at"]

    def __str__(self) -> str:
        return f"{self.store_key} {self.claim or self.media_type}"

"""What the integrity sweep read and what it found: evidence that is added to, and never removed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop


class SweepRun(models.Model):
    """One pass over everything that the archive holds, in many small steps."""

    started_at = models.DateTimeField()
    stepped_at = models.DateTimeField(help_text="When its last step ended")
    ended_at = models.DateTimeField(null=True, help_text="Empty while the pass goes on")
    cursor = models.CharField(max_length=80, blank=True, help_text="Last key that was read")
    checked = models.PositiveBigIntegerField(default=0)
    checked_bytes = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    replicated = models.PositiveIntegerField(default=0)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d} {self.checked}"


class FindingKind(models.TextChoices):
    """What is wrong with an object."""

    MISSING = "missing", gettext_noop("No está en el archivo")
    CHANGED = "changed", gettext_noop("Su contenido cambió")
    OVERLAID = "overlaid", gettext_noop("Alguien escribió o borró encima")
    STRAY = "stray", gettext_noop("Está en el archivo y ningún libro lo nombra")
    SHORT_RETENTION = "short-retention", gettext_noop("Su retención es menor que la de la TRD")
    REPLICA_CHANGED = "replica-changed", gettext_noop("Su copia de réplica cambió")


class IntegrityFinding(models.Model):
    """One object that is not as the book has it; open until a later reading, or a repair, resolves it."""

    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    store_key = models.CharField(max_length=80, db_index=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(
        max_length=40, blank=True, help_text="`repaired` or `seen-right-again`"
    )
    detail = models.CharField(max_length=250, blank=True)

    class Meta:
        """An object has one open finding of a kind."""

        ordering: ClassVar[list[str]] = ["-last_seen", "store_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "store_key"],
                condition=Q(resolved_at=None),
                name="one_open_finding_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.store_key}"

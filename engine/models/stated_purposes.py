"""For what an auditor reads personal data, as they said before they read them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop

from engine.models.case import Case


class PurposeKind(models.TextChoices):
    """By what an auditor reads: the choices of the page that asks."""

    INTERNAL = "interna", gettext_noop("Auditoría interna")
    EXTERNAL = "externo", gettext_noop("Control externo")
    COMPLAINT = "queja", gettext_noop("Queja o denuncia")
    ORDER = "orden", gettext_noop("Orden de autoridad")
    OTHER = "otra", gettext_noop("Otra")


class StatedPurpose(models.Model):
    """A purpose that holds for one case and day, or for a whole audit until a day.

    Attributes:
        reference: number of the plan, the complaint or the order, or what it is.
        case: None for an audit that serves for every case read in it.
        until: last day.
        closed_at: when its auditor ended it before that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=PurposeKind.choices)
    reference = models.CharField(max_length=200)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    until = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first, found by who said it."""

        ordering: ClassVar[list[str]] = ["-stated_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor_id", "until"], name="purpose_of_reader"),
        ]

    def __str__(self) -> str:
        return f"{PurposeKind(self.kind).label}: {self.reference}"

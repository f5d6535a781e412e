"""The retention schedule (TRD) as versions that, once adopted, never change.

Source: Ley 594/2000, art. 24; AGN, Acuerdo 001 de 2024 (verificar).
"""

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_noop
from django_fsm import FSMField, FSMModelMixin, transition

from archive.errors import ScheduleVersionSettled


class ScheduleStatus(models.TextChoices):
    """Life of a version; which adopted one is in force follows from its date, so it never lapses unseen."""

    DRAFT = "draft", gettext_noop("Borrador")
    IN_REVIEW = "in_review", gettext_noop("En revisión")
    ADOPTED = "adopted", gettext_noop("Adoptada")


class ScheduleVersion(FSMModelMixin, models.Model):
    """One version of the TRD: written by one person, approved by another, by an act of the entity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    status = FSMField(default=ScheduleStatus.DRAFT, choices=ScheduleStatus.choices, protected=True)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successors"
    )
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=120, blank=True, help_text="Number of the act of adoption")
    adopted_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    notice_days = models.PositiveSmallIntegerField(
        default=60, help_text="For how long an elimination is announced, in days (verificar)"
    )
    notice_source = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        """The newest in force first."""

        ordering: ClassVar[list[str]] = ["-valid_from", "-created_at"]

    def __str__(self) -> str:
        return self.name

    @transition(field=status, source=ScheduleStatus.DRAFT, target=ScheduleStatus.IN_REVIEW)
    def submit(self) -> None:
        """Its author hands it in."""

    @transition(field=status, source=ScheduleStatus.IN_REVIEW, target=ScheduleStatus.DRAFT)
    def send_back(self) -> None:
        """Somebody else asks for changes."""

    @transition(
        field=status,
        source=[ScheduleStatus.IN_REVIEW, ScheduleStatus.DRAFT],
        target=ScheduleStatus.ADOPTED,
    )
    def adopt(self) -> None:
        """It holds from its date on."""


class Disposition(models.TextChoices):
    """What happens at the end. Source: inventory Part G."""

    KEEP = "CT", gettext_noop("Conservación total")
    ELIMINATE = "E", gettext_noop("Eliminación")
    SELECT = "S", gettext_noop("Selección")
    MEDIUM = "D", gettext_noop("Digitalización o medio técnico")


class ScheduleLine(models.Model):
    """One series of a version."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="lines")
    code = models.CharField(max_length=20)
    unit = models.CharField(max_length=80)
    series = models.CharField(max_length=120)
    subseries = models.CharField(max_length=120, blank=True)
    management_years = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    central_years = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    disposition = models.CharField(max_length=2, choices=Disposition.choices)
    sample_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_digitised = models.BooleanField(default=False)
    procedure = models.TextField(max_length=1000, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """A code stands once in a version."""

        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="one_line_for_each_series")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.series} {self.subseries}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line of a draft.

        Raises:
            ScheduleVersionSettled: its version is no draft.
        """
        self._require_draft()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the line of a draft.

        Raises:
            ScheduleVersionSettled: its version is no draft.
        """
        self._require_draft()
        return super().delete(*args, **kwargs)

    @property
    def disposition_text(self) -> str:
        """As Part G writes it: `S (10 %)`, `E+D`."""
        sample = f" ({self.sample_percent} %)" if self.sample_percent else ""
        medium = "+D" if self.is_digitised and self.disposition != Disposition.MEDIUM else ""
        return f"{self.disposition}{medium}{sample}"

    def _require_draft(self) -> None:
        if self.version.status != ScheduleStatus.DRAFT:
            raise ScheduleVersionSettled(name=self.version.name)

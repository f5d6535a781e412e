"""Incidents: where a case could not go on, with what led to it, until a person has seen to it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case
from engine.models.jobs import Job


class IncidentStatus(models.TextChoices):
    """Life of an incident."""

    OPEN = "open", "Abierto"
    RESOLVED = "resolved", "Resuelto"


class IncidentKind(models.TextChoices):
    """What failed."""

    JOB = "job", "Tarea automática"
    FLOW = "flow", "Flujo"
    TIMER = "timer", "Temporizador"
    MESSAGE = "message", "Mensaje"


class Incident(FSMModelMixin, models.Model):
    """A failure at an element; the case itself stands at its last good point.

    Attributes:
        code: of the failure, in kebab-case.
        trigger: what was being done (verb, item, timer or message), JSON-safe.
        data: what the failing expression or handler said and saw, JSON-safe.
        occurrences: how often the same failure came; it is not opened twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="incidents")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=10, choices=IncidentKind.choices)
    process_id = models.CharField(max_length=80, blank=True)
    element_id = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=80)
    detail = models.TextField(blank=True)
    trigger = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    status = FSMField(default=IncidentStatus.OPEN, choices=IncidentStatus.choices, protected=True)
    occurrences = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        """Open ones first, the newest first."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "-last_at"], name="incident_by_status"),
            models.Index(fields=["case", "status"], name="incident_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.element_id}: {self.code}"

    @transition(field=status, source=IncidentStatus.OPEN, target=IncidentStatus.RESOLVED)
    def resolve(self) -> None:
        """It went on, or a person said why it need not."""

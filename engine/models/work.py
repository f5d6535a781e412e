"""What a case waits for: people's work items, workers' jobs and outside messages."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case


class ItemStatus(models.TextChoices):
    """Life of a work item."""

    READY = "ready", "Disponible"
    CLAIMED = "claimed", "Tomada"
    COMPLETED = "completed", "Terminada"
    CANCELLED = "cancelled", "Cancelada"
    EXPIRED = "expired", "Vencida"


class WaitingPoint(FSMModelMixin, models.Model):
    """Where a token waits; shared columns of items, jobs and subscriptions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64)
    process_id = models.CharField(max_length=80)
    element_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    variables = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        """Shared columns only."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.process_id}/{self.element_id}"


class WorkItem(WaitingPoint):
    """A user task that waits for a person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    form_id = models.CharField(max_length=120, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="items"
    )
    status = FSMField(default=ItemStatus.READY, choices=ItemStatus.choices, protected=True)
    due_on = models.DateField(null=True)
    priority = models.SmallIntegerField(default=50)
    headers = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(WaitingPoint.Meta):
        """One item for each token; inboxes read by status and term."""

        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_item_for_each_token")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "due_on"], name="item_by_term")
        ]

    @property
    def signs(self) -> str:
        """Name of the variable with the document that this item signs, or empty."""
        return str(self.headers.get("signs") or self.properties.get("signs") or "")

    @transition(field=status, source=ItemStatus.READY, target=ItemStatus.CLAIMED)
    def claim(self) -> None:
        """A person takes it."""

    @transition(field=status, source=ItemStatus.CLAIMED, target=ItemStatus.READY)
    def release(self) -> None:
        """The person gives it back."""

    @transition(field=status, source=ItemStatus.CLAIMED, target=ItemStatus.COMPLETED)
    def complete(self) -> None:
        """The person finished it."""

    @transition(
        field=status, source=[ItemStatus.READY, ItemStatus.CLAIMED], target=ItemStatus.CANCELLED
    )
    def cancel(self) -> None:
        """The flow does not need it any more."""


class WorkItemGroup(models.Model):
    """A role that may take an item."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="candidate_groups")
    group = models.CharField(max_length=80, db_index=True)

    class Meta:
        """A role is named once for each item."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "group"], name="one_role_for_each_item")
        ]

    def __str__(self) -> str:
        return self.group


class JobStatus(models.TextChoices):
    """Life of a job."""

    QUEUED = "queued", "En cola"
    RUNNING = "running", "En curso"
    RETRYING = "retrying", "Se reintentará"
    DONE = "done", "Hecho"
    DEAD = "dead", "Detenido"
    CANCELLED = "cancelled", "Cancelado"


_PENDING = [JobStatus.QUEUED, JobStatus.RETRYING, JobStatus.RUNNING]


class Job(WaitingPoint):
    """A service task in the outbox: done at least once, so every handler is idempotent on its id."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="jobs")
    type = models.CharField(max_length=80)
    headers = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    status = FSMField(default=JobStatus.QUEUED, choices=JobStatus.choices, protected=True)
    retries_left = models.SmallIntegerField(default=3)
    attempts = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    locked_by = models.CharField(max_length=120, blank=True)
    locked_until = models.DateTimeField(null=True)
    last_error = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta(WaitingPoint.Meta):
        """One job for each token; workers read by status and time."""

        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_job_for_each_token")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "run_after"], name="job_by_time")
        ]

    @transition(field=status, source=_PENDING, target=JobStatus.RUNNING)
    def start(self) -> None:
        """A worker takes it (also over from one that died)."""

    @transition(field=status, source=_PENDING, target=JobStatus.DONE)
    def finish(self) -> None:
        """Its result is in the case."""

    @transition(field=status, source=_PENDING, target=JobStatus.RETRYING)
    def retry(self) -> None:
        """It failed and will be tried again."""

    @transition(field=status, source=_PENDING, target=JobStatus.DEAD)
    def give_up(self) -> None:
        """It failed for the last time: an incident that a person looks at."""

    @transition(field=status, source=[JobStatus.DEAD, JobStatus.RETRYING], target=JobStatus.QUEUED)
    def requeue(self) -> None:
        """A person asked for another try."""

    @transition(field=status, source=[*_PENDING, JobStatus.DEAD], target=JobStatus.CANCELLED)
    def cancel(self) -> None:
        """The flow does not need it any more."""


class Subscription(WaitingPoint):
    """A message that a token waits for."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subscriptions")
    message = models.CharField(max_length=120)
    correlation_key = models.CharField(max_length=120)
    is_open = models.BooleanField(default=True)

    class Meta(WaitingPoint.Meta):
        """Found by message name and key."""

        abstract = False
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["message", "correlation_key", "is_open"], name="subscription_key")
        ]

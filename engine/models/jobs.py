"""Jobs: service tasks that wait for a worker."""

from typing import ClassVar

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case
from engine.models.waiting import WaitingPoint


class JobStatus(models.TextChoices):
    """Life of a job."""

    QUEUED = "queued", "En cola"
    RUNNING = "running", "En curso"
    RETRYING = "retrying", "Se reintentará"
    DONE = "done", "Hecho"
    DEAD = "dead", "Detenido"
    CANCELLED = "cancelled", "Cancelado"


_PENDING = [JobStatus.QUEUED, JobStatus.RETRYING, JobStatus.RUNNING]


class Job(FSMModelMixin, WaitingPoint):
    """A service task in the outbox: done at least once, so every handler is idempotent on its id.

    Attributes:
        variables: only of jobs outside the flow; the others read the case's state.
        locked_until: a running job without a heartbeat until then is taken over.
        deadline_at: latest moment for one try; a try beyond it counts as failed.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="jobs", db_index=False)
    type = models.CharField(max_length=80)
    variables = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    status = FSMField(default=JobStatus.QUEUED, choices=JobStatus.choices, protected=True)
    retries_left = models.SmallIntegerField(default=3)
    attempts = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    locked_by = models.CharField(max_length=120, blank=True)
    locked_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
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

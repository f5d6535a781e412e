"""Running cases that somebody moves to another version, with what became of each."""

import uuid
from typing import ClassVar

from django.db import models

from engine.models.case import Case


class MoveOutcome(models.TextChoices):
    """What became of one case."""

    WAITING = "waiting", "En espera"
    MOVED = "moved", "Pasó"
    STAYED = "stayed", "Sigue en su versión"


class Moving(models.Model):
    """Cases chosen to go on in another version.

    Attributes:
        digest: of the version to go to.
        mapping: pairs of places, each as process and element: where a token stands, and where it shall.
        groups: roles of whoever asked, as they were then.
        heard_at: last sign of life of the worker.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    groups = models.JSONField(default=list)
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.digest[:12]}"


class CaseMove(models.Model):
    """One case of a moving; its id is that of the submit, so that a repeated move changes nothing.

    Attributes:
        problem: code of what kept it where it was; empty otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    moving = models.ForeignKey(Moving, on_delete=models.CASCADE, related_name="moves")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    outcome = models.CharField(
        max_length=10, choices=MoveOutcome.choices, default=MoveOutcome.WAITING
    )
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        """A case stands once in a moving, in the order of its number."""

        ordering: ClassVar[list[str]] = ["case__radicado"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["moving", "case"], name="case_moved_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

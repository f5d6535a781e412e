"""Where a token waits: what is shared by items, jobs, timers and subscriptions, and the last two."""

import uuid
from typing import ClassVar

from django.db import models

from engine.models.case import Case

# Names and correlation keys of messages and signals.
NAME_LENGTH = 120


class WaitingPoint(models.Model):
    """Where a token waits; the variables that it sees are in the case's own state."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=64)
    process_id = models.CharField(max_length=80)
    element_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """Shared columns only."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.process_id}/{self.element_id}"


class SubscriptionKind(models.TextChoices):
    """What a token waits for."""

    MESSAGE = "message", "Mensaje"
    SIGNAL = "signal", "Señal"


class Subscription(WaitingPoint):
    """A message or signal that a token waits for; the row goes when the waiting ends."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="subscriptions", db_index=False
    )
    kind = models.CharField(
        max_length=10, choices=SubscriptionKind.choices, default=SubscriptionKind.MESSAGE
    )
    message = models.CharField(max_length=NAME_LENGTH)
    correlation_key = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta(WaitingPoint.Meta):
        """Found by name and key."""

        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_subscription_for_token")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "message", "correlation_key"], name="subscription_key")
        ]


class Timer(WaitingPoint):
    """A moment that a token waits for; the row goes when it has fired or is no longer needed.

    Attributes:
        due_at: when it fires; None while the case's clock stands still.
        on_case_clock: suspension stops it, and resumption reckons `due_at` anew.
        running_term: how far the case's clock has run (`engine.clock.RunningTerm`), or empty.
        failures: how often firing failed; `due_at` has then been put off.
        attempts: how often firing was begun once it was late, and never ended: its process died.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timers", db_index=False)
    due_at = models.DateTimeField(null=True)
    on_case_clock = models.BooleanField(default=False)
    running_term = models.JSONField(default=dict)
    failures = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta(WaitingPoint.Meta):
        """Workers read by moment."""

        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_timer_for_token")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="timer_by_moment")
        ]


class StartTimer(models.Model):
    """The next moment at which a published version starts a case by itself.

    Attributes:
        due_at: None when it will not start any more.
        fired: how many of its moments are over, those before its publication included.
        retry_at: the last start failed; not to be tried again before that.
        attempts: how often a late start was begun, and never ended: its process died.
    """

    version_digest = models.CharField(max_length=64)
    slug = models.CharField(max_length=80)
    element_id = models.CharField(max_length=120)
    due_at = models.DateTimeField(null=True, db_index=True)
    fired = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """One row for each timer start event of a version."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version_digest", "element_id"], name="one_start_timer_for_element"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug}/{self.element_id}"

"""Tables of the shelf: contents named by their digest, and the versions that publish them."""

from typing import Any, ClassVar

from django.db import models
from django_fsm import FSMField, transition

from bpmn.draft_tables import (
    Draft,
    DraftChange,
    DraftContent,
    DraftFile,
    DraftPresence,
    DraftRehearsal,
    DraftState,
    RehearsalStatus,
    RehearsedScenario,
)

__all__ = [
    "ClosureEntry",
    "Draft",
    "DraftChange",
    "DraftContent",
    "DraftFile",
    "DraftPresence",
    "DraftRehearsal",
    "DraftState",
    "FolderContent",
    "ParameterEntry",
    "ProcedureVersion",
    "RehearsalStatus",
    "RehearsedScenario",
    "VersionState",
]


class VersionState(models.TextChoices):
    """State of a version (`architecture.md`, state machines)."""

    DRAFT = "draft", "Borrador"
    IN_REVIEW = "in_review", "En revisión"
    PUBLISHED = "published", "Publicada"
    RETIRED = "retired", "Retirada"


class FolderContent(models.Model):
    """The bytes of a folder, kept once under its digest and never changed."""

    digest = models.CharField(max_length=64, primary_key=True)
    slug = models.CharField(max_length=100, db_index=True)
    kind = models.CharField(max_length=20)
    archive = models.BinaryField()

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.slug} {self.digest[:12]}"


class ProcedureVersion(models.Model):
    """One version of a procedure: its folder, the shared folders it was published with, and who did it.

    Attributes:
        digest: of the folder and everything it is pinned to; what a case keeps.
        pins: digest of each shared folder by its slug.
        retired_by: who stopped offering the procedure; empty where a later version took its place.
    """

    slug = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    content = models.ForeignKey(FolderContent, on_delete=models.PROTECT, related_name="versions")
    pins = models.JSONField(default=dict)
    state = FSMField(choices=VersionState.choices, default=VersionState.DRAFT, protected=True)
    author = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=200, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """Numbers are given once, and one version at a time is published."""

        ordering: ClassVar[list[str]] = ["slug", "number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["slug", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(state=VersionState.PUBLISHED),
                name="version_published_once",
            ),
            models.CheckConstraint(
                # The shelf that comes with the program has no second person; people do.
                condition=~models.Q(publisher=models.F("author")) | models.Q(author="shelf"),
                name="version_author_is_not_publisher",
            ),
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.slug} v{self.number}"

    @transition(field=state, source=VersionState.DRAFT, target=VersionState.IN_REVIEW)
    def submit(self) -> None:
        """Hand the draft to a second person."""

    @transition(field=state, source=VersionState.IN_REVIEW, target=VersionState.DRAFT)
    def send_back(self) -> None:
        """Return it to its author."""

    @transition(field=state, source=VersionState.IN_REVIEW, target=VersionState.PUBLISHED)
    def publish(self) -> None:
        """Make it the version that new cases start on."""

    @transition(field=state, source=VersionState.PUBLISHED, target=VersionState.RETIRED)
    def retire(self) -> None:
        """Let no new case start on it; running cases stay."""


class ParameterEntry(models.Model):
    """A value of a parameter from a day on; never changed: a later entry of the same day takes its place.

    Attributes:
        procedure: slug of the one procedure that it is of; empty for the whole entity.
        source: norm or act that fixes it.
        reason: why it was entered.
        recorded_by: who entered it, as it was then.
    """

    code = models.CharField(max_length=80)
    procedure = models.CharField(max_length=100, blank=True)
    value = models.JSONField()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by name."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["procedure", "code"], name="parameter_by_code")
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.code} {self.valid_from}"


class ClosureEntry(models.Model):
    """A day on which the entity does not work, or does after all; the last entry of a day counts.

    Attributes:
        is_closed: false where an earlier closure is taken back.
        source: the decree or act.
    """

    day = models.DateField(db_index=True)
    is_closed = models.BooleanField()
    source = models.CharField(max_length=300)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.day} {'cerrado' if self.is_closed else 'abierto'}"

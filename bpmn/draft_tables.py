"""Tables of drafts: folders that analysts work on, each content kept once, and who changed what and when."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django_fsm import FSMField, transition


class DraftState(models.TextChoices):
    """State of a draft; what it leads to is a version with states of its own."""

    OPEN = "open", "En trabajo"
    IN_REVIEW = "in_review", "En revisión"
    PUBLISHED = "published", "Publicado"
    DISCARDED = "discarded", "Descartado"


class Draft(models.Model):
    """A folder in the making; it may be wrong, and then it says so.

    Attributes:
        based_on: digest of the version that it began as; empty for a new procedure.
        origin: in words, what it began as.
        version: what it was handed to review as; nothing while it is open.
        returned: why the reviewer sent it back; empty if nobody did, or it was handed in again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.CharField(max_length=100, db_index=True)
    title = models.CharField(max_length=300)
    based_on = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    state = FSMField(choices=DraftState.choices, default=DraftState.OPEN, protected=True)
    version = models.ForeignKey(
        "ventanilla_bpmn.ProcedureVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
    )
    returned = models.TextField(blank=True)
    created_by_id = models.BigIntegerField()
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """The one that was worked on last comes first."""

        ordering: ClassVar[list[str]] = ["-updated_at"]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.slug} ({self.state})"

    @transition(field=state, source=DraftState.OPEN, target=DraftState.IN_REVIEW)
    def submit(self) -> None:
        """Hand it to a second person."""

    @transition(field=state, source=DraftState.IN_REVIEW, target=DraftState.OPEN)
    def send_back(self) -> None:
        """Let its authors go on."""

    @transition(field=state, source=DraftState.IN_REVIEW, target=DraftState.PUBLISHED)
    def publish(self) -> None:
        """It became a version that new cases start on."""

    @transition(field=state, source=DraftState.OPEN, target=DraftState.DISCARDED)
    def discard(self) -> None:
        """Nobody goes on with it; what it held stays readable."""


class DraftContent(models.Model):
    """The bytes of a file, kept once under their SHA-256, whatever drafts hold or held them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        """For people who read tables."""
        return self.sha256[:12]


class DraftFile(models.Model):
    """A file of a draft as it is now.

    Attributes:
        revision: how many times this path was written, from 1, whatever became of it in between.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    content = models.ForeignKey(DraftContent, on_delete=models.PROTECT, related_name="+")
    size_bytes = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    updated_by_id = models.BigIntegerField()
    updated_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField()

    class Meta:
        """A path stands once in a draft."""

        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["draft", "path"], name="draft_path_once")
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.path} r{self.revision}"


class DraftChange(models.Model):
    """What somebody did to a file or to a draft; never changed.

    Attributes:
        kind: saved, removed, moved, created, submitted, returned, published or discarded.
        path: the file; empty for the draft as a whole.
        detail: where it was moved from, or the reason given.
        content: what the file held from then on; nothing where it was taken away.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)
    content = models.ForeignKey(DraftContent, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    by_id = models.BigIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Read by draft and path, the newest first."""

        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["draft", "path"], name="draft_change_by_path")
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.kind} {self.path}"


class DraftPresence(models.Model):
    """Who has a draft open, as its last sign of life says."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        """One sign of life for each person."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["draft", "user_id"], name="draft_presence_once")
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return self.name


class RehearsalStatus(models.TextChoices):
    """Where a rehearsal of a draft stands."""

    QUEUED = "queued", "En espera"
    RUNNING = "running", "En curso"
    DONE = "done", "Terminado"
    STOPPED = "stopped", "Detenido"
    FAILED = "failed", "No se pudo hacer"


class DraftRehearsal(models.Model):
    """Scenarios of exactly what a draft held when somebody asked, played by a worker one after the other.

    Attributes:
        digest: of the version that this content would be, with what it shares; for something shared,
            of the versions that the procedures on it would be too.
        manifest: SHA-256 of each file by its path; the contents are kept.
        scenarios: ids to be played; those of procedures on something shared behind their slug and a «/».
        is_whole: whether these are all that the draft had.
        tries: how often a worker began since the last scenario that ended.
        heard_at: last sign of life of the worker.
        failure: code of why it could not be done; empty otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="rehearsals")
    digest = models.CharField(max_length=64, db_index=True)
    manifest = models.JSONField()
    scenarios = models.JSONField()
    is_whole = models.BooleanField()
    status = models.CharField(
        max_length=10, choices=RehearsalStatus.choices, default=RehearsalStatus.QUEUED
    )
    tries = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField()
    failure = models.CharField(max_length=60, blank=True)
    asked_by_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-asked_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "heard_at"], name="draft_rehearsal_open")
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return f"{self.digest[:12]} {self.status}"


class RehearsedScenario(models.Model):
    """What came of one scenario.

    Attributes:
        told: differences, path, and what it passed, as `engine.rehearsal` says it.
    """

    rehearsal = models.ForeignKey(DraftRehearsal, on_delete=models.CASCADE, related_name="results")
    scenario_id = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    passed = models.BooleanField()
    told = models.JSONField()

    class Meta:
        """Each scenario once."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["rehearsal", "scenario_id"], name="rehearsed_scenario_once"
            )
        ]

    def __str__(self) -> str:
        """For people who read tables."""
        return self.scenario_id

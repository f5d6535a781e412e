"""The case: one filing on its way through one version of a procedure."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.packed import PackedField


class CaseStatus(models.TextChoices):
    """Life of a case in the engine; the finer `state` of inventory I.3 belongs to the procedure."""

    DRAFT = "draft", "Borrador"
    FILED = "filed", "Radicado"
    IN_PROGRESS = "in_progress", "En trámite"
    SUSPENDED = "suspended", "Suspendido"
    DECIDED = "decided", "Decidido"
    NOTIFIED = "notified", "Notificado"
    CLOSED = "closed", "Cerrado"
    WITHDRAWN = "withdrawn", "Desistido"
    LAPSED = "lapsed", "Vencido"


# What was filed and is not over.
RUNNING = [
    CaseStatus.FILED,
    CaseStatus.IN_PROGRESS,
    CaseStatus.SUSPENDED,
    CaseStatus.DECIDED,
    CaseStatus.NOTIFIED,
]


class Case(FSMModelMixin, models.Model):
    """One filing: its place in the flow, its numbers and its term.

    `frozen` holds the runtime's own state (never the compiled model, which is found by
    `version_digest`), with the variables; what people search and see stands in columns.
    `tags` are short words by which reports count it, without personal data.
    `is_reserved` keeps it from who only supervises.
    `filed_by` is the official who filed it for a person at the counter or by telephone.
    `running_term` is the legal clock (`engine.clock.RunningTerm`), `answered_on` the day of the decision
    that met or missed it. What a command would have to look
    for is kept here: `event_count` and `event_head` are the end of the chain of events, `roles` those
    that ever had something to do here, `open_incidents` how many incidents wait for somebody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=80)
    version_digest = models.CharField(max_length=64, blank=True)
    procedure_name = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="cases",
        db_index=False,
    )
    status = FSMField(default=CaseStatus.DRAFT, choices=CaseStatus.choices, protected=True)
    state = models.CharField(max_length=40, default="BORRADOR")
    outcome = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=20, default="web")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="cases_filed_for_others",
        db_index=False,
    )
    applicant_name = models.CharField(max_length=200, blank=True)
    applicant_document = models.CharField(max_length=30, blank=True)
    applicant_email = models.EmailField(blank=True)
    radicado = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001
    expediente = models.CharField(max_length=60, blank=True)
    verification_code = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001
    received_at = models.DateTimeField(null=True)
    legal_filed_on = models.DateField(null=True)
    term_text = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answers = models.JSONField(default=dict)
    tags = models.JSONField(default=dict)
    is_reserved = models.BooleanField(default=False)
    form_id = models.CharField(max_length=80, blank=True)
    running_term = models.JSONField(default=dict)
    suspended_at = models.DateTimeField(null=True)
    suspension_reason = models.CharField(max_length=300, blank=True)
    frozen = PackedField(null=True)
    has_conditions = models.BooleanField(default=False)
    event_count = models.PositiveIntegerField(default=0)
    event_head = models.CharField(max_length=64, blank=True)
    roles = models.JSONField(default=list)
    open_incidents = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Indexed by what owners, terms and lists ask for, never by what most commands change.

        PostgreSQL then writes no index when it updates the row (a heap-only tuple).
        """

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-received_at"], name="case_of_owner"),
            models.Index(fields=["-received_at"], name="case_by_arrival"),
            models.Index(fields=["slug", "-received_at"], name="case_by_procedure"),
            models.Index(fields=["status", "due_on"], name="case_by_term"),
            models.Index(fields=["version_digest", "status"], name="case_by_version"),
            models.Index(
                fields=["id"], name="case_with_conditions", condition=models.Q(has_conditions=True)
            ),
        ]

    def __str__(self) -> str:
        return self.radicado or f"borrador {self.id}"

    @transition(field=status, source=CaseStatus.DRAFT, target=CaseStatus.FILED)
    def file(self) -> None:
        """The citizen hands it in."""

    @transition(field=status, source=RUNNING, target=CaseStatus.IN_PROGRESS)
    def progress(self) -> None:
        """The office works on it."""

    @transition(field=status, source=RUNNING, target=CaseStatus.DECIDED)
    def decide(self) -> None:
        """There is a decision."""

    @transition(field=status, source=RUNNING, target=CaseStatus.NOTIFIED)
    def notify(self) -> None:
        """The decision is known to whom it concerns, and firm."""

    @transition(
        field=status, source=[CaseStatus.FILED, CaseStatus.IN_PROGRESS], target=CaseStatus.SUSPENDED
    )
    def suspend(self) -> None:
        """The legal clock stands still."""

    @transition(field=status, source=CaseStatus.SUSPENDED, target=CaseStatus.IN_PROGRESS)
    def resume(self) -> None:
        """The legal clock counts again."""

    @transition(field=status, source=RUNNING, target=CaseStatus.WITHDRAWN)
    def withdraw(self) -> None:
        """Who filed it gives it up (CPACA art. 18)."""

    @transition(field=status, source=RUNNING, target=CaseStatus.LAPSED)
    def lapse(self) -> None:
        """Who filed it did not complete it in time (CPACA art. 17)."""

    @transition(field=status, source=RUNNING, target=CaseStatus.CLOSED)
    def close(self) -> None:
        """Its expediente is closed."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.status in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED)


class CaseLink(models.Model):
    """One case began another, or they are about the same matter; both pages show it.

    Attributes:
        message: by which the first began the second.
    """

    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    message = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        """Two cases are linked once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "target"], name="one_link_of_two_cases")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class CaseRole(models.Model):
    """A role that has or had something to do in a case, and so may read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="role_rows")
    group = models.CharField(max_length=80)

    class Meta:
        """Found by role."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "case"], name="one_role_for_case")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.case_id}"


class CaseWord(models.Model):
    """A word by which a case is found: of its radicado, document, applicant's name or procedure.

    Small letters without accents (`engine.models.words`); found by how it begins.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)
    received_at = models.DateTimeField()

    class Meta:
        """Found whole, the newest first, or by how they begin, whatever the order of letters is."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["word", "-received_at", "case"],
                name="case_word",
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "uuid_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.case_id}"


class NumberSeries(models.Model):
    """A series without gaps: the next number is taken inside the command's transaction."""

    entity = models.CharField(max_length=5)
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each series of an entity and year."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entity", "year", "series"], name="one_number_series")
        ]

    def __str__(self) -> str:
        return f"{self.entity}/{self.year}/{self.series}: {self.last}"

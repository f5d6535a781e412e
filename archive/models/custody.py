"""Acts that move or remove expedientes, their inventories and approvals, and legal holds."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop
from django_fsm import FSMField, FSMModelMixin, transition

from archive.models.expediente import Expediente


class ActKind(models.TextChoices):
    """What an act does. Source: Decreto 1080/2015, arts. 2.8.2.9 and 2.8.2.2.5 (verificar)."""

    PRIMARY = "primary", gettext_noop("Transferencia primaria")
    SECONDARY = "secondary", gettext_noop("Transferencia secundaria")
    SELECTION = "selection", gettext_noop("Selección")
    ELIMINATION = "elimination", gettext_noop("Eliminación")

    @property
    def removes(self) -> bool:
        """Whether bytes may go, so that it needs two approvals and a public notice."""
        return self in (ActKind.SELECTION, ActKind.ELIMINATION)

    @property
    def approvals_needed(self) -> int:
        """By how many people other than who proposed it."""
        return 2 if self.removes else 1


class ActState(models.TextChoices):
    """Life of an act."""

    PROPOSED = "proposed", gettext_noop("Propuesta")
    APPROVED = "approved", gettext_noop("Aprobada")
    PUBLISHED = "published", gettext_noop("Publicada")
    EXECUTING = "executing", gettext_noop("En ejecución")
    EXECUTED = "executed", gettext_noop("Ejecutada")
    REJECTED = "rejected", gettext_noop("Rechazada")


class CustodyAct(FSMModelMixin, models.Model):
    """One act with its inventory. Its document is a PDF/A with the entity's seal, kept in the archive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=ActKind.choices)
    state = FSMField(default=ActState.PROPOSED, choices=ActState.choices, protected=True)
    note = models.CharField(max_length=500, blank=True)
    proposer_id = models.BigIntegerField(null=True)
    proposer_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    sample_percent = models.PositiveSmallIntegerField(null=True)
    notice_days = models.PositiveSmallIntegerField(default=0)
    notice_source = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    rejected_by = models.CharField(max_length=200, blank=True)
    rejected_because = models.CharField(max_length=500, blank=True)
    approved_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    document = models.ForeignKey(
        "ventanilla_archive.Holding", on_delete=models.PROTECT, null=True, related_name="+"
    )
    document_level = models.CharField(max_length=20, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-proposed_at"]

    def __str__(self) -> str:
        return self.number

    @property
    def kind_of(self) -> ActKind:
        """The kind with what it demands."""
        return ActKind(self.kind)

    @transition(field=state, source=ActState.PROPOSED, target=ActState.APPROVED)
    def approve(self) -> None:
        """Everybody who had to approve did."""

    @transition(
        field=state,
        source=[ActState.PROPOSED, ActState.APPROVED, ActState.PUBLISHED],
        target=ActState.REJECTED,
    )
    def reject(self) -> None:
        """Nothing of it will be done."""

    @transition(field=state, source=ActState.APPROVED, target=ActState.PUBLISHED)
    def publish(self) -> None:
        """Anyone can read the inventory and object."""

    @transition(
        field=state, source=[ActState.APPROVED, ActState.PUBLISHED], target=ActState.EXECUTING
    )
    def start(self) -> None:
        """Its lines are being carried out."""

    @transition(field=state, source=ActState.EXECUTING, target=ActState.EXECUTED)
    def finish(self) -> None:
        """Every line was carried out or says why not."""


class CustodyApproval(models.Model):
    """One person's approval of an act."""

    act = models.ForeignKey(CustodyAct, on_delete=models.CASCADE, related_name="approvals")
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """A person approves once."""

        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["act", "person_id"], name="one_approval_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.act_id}"


class Fate(models.TextChoices):
    """What an act does to one expediente."""

    CENTRAL = "central", gettext_noop("Pasa al archivo central")
    HISTORICAL = "historical", gettext_noop("Pasa al archivo histórico")
    ELIMINATE = "eliminate", gettext_noop("Se elimina")


class CustodyLine(models.Model):
    """One expediente of an act's inventory, as it was when it was proposed.

    Source: Formato Único de Inventario Documental (FUID), AGN (verificar).
    """

    act = models.ForeignKey(CustodyAct, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    expediente = models.ForeignKey(Expediente, on_delete=models.PROTECT, related_name="act_lines")
    fate = models.CharField(max_length=20, choices=Fate.choices)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=250)
    series = models.CharField(max_length=20)
    opened_on = models.DateField()
    closed_on = models.DateField()
    documents = models.PositiveIntegerField()
    folios = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    index_sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(
        max_length=60, blank=True, help_text="Code of why it was left undone"
    )

    class Meta:
        """A place in an inventory is taken once."""

        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["act", "order"], name="one_line_for_each_place"),
            models.UniqueConstraint(fields=["act", "expediente"], name="an_expediente_once_in_act"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.number}"


class LegalHold(models.Model):
    """Nothing of the expediente goes while this stands. Source: Ley 1437/2011, art. 36 (verificar)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expediente = models.ForeignKey(Expediente, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=500)
    authority = models.CharField(max_length=200, help_text="Who ordered it")
    act = models.CharField(max_length=120, help_text="By which act")
    placed_by_id = models.BigIntegerField(null=True)
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    released_by_id = models.BigIntegerField(null=True)
    released_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=500, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-placed_at"]

    def __str__(self) -> str:
        return f"{self.expediente_id}: {self.act}"

"""The expediente and what it holds: the archive's own book, which needs no table of another room."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_noop
from django_fsm import FSMField, FSMModelMixin, transition


class RecordStage(models.TextChoices):
    """Where an expediente stands in its life. Source: Ley 594/2000, art. 23 (archivo total)."""

    OPEN = "open", gettext_noop("En trámite")
    MANAGEMENT = "management", gettext_noop("Archivo de gestión")
    CENTRAL = "central", gettext_noop("Archivo central")
    HISTORICAL = "historical", gettext_noop("Archivo histórico")
    ELIMINATED = "eliminated", gettext_noop("Eliminado")


class Expediente(FSMModelMixin, models.Model):
    """One electronic file. Source: Ley 1437/2011, art. 59; Decreto 1080/2015, book II, part 8."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=250)
    series = models.CharField(max_length=20, db_index=True)
    schedule_version = models.CharField(max_length=40, help_text="Version of the TRD in force")
    unit = models.CharField(max_length=20, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    stage = FSMField(default=RecordStage.OPEN, choices=RecordStage.choices, protected=True)
    management_until = models.DateField(
        null=True, help_text="Then it is due for the central archive"
    )
    central_until = models.DateField(null=True, help_text="Then its final disposition is due")
    disposition = models.CharField(max_length=10, blank=True)

    class Meta:
        """Found by when something is due."""

        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stage", "management_until"], name="expediente_to_central"),
            models.Index(fields=["stage", "central_until"], name="expediente_to_disposition"),
        ]

    def __str__(self) -> str:
        return self.number

    @transition(field=stage, source=RecordStage.OPEN, target=RecordStage.MANAGEMENT)
    def close(self) -> None:
        """Its index is signed; retention runs."""

    @transition(field=stage, source=RecordStage.MANAGEMENT, target=RecordStage.CENTRAL)
    def transfer_to_central(self) -> None:
        """Primary transfer. Source: Decreto 1080/2015, art. 2.8.2.9 (verificar)."""

    @transition(field=stage, source=RecordStage.CENTRAL, target=RecordStage.HISTORICAL)
    def transfer_to_historical(self) -> None:
        """Secondary transfer: it is kept for good."""

    @transition(
        field=stage,
        source=[RecordStage.MANAGEMENT, RecordStage.CENTRAL],
        target=RecordStage.ELIMINATED,
    )
    def eliminate(self) -> None:
        """Its objects were removed by an approved act; index and metadata stay."""


class Holding(models.Model):
    """One object that an expediente holds, in order: a document, its index, or a preservation copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expediente = models.ForeignKey(Expediente, on_delete=models.PROTECT, related_name="holdings")
    order = models.PositiveIntegerField()
    document_id = models.UUIDField(db_index=True, help_text="Id of the document in its case")
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    number = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    first_page = models.PositiveIntegerField(default=1)
    last_page = models.PositiveIntegerField(default=1)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    origin = models.CharField(max_length=20, default=gettext_noop("electrónico"))
    store_key = models.CharField(max_length=80, db_index=True)
    retain_until = models.DateField()
    copy_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="copies",
        help_text="The original that this is a preservation copy of, or the version it renews",
    )
    removed_on = models.DateField(null=True, help_text="When an approved act removed its bytes")

    class Meta:
        """A place in the expediente is taken once."""

        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["expediente", "order"], name="one_holding_for_each_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.title}"

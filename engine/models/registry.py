"""Registries of the entity: who is registered, who owes, which addresses are given, with their history."""

from typing import Any, ClassVar

from django.db import models

from engine.feel.wire import from_wire
from engine.models.case import Case


class RegistryEntry(models.Model):
    """One row of a registry from one moment to another; what was before is never changed.

    The rows of the entity's own files count while no row of the same key is here
    (`engine.commands.registry_rows`).

    Attributes:
        entity: DIVIPOLA code.
        entry: FEEL values by column, as `engine.feel.wire` writes them; None: the row was taken out.
        valid_from: day on which it was written.
        valid_until: last day on which it is good; None: without end.
        superseded_at: when the next row of the key took its place; None: it is the current one.
        case: which case wrote it.
    """

    entity = models.CharField(max_length=5)
    registry = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    entry = models.JSONField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    superseded_at = models.DateTimeField(null=True)
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="registry_entries"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        """One current row for each key; the history by key."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entity", "registry", "key"],
                condition=models.Q(superseded_at=None),
                name="one_current_row_for_each_key",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entity", "registry", "key", "recorded_at"], name="registry_key")
        ]

    def __str__(self) -> str:
        return f"{self.registry} {self.key}"

    @property
    def row(self) -> dict[str, Any] | None:
        """The row's values; None: it was taken out."""
        if self.entry is None:
            return None
        dated = {} if self.valid_until is None else {"valid_until": self.valid_until}
        return dict(from_wire(self.entry)) | dated

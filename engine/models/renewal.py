"""The long life of documents: earlier versions, whose timestamps were renewed, and what is at risk."""

from typing import ClassVar

from django.db import models

from engine.models.evidence import Document


class DocumentVersion(models.Model):
    """A document as it was before its archive timestamp was renewed; the store still holds it.

    Attributes:
        number: from 1, in the order of renewals.
        replaced_at: when the next version took its place.
        reason: `certificate`, `algorithm` or `proofs`: what was about to end.
        tsa: whose timestamp was about to end.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    archive_key = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    reason = models.CharField(max_length=20)
    tsa = models.CharField(max_length=200)

    class Meta:
        """Oldest first."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "number"], name="one_version_for_each_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class RenewalTrouble(models.Model):
    """Why a document could not be looked at or renewed, until that succeeds."""

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="renewal_trouble"
    )
    code = models.CharField(max_length=60)
    detail = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.code}"

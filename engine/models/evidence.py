"""What proves what happened: events, documents and first answers to repeated submits."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.errors import EventRewriteRefused
from engine.models.case import Case


class Event(models.Model):
    """One link of a case's chain; `engine.events.log` writes it and nobody changes it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    data = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """A place in the chain is taken once."""

        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="one_event_for_each_place")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add to the log.

        Raises:
            EventRewriteRefused: the event is already written.
        """
        if not self._state.adding:
            raise EventRewriteRefused(seq=self.seq)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            EventRewriteRefused: always.
        """
        raise EventRewriteRefused(seq=self.seq)


class DocumentStatus(models.TextChoices):
    """Life of a document."""

    RENDERED = "rendered", "Proyectado"
    SIGNED = "signed", "Firmado"
    ARCHIVED = "archived", "Archivado"
    SUPERSEDED = "superseded", "Reemplazado"
    REVOKED = "revoked", "Revocado"


class Document(FSMModelMixin, models.Model):
    """A document of a case; its bytes wait in `content` until the archive holds them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    status = FSMField(
        default=DocumentStatus.RENDERED, choices=DocumentStatus.choices, protected=True
    )
    verification_code = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=1)
    media_type = models.CharField(max_length=60, default="application/pdf")
    content = models.BinaryField(null=True)
    archive_key = models.CharField(max_length=80, blank=True)
    retain_until = models.DateField(null=True)
    series = models.CharField(max_length=20, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=20, blank=True)
    issued_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    proven_until = models.DateField(
        null=True,
        help_text="Last day on which its evidence holds by itself; none: not looked at yet",
    )
    position = models.PositiveIntegerField(default=0)
    details = models.JSONField(default=dict)

    class Meta:
        """In the order in which they entered the expediente."""

        ordering: ClassVar[list[str]] = ["position", "issued_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["proven_until"],
                name="document_to_renew",
                condition=models.Q(proven_until__isnull=False),
            ),
            models.Index(
                fields=["signed_at"],
                name="document_to_look_at",
                condition=models.Q(proven_until__isnull=True, signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def signers(self) -> tuple[str, ...]:
        """Groups whose holders sign it, in order."""
        return tuple(self.details.get("signers") or (self.details.get("office", ""),))

    @property
    def signatures(self) -> tuple[dict[str, Any], ...]:
        """What people have signed so far, in order."""
        return tuple(self.details.get("signatures", ()))

    @property
    def signer_text(self) -> str:
        """Who signed last, and by which act if they stood in for somebody."""
        last = self.signatures[-1] if self.signatures else {}
        authority = last.get("authority") or {}
        if not authority.get("onBehalfOf"):
            return self.signer
        return f"{self.signer} (por encargo, {authority['act']})"

    @property
    def next_signer(self) -> str:
        """Group whose holder signs next; empty when all have."""
        done = len(self.signatures)
        return self.signers[done] if done < len(self.signers) else ""

    @transition(field=status, source=DocumentStatus.RENDERED, target=DocumentStatus.SIGNED)
    def sign(self) -> None:
        """It carries a signature or the seal."""

    @transition(
        field=status,
        source=[DocumentStatus.SIGNED, DocumentStatus.RENDERED],
        target=DocumentStatus.ARCHIVED,
    )
    def archive(self) -> None:
        """The store holds it until its retention date."""

    @transition(field=status, source=DocumentStatus.RENDERED, target=DocumentStatus.SUPERSEDED)
    def supersede(self) -> None:
        """A newer draft took its place before it was signed."""


class Submission(models.Model):
    """The first answer to a submit; a repeated one gets the same."""

    submit_id = models.UUIDField(primary_key=True)
    command = models.CharField(max_length=60)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.command} {self.submit_id}"

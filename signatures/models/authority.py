"""Who may sign in the name of an office, from when to when, and by which act."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop


class AuthorityKind(models.TextChoices):
    """By what title somebody signs for an office.

    Source: Ley 909 de 2004, art. 24 (encargo); Ley 489 de 1998, arts. 9-12 (delegación).
    """

    HOLDER = "titular", gettext_noop("Titular")
    ACTING = "encargado", gettext_noop("Encargado")
    DELEGATE = "delegado", gettext_noop("Delegado")


class SigningAuthority(models.Model):
    """An act that lets a person sign for an office; it is ended, never deleted.

    Attributes:
        office: code of the office, as the entity's data and the documents' sheets name it.
        position: what the signature says.
        act: kind and number of the appointment, encargo or delegation.
        valid_until: last day; None while the act gives none.
        revoked_at: aware moment of an early end; from that day on it does not serve.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_authorities"
    )
    office = models.CharField(max_length=80)
    position = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=AuthorityKind.choices)
    act = models.CharField(max_length=160)
    act_date = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revocation_reason = models.TextField(blank=True, default="")

    class Meta:
        """The newest first; it does not end before it begins."""

        ordering: ClassVar[list[str]] = ["-valid_from", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="an_authority_ends_after_it_begins",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "office"], name="authority_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.position} ({self.kind})"

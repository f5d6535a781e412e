"""The keys that the window keeps for people and for the entity."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class KeyKind(models.TextChoices):
    """Whose signature a key makes."""

    PERSON = "PERSON", "Firma de una persona"
    SEAL = "SEAL", "Sello de la entidad"


class SigningKey(models.Model):
    """A PKCS#12 in custody, encrypted by a PIN that is kept nowhere."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_keys",
    )
    kind = models.CharField(max_length=10, choices=KeyKind.choices, default=KeyKind.PERSON)
    label = models.CharField(max_length=200, help_text="Common name of the certificate")
    subject = models.TextField()
    pkcs12 = models.BinaryField()
    certificate = models.TextField(help_text="PEM")
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    active = models.BooleanField(default=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One active key for each person, one active seal."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(active=True, kind="PERSON"),
                name="one_active_key_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(active=True, kind="SEAL"),
                name="one_active_seal",
            ),
            models.CheckConstraint(
                condition=Q(kind="PERSON", owner__isnull=False)
                | Q(kind="SEAL", owner__isnull=True),
                name="people_own_keys_and_the_seal_has_no_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.label

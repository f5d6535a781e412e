"""The keys that the window keeps for people and for the entity, and what happened to each."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from signatures.errors import KeyHistoryRewriteRefused


class KeyKind(models.TextChoices):
    """Whose signature a key makes."""

    PERSON = "PERSON", gettext_noop("Firma de una persona")
    SEAL = "SEAL", gettext_noop("Sello de la entidad")


class KeyStorage(models.TextChoices):
    """Where the private part lives."""

    PKCS12 = "pkcs12", gettext_noop("Archivo .p12 guardado aquí")
    PKCS11 = "pkcs11", gettext_noop("Token o HSM")
    CSC = "csc", gettext_noop("Firma remota")


class SigningKey(models.Model):
    """A key in custody; the PIN that opens it is kept nowhere.

    Attributes:
        pkcs12: the file, encrypted by its PIN and again by the window's own key; empty elsewhere.
        place: where a token or a remote service has the key, as `signatures.keys.places` writes it.
        chain: PEM of the authorities that came with the certificate.
        deactivated_at: aware; None while it is the owner's key, and for keys of the first release.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_keys",
    )
    kind = models.CharField(max_length=10, choices=KeyKind.choices, default=KeyKind.PERSON)
    storage = models.CharField(max_length=10, choices=KeyStorage.choices, default=KeyStorage.PKCS12)
    label = models.CharField(max_length=200, help_text="Common name of the certificate")
    subject = models.TextField()
    pkcs12 = models.BinaryField(default=bytes, blank=True)
    place = models.JSONField(default=dict, blank=True)
    certificate = models.TextField(help_text="PEM")
    chain = models.TextField(blank=True, default="", help_text="PEM")
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    active = models.BooleanField(default=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

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


class KeyEventKind(models.TextChoices):
    """What can happen to a key."""

    ENROLLED = "enrolled", gettext_noop("Registrada")
    REPLACED = "replaced", gettext_noop("Reemplazada por otra")
    DEACTIVATED = "deactivated", gettext_noop("Desactivada")
    TRIED = "tried", gettext_noop("Probada")
    WRONG_PIN = "wrong-pin", gettext_noop("PIN errado")
    BLOCKED = "blocked", gettext_noop("Bloqueada por PIN errado")


class KeyEvent(models.Model):
    """One line of a key's history, which only grows.

    Attributes:
        actor: who did it; None for a command of the installation.
        details: reason, how the owner was recognised, number of wrong PINs.
    """

    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=20, choices=KeyEventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    details = models.JSONField(default=dict)

    class Meta:
        """The first line first."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add to the history.

        Raises:
            KeyHistoryRewriteRefused: the line is already written.
        """
        if not self._state.adding:
            raise KeyHistoryRewriteRefused
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            KeyHistoryRewriteRefused: always.
        """
        raise KeyHistoryRewriteRefused

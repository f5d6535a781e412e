"""The authorities that this window trusts, and every change of that."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop


class RootUse(models.TextChoices):
    """What a root is trusted for."""

    BOTH = "ambas", gettext_noop("Firmas y estampas de tiempo")
    SIGNERS = "firmas", gettext_noop("Solo firmas")
    TIMESTAMPS = "estampas", gettext_noop("Solo estampas de tiempo")


class TrustRoot(models.Model):
    """The root certificate of a certification authority; it is withdrawn, never deleted.

    Attributes:
        sha256: fingerprint, hexadecimal.
        source: where the certificate was taken from and how that was checked.
        distrust_after: aware; what a timestamp proves to be older still counts. Without it a
            withdrawn root counts for nothing.
    Source: ETSI EN 319 102-1, 5.2.5 (trust anchors with a date from which they no longer count).
    """

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    pem = models.TextField()
    use = models.CharField(max_length=10, choices=RootUse.choices, default=RootUse.BOTH)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_reason = models.CharField(max_length=300, blank=True, default="")
    distrust_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order of their names; one active row for each certificate."""

        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_root_is_trusted_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RootChange(models.TextChoices):
    """What somebody did."""

    ADDED = "agregada", gettext_noop("Se agregó")
    WITHDRAWN = "retirada", gettext_noop("Se retiró")


class TrustRootEvent(models.Model):
    """One change of trust; written once."""

    root = models.ForeignKey(TrustRoot, on_delete=models.PROTECT, related_name="events")
    change = models.CharField(max_length=10, choices=RootChange.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    details = models.JSONField(default=dict)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.root} {self.change}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise TypeError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """History stays."""
        raise TypeError(type(self).__name__)

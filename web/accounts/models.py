"""People who sign in: citizens by e-mail, officials, analysts and auditors by group."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_noop


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class DocumentType(models.TextChoices):
    """Kinds of identity document (inventory C.1)."""

    CC = "CC", gettext_noop("Cédula de ciudadanía")
    TI = "TI", gettext_noop("Tarjeta de identidad")
    CE = "CE", gettext_noop("Cédula de extranjería")
    PA = "PA", gettext_noop("Pasaporte")
    PPT = "PPT", gettext_noop("Permiso por protección temporal")
    NIT = "NIT", "NIT"


class User(AbstractUser):
    """A person with an account; signs in with the e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("correo electrónico", unique=True)
    doc_type = models.CharField(max_length=4, choices=DocumentType.choices, default=DocumentType.CC)
    doc_number = models.CharField(max_length=20, default="")
    mobile = models.CharField(max_length=15, blank=True, default="")
    # The mobile that a code has shown to be theirs; notices go to no other.
    confirmed_mobile = models.CharField(max_length=15, blank=True, default="")
    position = models.CharField("cargo", max_length=120, blank=True, default="")
    # The one that they chose, on any device and in what is sent to them; empty until they do.
    language = models.CharField(max_length=10, blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        """Table of people."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["doc_type", "doc_number"],
                condition=~models.Q(doc_number=""),
                name="one_account_for_each_document",
            )
        ]

    @property
    def own_mobile(self) -> str:
        """The mobile, if a code has shown that it is theirs; else empty."""
        return self.mobile if self.mobile == self.confirmed_mobile else ""

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class SecondFactorReset(models.Model):
    """An administrator took away a second factor that its owner had lost."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_factor_resets")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        """Never changed, never deleted."""

        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d}"

"""What a person keeps an eye on: cases that they follow, and searches of the inbox that they saved."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from engine.models.case import Case


class CaseWatch(models.Model):
    """A person follows a case without having it in hand, as one who is «informado» does."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    since = models.DateTimeField()

    class Meta:
        """Found by person; a person follows a case once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "case"], name="one_watch_of_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.case}"


class SavedFilter(models.Model):
    """A search of the inbox that somebody gave a name.

    Attributes:
        asked: view, text and filters as the page's address has them.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        """A person has a name once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "name"], name="one_saved_filter")
        ]

    def __str__(self) -> str:
        return self.name

"""That somebody was told that a draft of theirs is about to be thrown away."""

from django.db import models

from engine.models.case import Case


class DraftWarning(models.Model):
    """The warning of one draft.

    Attributes:
        saved_at: last change of the draft when it was sent; one that is touched later gets another.
    """

    draft = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="warning"
    )
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id} {self.saved_at}"

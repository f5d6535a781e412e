"""Which cases have a message of their citizen that nobody of the office has answered."""

from django.db import models

from engine.models.case import Case


class AwaitedLetter(models.Model):
    """The citizen had the last word; gone as soon as the office writes. The messages themselves are events.

    Attributes:
        since: moment of the first message without an answer, aware.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="awaited_letter"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.since:%Y-%m-%d}"

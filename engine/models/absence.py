"""Who is away, and whom the act names to stand in (encargo); nothing is moved, the dates say it all."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Days on which somebody's work, and perhaps their signature, is another person's.

    Between its two days, both inclusive, the substitute (encargado) has the person's roles and works
    what is in their hands; then everything is the person's again, for no row was ever changed.

    Attributes:
        act: kind and number of the act that names the substitute, for example `Decreto 012`.
        norm: by which norm; may be empty.
        groups: roles that are passed on; empty: all of the person's, whatever they are on the day.
        signs: whether the substitute may sign where the person may.
        revoked_at: aware moment of an early end; from that moment it does not serve.
        begin_told_at: when both were told that it serves; None: not yet.
        end_told_at: when both were told that it serves no more.

    Source: Ley 909 de 2004, art. 24; Decreto 1083 de 2015, art. 2.2.5.5.41.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="encargos"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    act = models.CharField(max_length=160)
    act_date = models.DateField()
    norm = models.CharField(max_length=200, blank=True)
    groups = models.JSONField(default=list)
    signs = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revocation_reason = models.TextField(blank=True)
    begin_told_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first; it does not end before it begins, and nobody stands in for themselves."""

        ordering: ClassVar[list[str]] = ["-starts_on", "-entered_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="an_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("substitute")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.substitute} ({self.starts_on}/{self.ends_on})"

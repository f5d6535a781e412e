"""Which notices a person wants, and how."""

from typing import ClassVar

from django.db import models


class NoticeKind(models.TextChoices):
    """What a notice is about; a task of the model says it in its header `notice`.

    Without that header a notice is one that the law demands, and nobody can stop it.
    """

    NEWS = "novedad", "Cómo va mi trámite"
    REMINDER = "recordatorio", "Recordatorios de lo que debo hacer"
    LETTER = "mensaje", "Mensajes de la entidad"
    DESK = "trabajo", "Mi trabajo en la entidad"
    LEGAL = "legal", "Decisiones, requerimientos y constancias"


class NoticeChoice(models.Model):
    """How somebody wants one kind of notice; no row: by mail, and not by text message.

    Attributes:
        who: `persona:` and the number of an account, or `correo:` and an address that has none.
        by_mail: always true of what the law demands.
    """

    who = models.CharField(max_length=270)
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    by_mail = models.BooleanField(default=True)
    by_text = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """One choice of each kind."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["who", "kind"], name="one_choice_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.kind}"

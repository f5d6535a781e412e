"""Work items: user tasks that wait for people, and the inboxes in which they stand."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from engine.models.case import Case
from engine.models.waiting import WaitingPoint


class ItemStatus(models.TextChoices):
    """Life of a work item."""

    READY = "ready", "Disponible"
    CLAIMED = "claimed", "Tomada"
    COMPLETED = "completed", "Terminada"
    CANCELLED = "cancelled", "Cancelada"
    EXPIRED = "expired", "Vencida"


_PEOPLE = (
    ("assignee", "of_assignee"),
    ("owner", "of_owner"),
    ("previous_holder", "of_earlier_holder"),
)


class WorkItem(FSMModelMixin, WaitingPoint):
    """A user task that waits for a person.

    Attributes:
        assignee: in whose hands it is.
        owner: who delegated it and gets it back; None when nobody did.
        previous_holder: who had it before it was reassigned; a returned item goes back there.
        groups: roles to which it is offered.
        answers: while it is open a draft, as it was typed (`ProcedureForm.draft()`); when it is
            completed what was answered, in FEEL's wire form.
    """

    # The constraint below begins with the case, so that it needs no index of its own.
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items", db_index=False)
    form_id = models.CharField(max_length=120, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="items",
        db_index=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="delegated",
        db_index=False,
    )
    previous_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    status = FSMField(default=ItemStatus.READY, choices=ItemStatus.choices, protected=True)
    due_on = models.DateField(null=True)
    priority = models.SmallIntegerField(default=50)
    groups = models.JSONField(default=list)
    headers = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(WaitingPoint.Meta):
        """One item for each token; few indexes, because every step of every case writes here."""

        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="one_item_for_each_token")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=[person],
                name=f"item_{name}",
                condition=models.Q(**{f"{person}__isnull": False}),
            )
            for person, name in _PEOPLE
        ]

    @property
    def signs(self) -> str:
        """Name of the variable with the document that this item signs, or empty."""
        return str(self.headers.get("signs") or self.properties.get("signs") or "")

    @transition(field=status, source=ItemStatus.READY, target=ItemStatus.CLAIMED)
    def claim(self) -> None:
        """A person takes it."""

    @transition(field=status, source=ItemStatus.CLAIMED, target=ItemStatus.READY)
    def release(self) -> None:
        """The person gives it back."""

    @transition(field=status, source=ItemStatus.CLAIMED, target=ItemStatus.COMPLETED)
    def complete(self) -> None:
        """The person finished it."""

    @transition(
        field=status, source=[ItemStatus.READY, ItemStatus.CLAIMED], target=ItemStatus.CANCELLED
    )
    def cancel(self) -> None:
        """The flow does not need it any more."""

    @transition(
        field=status, source=[ItemStatus.READY, ItemStatus.CLAIMED], target=ItemStatus.EXPIRED
    )
    def expire(self) -> None:
        """A timer took it away."""


class InboxEntry(models.Model):
    """An open item in the inbox of one role or one person; gone when the item is over.

    It repeats the item's term and the case, so that an inbox is read in order from one index,
    however many items are open.
    """

    item = models.ForeignKey(
        WorkItem, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    group = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    due_on = models.DateField()

    class Meta:
        """A role or a person has an item once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "group", "person"], name="one_inbox_entry")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["group", "due_on", "item"],
                name="inbox_of_role",
                condition=models.Q(person__isnull=True),
            ),
            models.Index(
                fields=["person", "due_on", "item"],
                name="inbox_of_person",
                condition=models.Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.person}: {self.item}"

"""What parts of the bench do in their window: file, take and complete as people do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from engine import commands
from engine.models import InboxEntry, WorkItem
from tests.engine import cases
from tests.engine.folders import person

FORM_GROUP = "secretario-gobierno"


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def official() -> Any:
    """The one official, who holds the role of every task."""
    return person("banco@alcaldia.test", FORM_GROUP, name="Banco")


def file(slug: str, answers: Mapping[str, Any] | None = None) -> UUID:
    """File a case; its id."""
    command = commands.FileCase(
        actor=cases.citizen(), slug=slug, answers=answers or {}, submit_id=uuid4()
    )
    return commands.file_case(command).case_id


def waiting(case_id: UUID) -> list[tuple[UUID, str]]:
    """Open items of a case and their elements, oldest first."""
    rows = WorkItem.objects.filter(case_id=case_id, status__in=["ready", "claimed"])
    return list(rows.order_by("created_at").values_list("id", "element_id"))


def claim(actor: Any, item_id: UUID) -> None:
    commands.claim_item(commands.ClaimItem(actor=actor, item_id=item_id, submit_id=uuid4()))


def seize(actor: Any, case_id: UUID) -> list[tuple[UUID, str]]:
    """Put all open items of a case into the actor's hands without a command, for long preparations."""
    # By inboxes, where only open items stand: of a case that went round 5,000 times there are 35,000.
    open_items = InboxEntry.objects.values_list("item_id", flat=True)
    rows = WorkItem.objects.filter(pk__in=list(open_items), case_id=case_id)
    rows.filter(status="ready").update(status="claimed", assignee_id=actor.user_id)
    return list(rows.order_by("created_at").values_list("id", "element_id"))


def complete(actor: Any, item_id: UUID, answers: Mapping[str, Any]) -> None:
    """The whole command that is measured."""
    commands.complete_item(
        commands.CompleteItem(actor=actor, item_id=item_id, answers=answers, submit_id=uuid4())
    )

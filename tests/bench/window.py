"""A window of its own for one part of the bench: settings, an empty database, one official.

Every part runs in a process of its own, because settings are read once in a process.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

FORM_GROUP = "secretario-gobierno"


def open_window() -> None:
    """Set Django up on the database that DATABASE_URL names, and make its tables."""
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ventanilla-bench-"))
    os.environ["BROKER_URL"] = "memory://"
    os.environ["DATABASE_STATEMENT_SECONDS"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def official() -> Any:
    """The one official, who holds the role of every task."""
    from tests.engine.folders import person

    return person("banco@alcaldia.test", FORM_GROUP, name="Banco")


def file(slug: str, answers: Mapping[str, Any] | None = None) -> UUID:
    """File a case; its id."""
    from engine import commands
    from tests.engine import cases

    command = commands.FileCase(
        actor=cases.citizen(), slug=slug, answers=answers or {}, submit_id=uuid4()
    )
    return commands.file_case(command).case_id


def waiting(case_id: UUID) -> list[tuple[UUID, str]]:
    """Open items of a case and their elements, oldest first."""
    from engine.models import WorkItem

    rows = WorkItem.objects.filter(case_id=case_id, status__in=["ready", "claimed"])
    return list(rows.order_by("created_at").values_list("id", "element_id"))


def claim(actor: Any, item_id: UUID) -> None:
    from engine import commands

    commands.claim_item(commands.ClaimItem(actor=actor, item_id=item_id, submit_id=uuid4()))


def seize(actor: Any, case_id: UUID) -> list[tuple[UUID, str]]:
    """Put all open items of a case into the actor's hands without a command, for long preparations."""
    from engine.models import WorkItem

    WorkItem.objects.filter(case_id=case_id, status="ready").update(
        status="claimed", assignee_id=actor.user_id
    )
    return waiting(case_id)


def complete(actor: Any, item_id: UUID, answers: Mapping[str, Any]) -> None:
    """The whole command that is measured."""
    from engine import commands

    commands.complete_item(
        commands.CompleteItem(actor=actor, item_id=item_id, answers=answers, submit_id=uuid4())
    )


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()

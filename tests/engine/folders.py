"""Small procedures for tests, published like any other, for flows that the shelf does not have.

Each begins with the three tasks that number the case, set its term of 15 business days and open its
expediente; what a test gives goes on from the last of them.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from bpmn import versions
from bpmn.package import from_files
from engine import commands
from engine.commands import clock
from engine.models import Case, StatedPurpose, WorkItem
from engine.models.actor import Actor, ActorKind
from tests.bpmn.samples import documented_files
from tests.engine import cases
from tests.engine.runtime import models

SLUG = "tramite-de-prueba"
OFFICE = "secretario-gobierno"
LAST = "expediente"


def form(*fields: Mapping[str, Any]) -> bytes:
    """A form with these fields."""
    return json.dumps(
        {"type": "default", "id": "f", "schemaVersion": 16, "components": list(fields)}
    ).encode()


AMOUNT = {
    "type": "number",
    "id": "monto",
    "key": "amount",
    "label": "Monto",
    "validate": {"required": True},
}
NOTE = {"type": "textfield", "id": "nota", "key": "note", "label": "Nota"}


def task(node_id: str, *parts: str, groups: str = OFFICE, assignee: str = "", **values: Any) -> str:
    """A user task of the office, with the form `monto`."""
    who = {"candidateGroups": groups} | ({"assignee": assignee} if assignee else {})
    return models.user(
        node_id,
        models.zeebe("formDefinition", formId="monto"),
        models.zeebe("assignmentDefinition", **who),
        *parts,
        **values,
    )


def publish(
    *children: str, roots: str = "", documents: str = "", files: Mapping[str, bytes] | None = None
) -> versions.Version:
    """Publish a procedure whose flow goes on from `expediente` with what is given.

    Args:
        documents: more of the sheet, as TOML.
        files: more of the folder.
    """
    sheet = documented_files()[1]["procedure.toml"].decode()
    own = sheet.replace("constancia-asistencia", SLUG).split("[documents.constancia]")[0]
    begun = (
        models.start(),
        models.job("numera", kind="case.number"),
        models.job("plazo", kind="case.term"),
        models.job(LAST, kind="record.open"),
        models.chain("start", "numera", "plazo", LAST),
    )
    folder = from_files(
        SLUG,
        {
            "procedure.toml": (own + documents).encode(),
            "process.bpmn": models.document(SLUG, *begun, *children, roots=roots),
            "forms/inicio.form": form(NOTE),
            "forms/monto.form": form(AMOUNT),
            **(files or {}),
        },
    )
    return versions.publish(
        folder, library=versions.shelf_library(), author="ana", publisher="luis", now=clock.now()
    )


def file(actor: Actor | None = None) -> Case:
    """File the procedure that is published."""
    filed = commands.file_case(
        commands.FileCase(actor=actor or cases.citizen(), slug=SLUG, answers={}, submit_id=uuid4())
    )
    return Case.objects.get(pk=filed.case_id)


def person(email: str, *groups: str, name: str = "Lucía") -> Actor:
    """Somebody of the entity, with an account that holds the roles."""
    account, _ = get_user_model().objects.get_or_create(email=email, defaults={"first_name": name})
    account.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    return Actor(
        kind=ActorKind.OFFICIAL, user_id=account.pk, name=str(account), groups=frozenset(groups)
    )


def open_audit(user_id: int) -> StatedPurpose:
    """An auditor says for what they read, for all cases and most of a year."""
    auditor = Actor(
        kind=ActorKind.OFFICIAL, user_id=user_id, name="Control", groups=frozenset({"auditor"})
    )
    until = clock.today() + timedelta(days=300)
    return commands.state_purpose(
        commands.StatePurpose(actor=auditor, kind="interna", reference="AI-2026-07", until=until)
    )


def held(case: Case, actor: Actor, element: str) -> WorkItem:
    """The open item of an element, in the actor's hands."""
    item = case.items.get(element_id=element, status__in=["ready", "claimed"])
    cases.claim(actor, item)
    item.refresh_from_db()
    return item


def kinds(case: Case) -> list[str]:
    """Kinds of the case's events, in order."""
    return list(case.events.values_list("kind", flat=True))

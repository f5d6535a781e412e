"""What the addresses of the studio ask for: versions, drafts with their files, rehearsals, and cases that moved."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from bpmn import drafts, versions
from bpmn.drafts import review
from engine import commands
from engine.commands import clock
from engine.errors import CaseStuck
from engine.models import Incident
from engine.models.actor import Actor
from engine.rehearsal import drafted
from tests.bpmn.samples import NOW, folder_with
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, flow, xor

_MESSAGE = "messages/"
_PARAMETER = """
[parameters.tarifa]
value = 100
text = "Tarifa"
source = "Acuerdo 1"
valid_from = 2026-01-01
verify = false
"""


def incident() -> Incident:
    """A case that finds no way on after its first task."""
    folders.publish(
        folders.task("uno"),
        xor("cual"),
        end("fin"),
        end("otro"),
        chain(folders.LAST, "uno", "cual"),
        flow("cual", "fin", "=amount > 100", "mucho"),
        flow("cual", "otro", "=amount > 1000", "muchisimo"),
    )
    carmen = cases.official(folders.OFFICE)
    item = folders.held(folders.file(), carmen, "uno")
    with pytest.raises(CaseStuck):
        cases.complete(carmen, item, {"amount": Decimal(1)})
    return Incident.objects.get()


def studio(analyst: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """Objects of the studio, and those of a draft in review."""
    before = versions.current(folders.SLUG)
    assert before is not None
    moved = folders.file()
    flow_after = (folders.task("dos"), end("fin"), chain(folders.LAST, "dos", "fin"))
    after = folders.publish(*flow_after, documents=_PARAMETER)
    moving = commands.begin_moving(
        commands.BeginMoving(
            actor=analyst,
            slug=after.slug,
            digest=after.digest,
            case_ids=[moved.id],
            reason="Prueba",
            submit_id=uuid4(),
        )
    )
    given = versions.publish(folder_with(), library={}, author="ana", publisher="luis", now=NOW)
    author = drafts.Person(id=analyst.user_id or 0, name=analyst.name)
    draft = drafts.from_version(given, by=author, now=clock.now())
    objects = {
        "slug": after.slug,
        "before": before.number,
        "after": after.number,
        "number": after.number,
        "moving_id": moving,
        "draft_id": draft.pk,
        "path": "process.bpmn",
        "revision": 1,
        "rehearsal_id": drafted.ask(draft, only=(), by=author).pk,
    }
    return objects, {"draft_id": _in_review(given, author)}


def shared() -> dict[str, str]:
    """Something that procedures share."""
    return {"slug": min(versions.shelf_library())}


def _in_review(version: versions.Version, author: drafts.Person) -> Any:
    """A draft with another sentence in a message, rehearsed and handed in."""
    draft = drafts.from_version(version, by=author, now=clock.now())
    path = next(one.path for one in drafts.listing(draft) if one.path.startswith(_MESSAGE))
    state, content = drafts.read(draft, path)
    more = content + b"\nGracias por escribirnos.\n"
    drafts.save(draft, path, more, seen=state.sha256, by=author, now=clock.now())
    drafted.play(drafted.ask(draft, only=(), by=author).pk)
    review.submit(draft, by=author, now=clock.now())
    return draft.pk

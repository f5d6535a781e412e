"""Cases for tests, filed and worked by the commands that people use."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import get_user_model

from bpmn import versions
from bpmn.package import Folder, read_folder
from bpmn.package.scenarios import Scenario, read_scenario
from engine import commands
from engine.clock import BOGOTA
from engine.models import Case, WorkItem
from engine.models.actor import Actor, ActorKind
from engine.rehearsal.samples import scenario_answers

SHELF = Path(__file__).resolve().parents[2] / "bpmn" / "procedures"
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=BOGOTA)


@cache
def two_certificates() -> frozenset[str]:
    """Slugs of the shelf's two simplest procedures: with them tests are quick."""
    return frozenset({scenario("T01-E1")[0], scenario("T02-E2")[0]})


def publish_certificates(now: datetime) -> None:
    """Publish the two; they are read once, for they stand still while tests run."""
    library, folders = _folders()
    for folder in folders:
        versions.publish(
            folder, library=library, author=versions.SHELF, publisher=versions.SHELF, now=now
        )


@cache
def _folders() -> tuple[Mapping[str, Folder], list[Folder]]:
    return versions.shelf_library(), [
        read_folder(SHELF / slug) for slug in sorted(two_certificates())
    ]


@cache
def scenario(scenario_id: str) -> tuple[str, Scenario]:
    """A scenario of the shelf, and the slug of its folder."""
    for path in SHELF.glob(f"*/scenarios/{scenario_id.lower()}.yaml"):
        found, _ = read_scenario(path.name, path.read_bytes())
        if found is not None and found.id == scenario_id:
            return path.parents[1].name, found
    raise LookupError(scenario_id)


def citizen(email: str = "ana@correo.test") -> Actor:
    people = get_user_model().objects
    person = people.filter(email=email).first() or people.create(email=email, first_name="Ana")
    return Actor(kind=ActorKind.CITIZEN, user_id=person.pk, name=str(person))


def official(*groups: str, email: str = "carmen@correo.test") -> Actor:
    people = get_user_model().objects
    person = people.filter(email=email).first() or people.create(email=email, first_name="Carmen")
    return Actor(
        kind=ActorKind.OFFICIAL, user_id=person.pk, name=str(person), groups=frozenset(groups)
    )


def file(
    scenario_id: str, *, actor: Actor | None = None, submit_id: UUID | None = None, slug: str = ""
) -> Case:
    """File the answers of a scenario of the shelf."""
    own_slug, plan = scenario(scenario_id)
    who = actor or citizen()
    answers = scenario_answers(slug or own_slug, plan, who.user_id, FRIDAY)
    filed = commands.file_case(
        commands.FileCase(
            actor=who, slug=slug or own_slug, answers=answers, submit_id=submit_id or uuid4()
        )
    )
    return Case.objects.get(pk=filed.case_id)


def waiting_item(case: Case) -> WorkItem:
    return case.items.get(status__in=["ready", "claimed"])


def claim(actor: Actor, item: WorkItem) -> None:
    commands.claim_item(commands.ClaimItem(actor=actor, item_id=item.id, submit_id=uuid4()))


def complete(actor: Actor, item: WorkItem, answers: Mapping[str, Any], **more: Any) -> None:
    item.refresh_from_db()
    commands.complete_item(
        commands.CompleteItem(
            actor=actor,
            item_id=item.id,
            answers=answers,
            submit_id=more.pop("submit_id", None) or uuid4(),
        )
    )

"""One of everything that has an address, made by the actions that people use, and who comes to look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from archive.models import Expediente, ScheduleVersion
from engine import commands
from engine.jobs.execution import run_due
from engine.models import Case
from engine.queries.actions import actions_for
from tests.engine import cases
from tests.engine.cases import FRIDAY

# Columns of docs/reference/access.md, and the roles of who stands in them.
AUDIENCES: Mapping[str, tuple[str, ...]] = {
    "nobody": (),
    "citizen": (),
    "other citizen": (),
    "official": ("secretario-gobierno",),
    "official of another group": ("tesorero",),
    "supervisor": ("supervisor",),
    "analyst": ("analista-procesos",),
    "auditor": ("auditor",),
    "archivist": ("archivo-central",),
    "administrator": ("sistemas",),
}
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class World:
    """What addresses are filled in with, and the browser session of each audience."""

    objects: Mapping[str, Any]
    special: Mapping[str, Mapping[str, Any]]
    sessions: Mapping[str, str]

    def arguments(self, view: str, names: list[str]) -> dict[str, Any]:
        """The objects of one address; what nobody made is an id that nothing has."""
        known = {**self.objects, **self.special.get(view, {})}
        unknown = [name for name in names if name not in known]
        assert not unknown, f"tests/web/access_world.py makes no {unknown} for {view}"
        return {name: known[name] for name in names}

    def ask(self, audience: str, method: str, address: str) -> HttpResponse:
        """One request; without the test client, which copies the context of every template."""
        kind = "application/x-www-form-urlencoded"
        cookie = f"sessionid={self.sessions[audience]}" if self.sessions[audience] else ""
        request = RequestFactory().generic(method, address, content_type=kind, HTTP_COOKIE=cookie)
        return ClientHandler(enforce_csrf_checks=False)(request.environ)


def make_world() -> World:
    """A case at work, one decided by itself with its document, and a draft; all of one citizen."""
    citizen = cases.citizen("citizen@correo.test")
    working = cases.file("T02-E2", actor=citizen)
    decided = cases.file("T01-E1", actor=citizen)
    run_due()
    call_command("load_trd", verbosity=0)
    call_command("open_expedientes", verbosity=0)
    slug, _ = cases.scenario("T02-E2")
    draft = commands.save_draft(commands.SaveDraft(actor=citizen, slug=slug, answers={}))
    people = {name: _person(name, groups) for name, groups in AUDIENCES.items() if name != "nobody"}
    document = decided.documents.get(kind="certificado")
    return World(
        objects=_objects()
        | {
            "slug": slug,
            "radicado": working.radicado,
            "item_id": cases.waiting_item(working).id,
            "document_id": document.id,
            "draft_id": draft,
            "user_id": people["official"].pk,
            "code": document.verification_code,
            "year": FRIDAY.year,
            "quarter": 4,
            "seq": 1,
            "number": Expediente.objects.earliest("number").number,
            "version_id": ScheduleVersion.objects.get().id,
            "token": actions_for(citizen, working.radicado)[0].token,
            "procedure": slug,
        },
        special={
            "citizens:receipt": {"radicado": decided.radicado},
            "archivists:propose": {"kind": "elimination"},
            "officials:document": {"document_id": _paper_of(working)},
            "parameters:one": {"code": "uvt"},
            "parameters:of_procedure": {"code": "fee"},
        },
        sessions={"nobody": ""} | {name: _session(person) for name, person in people.items()},
    )


def _paper_of(case: Case) -> UUID:
    paper = case.documents.first()
    return paper.id if paper else NOWHERE


def _objects() -> dict[str, Any]:
    """Ids that nothing has."""
    uuids = ("batch_id", "incident_id", "act_id", "hold_id")
    numbers = ("root_id", "line_id", "authority_id")
    words = ("reference", "gateway", "key", "uidb36", "kind")
    return (
        dict.fromkeys(uuids, NOWHERE)
        | dict.fromkeys(numbers, 999_999)
        | dict.fromkeys(words, "nothing")
    )


def _person(name: str, groups: tuple[str, ...]) -> Any:
    people = get_user_model().objects
    email = f"{name.replace(' ', '-')}@correo.test"
    person = people.filter(email=email).first() or people.create(email=email, first_name=name)
    person.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    return person


def _session(person: Any) -> str:
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value

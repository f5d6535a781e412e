"""One of everything that has an address, made by the actions that people use, and who comes to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from engine import commands
from engine.jobs.execution import run_due
from engine.jobs.log_sealing import seal_log
from engine.models import WorkItem
from engine.models.actor import Actor
from engine.queries.actions import action_page, actions_for
from tests.engine import cases, folders
from tests.engine.cases import FRIDAY
from tests.web import access_desks, access_records, access_studio
from web.accounts.models import User

Objects = dict[str, Any]

# Columns of docs/reference/access.md, and the roles of who stands in them.
AUDIENCES: Mapping[str, tuple[str, ...]] = {
    "nobody": (),
    "citizen": (),
    "other citizen": (),
    "official": ("secretario-gobierno",),
    "official of another group": ("tesorero", "ventanilla"),
    "supervisor": ("supervisor",),
    "analyst": ("analista-procesos",),
    "auditor": ("auditor",),
    "archivist": ("archivo-central",),
    "administrator": ("sistemas",),
}


@dataclass(frozen=True)
class World:
    """What addresses are filled in with, and the browser session of each audience.

    Attributes:
        objects: by the name of the address's part.
        special: those that only one address, or only those of one room, are filled in with.
    """

    objects: Mapping[str, Any]
    special: Mapping[str, Mapping[str, Any]]
    sessions: Mapping[str, str]
    language: str = ""
    handler: ClientHandler = field(default_factory=lambda: ClientHandler(enforce_csrf_checks=False))

    def arguments(self, view: str, names: list[str]) -> dict[str, Any]:
        """The objects of one address."""
        room = self.special.get(view.partition(":")[0], {})
        known = {**self.objects, **room, **self.special.get(view, {})}
        unknown = [name for name in names if name not in known]
        assert not unknown, f"tests/web/access_world.py makes no {unknown} for {view}"
        return {name: known[name] for name in names}

    def ask(self, audience: str, method: str, address: str) -> HttpResponse:
        """One request; without the test client, which copies the context of every template."""
        kind = "application/x-www-form-urlencoded"
        cookies = {"sessionid": self.sessions[audience], "django_language": self.language}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        request = RequestFactory().generic(method, address, content_type=kind, HTTP_COOKIE=cookie)
        return self.handler(request.environ)


def make_world() -> World:
    """Everybody, and one of everything."""
    people = {name: _person(name, AUDIENCES[name]) for name in list(AUDIENCES)[1:]}
    browsers = {name: _browser(person) for name, person in people.items()}
    call_command("load_trd", verbosity=0)
    objects, special = _cases(people)
    special |= _rooms(people, browsers["official"], objects)
    sessions = {name: one.cookies["sessionid"].value for name, one in browsers.items()}
    return World(objects=objects, special=special, sessions={"nobody": ""} | sessions)


def _cases(people: Mapping[str, Actor]) -> tuple[Objects, dict[str, Objects]]:
    """A case at work, another that nobody took, one decided by itself with its document, and a draft."""
    citizen, official = people["citizen"], people["official"]
    working, free, decided = (
        cases.file(scenario, actor=citizen) for scenario in ("T02-E2", "T02-E2", "T01-E1")
    )
    run_due()
    call_command("open_expedientes", verbosity=0)
    seal_log()
    item = cases.waiting_item(working)
    cases.claim(official, item)
    slug, _ = cases.scenario("T02-E2")
    draft = commands.save_draft(commands.SaveDraft(actor=citizen, slug=slug, answers={}))
    document = decided.documents.get(kind="certificado")
    objects = {
        "slug": slug,
        "radicado": working.radicado,
        "item_id": item.id,
        "document_id": document.id,
        "draft_id": draft,
        "user_id": official.user_id,
        "code": document.verification_code,
        "year": FRIDAY.year,
        "quarter": 4,
        "seq": 1,
        "token": _plain_action(citizen, working.radicado),
    }
    special = {
        "citizens:receipt": {"radicado": decided.radicado},
        "officials:claim": {"item_id": cases.waiting_item(free).id},
        "officials:document": {"document_id": working.documents.earliest("issued_at").id},
    }
    return objects, special


def _rooms(people: Mapping[str, Actor], browser: Client, objects: Objects) -> dict[str, Objects]:
    """What only one room's addresses ask for, or one address."""
    citizen, official, colleague = (
        people[name] for name in ("citizen", "official", "official of another group")
    )
    counter = access_desks.at_the_counter(colleague)
    item = WorkItem.objects.get(pk=objects["item_id"])
    money = access_records.money(citizen)
    incident = access_studio.incident()
    studio, in_review = access_studio.studio(people["analyst"])
    account = User.objects.get(pk=citizen.user_id)
    confirmation, password = access_records.letters_to(account)
    sent = access_desks.sent(citizen)
    audit = folders.open_audit(people["auditor"].user_id)
    return {
        "citizens": sent,
        "notices": sent,
        "officials": access_desks.desk(item, official, colleague, counter)
        | {"incident_id": incident.id},
        "officials:previewed": access_desks.previewed(browser, item),
        "officials:receipt": {"radicado": counter.radicado},
        "analysts": studio,
        "analysts:shared_one": access_studio.shared(),
        "analysts:shared_draft": access_studio.shared(),
        "analysts:review": in_review,
        "analysts:review_publish": in_review,
        "analysts:review_return": in_review,
        "archivists": access_records.archive(),
        "archivists:propose": {"kind": "elimination"},
        "auditors": access_records.to_verify(people["auditor"]) | {"purpose_id": audit.id},
        "parameters": {"code": "UVT"},
        "parameters:of_procedure": {"procedure": studio["slug"], "code": "tarifa"},
        "payments": money,
        "trust": access_records.trusted(),
        "keys": access_records.signer(official),
        "account_confirm_email": confirmation,
        "account_reset_password_from_key": password,
    }


def _plain_action(person: Actor, radicado: str) -> str:
    """What may be done without filling anything in."""
    tokens = [one.token for one in actions_for(person, radicado)]
    return next(one for one in tokens if action_page(person, radicado, one).form is None)


def _person(name: str, groups: tuple[str, ...]) -> Actor:
    email = f"{name.replace(' ', '-')}@correo.test"
    return folders.person(email, *groups, name=name) if groups else cases.citizen(email)


def _browser(person: Actor) -> Client:
    browser = Client()
    account = User.objects.get(pk=person.user_id)
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return browser

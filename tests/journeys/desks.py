"""Everybody of a scenario at a browser: what a rehearsal answers is typed, clicked, signed and paid here."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from bpmn.package.scenarios import SampleFiles, Scenario, read_scenario
from bpmn.people import accounts
from bpmn.versions.shelf import PROCEDURES
from engine.commands import clock
from engine.rehearsal.samples import sample_file
from tests.installation import Installation
from tests.journeys.steps import answer_step, follow, walk
from tests.journeys.test_residence import (
    DEMO_PIN,
    choose,
    reload_until,
    sent_code,
    sign_up,
)
from tests.patience import until

ENTITY = "52001"
_OPEN = (
    "import json; from engine.models import WorkItem; "
    "items = WorkItem.objects.filter(case__radicado='{radicado}', element_id='{element}', "
    "status__in=['ready', 'claimed']); "
    "print(json.dumps([[str(one.id), sorted(one.groups)] for one in items]))"
)
_SIGN_IN = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
client.force_login(get_user_model().objects.get(email="{email}"))
print(client.cookies["sessionid"].value)
"""


def scenario(slug: str, name: str) -> Scenario:
    """A scenario of the shelf."""
    file = PROCEDURES / slug / "scenarios" / f"{name}.yaml"
    played, findings = read_scenario(f"scenarios/{name}.yaml", file.read_bytes())
    assert played is not None, findings
    return played


def in_these_weeks(value: Any, played: Scenario) -> Any:
    """Answers with their days as far from today as they are from the scenario's, on the same weekday."""
    if isinstance(value, Mapping):
        return {key: in_these_weeks(inner, played) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [in_these_weeks(inner, played) for inner in value]
    if isinstance(value, date):
        weeks = (clock.today() - played.now.date()).days // 7
        return value + timedelta(weeks=weeks)
    return value


def fields_of(answers: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Answers by the names of the page's fields: `applicant.doc_type`, `neighbors.0.name`."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            found |= fields_of(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, row in enumerate(value):
                found |= fields_of(row, f"{name}.{number}.")
        elif value is not False:
            found[name] = value
    return found


@dataclass
class Desks:
    """Who has a browser open; each signs in once, and not by the page: the password alone takes half a second.

    Attributes:
        opened: opens a browser, as the fixture of that name.
        folder: where files lie that are attached.
        size: of everybody's window.
        owners: who filed a case, by its radicado.
    """

    opened: Callable[..., Page]
    installation: Installation
    folder: Path
    size: Mapping[str, int]
    pages: dict[str, Page] = field(default_factory=dict)
    owners: dict[str, Page] = field(default_factory=dict)

    def of(self, email: str, *, javascript: bool = True) -> Page:
        if email not in self.pages:
            page = self.pages[email] = self.opened(self.size, javascript=javascript)
            session = self.installation.script(_SIGN_IN.format(email=email))
            address = self.installation.address
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        return self.pages[email]

    def citizen(self, *, javascript: bool = True) -> Page:
        """Somebody who opens an account; whose procedure it is, the form says."""
        page = self.opened(self.size, javascript=javascript)
        number = f"52{secrets.randbelow(10**6):06d}"
        sign_up(page, f"persona-{number}@correo.test", number)
        return page

    def answers(
        self, answers: Mapping[str, Any], files: Mapping[str, SampleFiles]
    ) -> dict[str, Any]:
        attached: dict[str, Any] = {}
        for name, held in files.items():
            names = [held] if isinstance(held, str) else held
            for number, file in enumerate(names):
                (self.folder / file).write_bytes(sample_file(file, number))
            paths = [self.folder / file for file in names]
            attached[name] = paths[0] if isinstance(held, str) else paths
        return fields_of(answers) | attached

    def file(self, page: Page, slug: str, played: Scenario) -> str:
        """From the sheet to the receipt; the radicado."""
        page.goto(f"/tramites/{slug}/solicitud/")
        answers = in_these_weeks(played.answers, played)
        walk(page, self.answers(answers, played.files))
        expect(page.locator(".resumen-errores")).to_have_count(0)
        if page.get_by_role("button", name="Enviarme el código").count():
            page.get_by_label("Leí y acepto el acuerdo").check()
            page.get_by_role("button", name="Enviarme el código").click()
            expect(page.get_by_role("heading", name="Escriba el código")).to_be_visible()
            code = sent_code(Path(self.installation.env["VAR_DIR"]))
            page.locator('[name="codigo"]').fill(code)
            page.get_by_role("button", name="Firmar y radicar").click()
        else:
            page.get_by_role("button", name="Radicar").click()
        radicado = page.locator(".radicado__numero").inner_text()
        self.owners[radicado] = page
        return radicado

    def act(
        self,
        page: Page,
        radicado: str,
        action: str,
        answers: Mapping[str, Any],
        files: Mapping[str, SampleFiles],
    ) -> None:
        """Do on a running case what the model lets its people do."""
        page.goto(f"/mis-tramites/{radicado}/")
        reload_until(page, action)
        follow(page.get_by_role("link", name=action).first)
        answer_step(page, self.answers(answers, files))
        follow(page.get_by_role("button", name=action))
        assert page.locator(".resumen-errores").all_inner_texts() == []

    def pay(self, page: Page, radicado: str) -> None:
        """Pay the open order at the simulated bank."""
        page.goto(f"/mis-tramites/{radicado}/")
        reload_until(page, "Pague a más tardar")
        page.get_by_role("link", name="Pagar").first.click()
        page.get_by_role("button", name="Pagar").click()
        page.get_by_role("button", name="Aprobar").click()
        reload_until(page, "Recibimos su pago")

    def complete(
        self, radicado: str, element: str, answers: Mapping[str, Any], *, group: str = ""
    ) -> None:
        """The official whose task it is takes it, answers and finishes."""
        page = self._at(radicado, element, group)
        self._answer(page, answers)
        page.get_by_role("button", name="Terminar la tarea").click()
        expect(page.get_by_text("Terminó la tarea")).to_be_visible()

    def sign(self, radicado: str, element: str) -> None:
        """The official who signs reads the draft and signs with their key."""
        page = self._at(radicado, element, "")
        choose(page, "decision", "firma")
        page.get_by_label("PIN de su llave de firma").fill(DEMO_PIN)
        page.get_by_role("button", name="Firmar y terminar").click()
        expect(page.get_by_text("Terminó la tarea")).to_be_visible()

    def _answer(self, page: Page, answers: Mapping[str, Any]) -> None:
        answer_step(page, fields_of(answers))

    def _at(self, radicado: str, element: str, group: str) -> Page:
        item, groups = self._waiting(radicado, element, group)
        page = self.of(self._holder(groups))
        page.goto(f"/oficina/tarea/{item}/")
        follow(page.get_by_role("button", name="Tomar la tarea"))
        return page

    def _waiting(self, radicado: str, element: str, group: str) -> tuple[str, list[str]]:
        found: list[tuple[str, list[str]]] = []

        def look() -> bool:
            text = self.installation.script(_OPEN.format(radicado=radicado, element=element))
            found.extend(one for one in json.loads(text) if not group or group in one[1])
            return bool(found)

        # The work before it is the workers': a person would look at the inbox again.
        until(look, f"{element} of {radicado} to somebody's desk")
        return found[0]

    @staticmethod
    def _holder(groups: list[str]) -> str:
        return next(one.person.email for one in accounts(ENTITY) if {*groups} & {*one.groups})

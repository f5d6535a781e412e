"""Whole procedures by the people whose they are, in Chromium: every step of a scenario on real parts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from bpmn.package.scenarios import CompleteTask, DeliverMessage, SignDocument
from engine.commands import clock
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.desks import Desks, scenario
from tests.journeys.steps import answer_step, follow, walk
from tests.journeys.test_residence import reload_until

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

RESIDENCE, CLEARANCE = "certificado-residencia", "paz-y-salvo-municipal"
LICENCE, EVENT, PETITION = "licencia-construccion", "permiso-espectaculos-publicos", "pqrsd"

# A debt is paid once: after it, the parcel of the scenario owes nothing.
OTHER_DEBT = {"parcel_key": "240-100008", "cert_scope": ["valorizacion"]}


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def desks(request, opened, installation, tmp_path) -> Desks:
    return Desks(opened, installation, tmp_path, request.param)


def officials_go_on(desks: Desks, radicado: str, steps: Any) -> None:
    """The officials' steps, until one is somebody else's."""
    for step in steps:
        if isinstance(step, CompleteTask):
            desks.complete(radicado, step.element, step.answers, group=step.group)
        elif isinstance(step, SignDocument):
            desks.sign(radicado, step.element)
        else:
            return


def test_a_certificate_with_two_witnesses_without_javascript(desks) -> None:
    played = scenario(RESIDENCE, "t02-e2")
    citizen = desks.citizen(javascript=False)
    radicado = desks.file(citizen, RESIDENCE, played)

    officials_go_on(desks, radicado, played.steps)

    citizen.goto(f"/mis-tramites/{radicado}/")
    reload_until(citizen, "Este trámite terminó")
    expect(citizen.locator(".documentos a", has_text="Certificado").first).to_be_visible()


def test_a_debt_is_paid_at_the_bank_and_certified(desks) -> None:
    played = scenario(CLEARANCE, "t03-e2")
    if desks.size == DESK:
        played = replace(played, answers={**played.answers, **OTHER_DEBT})
    citizen = desks.citizen()
    radicado = desks.file(citizen, CLEARANCE, played)

    desks.act(citizen, radicado, "Pagar toda la deuda", {}, {})
    desks.pay(citizen, radicado)

    citizen.goto(f"/mis-tramites/{radicado}/")
    reload_until(citizen, "Este trámite terminó")
    expect(citizen.locator(".documentos a", has_text="Paz y salvo").first).to_be_visible()


def test_a_neighbour_objects_to_a_building_licence_while_three_professionals_revise_it(
    desks,
) -> None:
    played = scenario(LICENCE, "t10-e1")
    builder = desks.citizen()
    radicado = desks.file(builder, LICENCE, played)
    sign = next(step for step in played.steps if isinstance(step, DeliverMessage))
    today = {"sign_date": clock.today()}
    desks.act(builder, radicado, "Subir la foto de la valla", today, sign.files)

    neighbour = desks.citizen(javascript=False)
    neighbour.goto("/participar/")
    neighbour.get_by_label("Número de radicado").fill(radicado)
    neighbour.get_by_role("button", name="Continuar").click()
    follow(neighbour.get_by_role("link", name="Objetar esta licencia").first)
    answer_step(neighbour, OBJECTION)
    neighbour.get_by_role("button", name="Objetar esta licencia").click()
    expect(neighbour.get_by_text("quedó en el expediente")).to_be_visible()

    tasks = [step for step in played.steps if isinstance(step, CompleteTask)]
    officials_go_on(desks, radicado, tasks[:3])

    builder.goto(f"/mis-tramites/{radicado}/")
    expect(builder.get_by_text("Revisar lo jurídico").first).to_be_attached()


OBJECTION: dict[str, Any] = {
    "objector_name": "Marta Insuasty",
    "objector_email": "marta@demo.test",
    "objector_address": "KR 27 10-20",
    "objection_text": "La obra deja sin luz el patio de mi casa, que queda al lado.",
    "objection_grounds": True,
    "objector_accepts": True,
}


def test_five_offices_give_their_concept_at_once_on_an_event(desks) -> None:
    played = scenario(EVENT, "t13-e1")
    if desks.size == DESK:
        # A place is taken once for a day: this one is asked for a week later.
        played = replace(played, now=played.now - timedelta(weeks=1))
    citizen = desks.citizen()
    radicado = desks.file(citizen, EVENT, played)

    officials_go_on(desks, radicado, played.steps)
    desks.pay(citizen, radicado)
    after = [step for step in played.steps if isinstance(step, CompleteTask | SignDocument)]
    officials_go_on(desks, radicado, after[5:8])

    citizen.goto(f"/mis-tramites/{radicado}/")
    reload_until(citizen, "Abrir la decisión")
    citizen.get_by_role("button", name="Abrir la decisión").click()
    expect(citizen.get_by_text("Desde ese momento queda hecha la notificación")).to_be_visible()


def test_a_child_tells_what_happened_without_an_account_and_is_heard(desks) -> None:
    played = scenario(PETITION, "s01-e7")
    child = desks.opened(desks.size)
    child.goto(f"/tramites/{PETITION}/sin-cuenta/?formulario={played.form}")
    walk(child, desks.answers(played.answers, {}))
    child.get_by_role("button", name="Enviar").first.click()
    radicado = child.locator(".radicado__numero").inner_text()
    child.goto(f"/mis-tramites/{radicado}/")
    expect(child.get_by_text(radicado).first).to_be_visible()

"""An auditor reads nobody's data without having said for what, and what they said stays with each reading."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from engine.commands import clock
from engine.models import Reading, StatedPurpose
from engine.models.actor import Actor, ActorKind
from engine.queries.evidence import evidence_of
from tests.web.pages import visit

ORDER = {"¿Para qué los lee?": "orden", "Número": "Auto 114 de la Procuraduría"}


@pytest.fixture
def auditor(sign_in, case):
    """Who has not said anything yet."""
    client = sign_in("auditor")
    StatedPurpose.objects.all().delete()
    return client


def grounds() -> list[str]:
    return list(Reading.objects.order_by("at").values_list("ground", flat=True))


@pytest.mark.parametrize(
    "address",
    [
        "/auditoria/{radicado}/",
        "/auditoria/{radicado}/paquete.zip",
        "/auditoria/{radicado}/pruebas.zip",
        "/oficina/expediente/{radicado}/",
        "/oficina/documento/{document}/",
        "/auditoria/?q=Ana",
        "/auditoria/?que=personas",
        "/auditoria/?que=eventos",
        "/auditoria/?que=consultas",
    ],
)
def test_without_a_purpose_no_data_is_shown(auditor, case, address) -> None:
    document = case.documents.earliest("issued_at").id
    answer = auditor.get(address.format(radicado=case.radicado, document=document))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/auditoria/finalidad/?")
    assert Reading.objects.count() == 0


def test_what_names_nobody_needs_no_purpose(auditor) -> None:
    for address in ("/auditoria/", "/auditoria/informes/", "/auditoria/registro/"):
        assert auditor.get(address).status_code == 200


def test_who_says_it_for_a_case_goes_on_to_it_and_is_not_asked_again_that_day(
    auditor, case
) -> None:
    asked = visit(auditor, "auditors:story", case.radicado)
    story = asked.press(auditor, "Seguir", {**ORDER, "¿Para cuáles": "caso"})

    assert "Quién leyó qué datos, y para qué" in story.text
    assert grounds() == ["Orden de autoridad: Auto 114 de la Procuraduría"]
    again = visit(auditor, "auditors:story", case.radicado)
    assert "Auto 114 de la Procuraduría" in again.text
    assert auditor.get("/auditoria/?q=Ana").status_code == 302


def test_it_is_asked_again_the_next_day(auditor, case) -> None:
    visit(auditor, "auditors:story", case.radicado).press(
        auditor, "Seguir", {**ORDER, "¿Para cuáles": "caso"}
    )
    tomorrow = clock.now() + timedelta(days=1)
    with clock.lend(lambda: tomorrow):
        assert auditor.get(f"/auditoria/{case.radicado}/").status_code == 302


def test_an_audit_serves_for_every_case_until_its_day_or_until_it_is_closed(auditor, case) -> None:
    page = visit(auditor, "auditors:purpose")
    wrong = page.press(auditor, "Guardar", {**ORDER, "Último día": "2020-01-01"})
    assert wrong.problems
    page.press(auditor, "Guardar", {**ORDER, "Último día": str(clock.today() + timedelta(days=9))})

    assert auditor.get(f"/auditoria/{case.radicado}/").status_code == 200
    assert auditor.get("/auditoria/?que=personas").status_code == 200
    visit(auditor, "auditors:purpose").press(auditor, "Cerrar")
    assert auditor.get(f"/auditoria/{case.radicado}/").status_code == 302


def test_it_needs_a_number_and_leads_nowhere_else(auditor, case) -> None:
    address = "/auditoria/finalidad/?siguiente=https://otra.test/"
    page = visit(auditor, address)
    assert page.press(auditor, "Guardar", {"¿Para qué los lee?": "queja"}).problems
    given = {**ORDER, "Último día": str(clock.today())}
    assert page.press(auditor, "Guardar", given).response.request["PATH_INFO"] == "/auditoria/"


def test_the_person_and_the_evidence_read_it(sign_in, case) -> None:
    auditor = sign_in("auditor")
    visit(auditor, "auditors:story", case.radicado)
    reader = Actor(
        kind=ActorKind.OFFICIAL, user_id=1, name="Control", groups=frozenset({"auditor"})
    )
    read = [json.loads(one) for one in evidence_of(reader, case.radicado).readings]
    assert "Auditoría interna: AI-2026-07" in [one.get("ground") for one in read]

    owner = get_user_model().objects.get(pk=case.owner_id)
    auditor.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = visit(auditor, f"/mis-tramites/{case.radicado}/")
    assert "Para auditar (Auditoría interna: AI-2026-07)" in page.text


def test_nobody_else_says_it(sign_in, case) -> None:
    assert sign_in("tesorero").get("/auditoria/finalidad/").status_code == 404

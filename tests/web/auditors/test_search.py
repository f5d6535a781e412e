"""An auditor finds cases, documents, people, officials, events and readings, and reads a whole story."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.engine import cases
from tests.web.pages import visit


@pytest.fixture
def auditor(sign_in):
    return sign_in("auditor", email="control@correo.test")


def found(client, query: str) -> str:
    return visit(client, f"/auditoria/?{query}").text


def test_a_case_is_found_by_state_and_days(auditor, case) -> None:
    assert case.radicado in found(auditor, "que=casos&estado=in_progress&desde=2026-11-20")
    assert case.radicado not in found(auditor, "que=casos&hasta=2026-11-19")
    assert case.radicado not in found(auditor, "que=casos&estado=closed")


@pytest.mark.parametrize("field", ["title", "verification_code", "sha256"])
def test_a_document_is_found_by_each_of_its_names(auditor, case, field) -> None:
    document = case.documents.first()

    text = found(auditor, f"que=documentos&q={getattr(document, field)}")

    assert case.radicado in text
    assert document.verification_code in text


def test_a_person_is_found_with_their_cases(auditor, case) -> None:
    text = found(auditor, f"que=personas&q={case.applicant_name.split()[0]}")

    assert case.applicant_name in text
    assert "1 caso" in text


@pytest.mark.parametrize("words", ["Vecina Rosa", "vecina@correo.test", "30555"])
def test_who_only_took_part_is_found_by_name_mail_and_document(auditor, case, words) -> None:
    neighbour = get_user_model().objects.create(
        email="vecina@correo.test", first_name="Vecina", last_name="Rosa", doc_type="CC",
        doc_number="30555111",
    )  # fmt: skip

    text = found(auditor, f"que=personas&q={words}")

    assert "Vecina Rosa" in text
    assert "Ninguna solicitud" in text
    page = visit(auditor, f"/auditoria/?que=personas&q={words}")
    assert page.tree.xpath(f"//a[@href='?que=eventos&persona={neighbour.pk}']")


def test_who_applied_is_found_by_mail_and_only_once(auditor, case) -> None:
    text = found(auditor, f"que=personas&q={case.applicant_email}")

    assert case.applicant_email
    assert "1 caso" in text
    assert "Ninguna solicitud" not in text


def test_accounts_are_told_only_when_they_are_looked_for(auditor, case) -> None:
    get_user_model().objects.create(email="vecina@correo.test", first_name="Vecina")

    assert "Vecina" not in found(auditor, "que=personas")


def test_an_official_is_found_with_what_they_did_and_read(auditor, case) -> None:
    clerk = cases.official(*case.items.get(status="ready").groups, email="clerk@correo.test")
    person = get_user_model().objects.get(pk=clerk.user_id)
    person.groups.add(Group.objects.get_or_create(name="secretario-gobierno")[0])
    cases.claim(clerk, cases.waiting_item(case))

    assert "clerk@correo.test" in found(auditor, "que=funcionarios&q=secretario")
    events = found(auditor, f"que=eventos&persona={person.pk}")
    assert "item.claimed" in events
    assert case.radicado in events


def test_events_are_found_by_kind_case_and_days(auditor, case) -> None:
    assert "term.set" in found(auditor, f"que=eventos&tipo=term.&radicado={case.radicado}")
    assert "item.opened" not in found(auditor, "que=eventos&tipo=term.")
    assert "Nada coincide" in found(auditor, "que=eventos&desde=2026-11-21")


def test_events_come_by_the_page(auditor, case) -> None:
    for _ in range(4):
        cases.file("T02-E2")

    page = visit(auditor, "/auditoria/?que=eventos")
    (after,) = page.tree.xpath("//a[@rel='next']/@href")

    assert "Página 2" in found(auditor, after.lstrip("?"))


def test_readings_are_searched_too(auditor, case) -> None:
    visit(auditor, f"/auditoria/{case.radicado}/")

    text = found(auditor, "que=consultas")

    assert "Leyó la historia completa" in text
    assert "Para auditar" in text


def test_dates_that_cannot_be_read_are_told_and_kept(auditor, case) -> None:
    page = visit(auditor, "/auditoria/?que=eventos&desde=ayer&quien=Ana")

    assert "Revise las fechas" in page.text
    assert page.control("Quién").get("value") == "Ana"


def test_the_story_tells_what_was_in_force_and_who_decided(auditor, case) -> None:
    item = cases.waiting_item(case)
    clerk = cases.official(*item.groups)
    cases.claim(clerk, item)

    page = visit(auditor, f"/auditoria/{case.radicado}/")

    assert case.version_digest in page.text
    assert "Parámetros vigentes al radicar (2026-v1)" in page.text
    assert item.name in page.text
    assert "Tomada" in page.text
    assert "Carmen" in page.text
    assert ".dmn" in page.text
    assert "Avisos enviados" in page.text


def test_the_next_visit_shows_the_reading_of_the_first(auditor, case) -> None:
    first = visit(auditor, f"/auditoria/{case.radicado}/")
    second = visit(auditor, f"/auditoria/{case.radicado}/")

    assert "Nadie los ha consultado" in first.text
    assert "Leyó la historia completa" in second.text


@pytest.mark.parametrize("tab", ["casos", "personas", "funcionarios", "eventos", "consultas"])
def test_to_others_there_is_no_search(sign_in, case, tab) -> None:
    assert sign_in("tesorero").get(f"/auditoria/?que={tab}").status_code == 404


def test_the_evidence_is_one_zip_for_auditors_alone(sign_in, case, settings, dev_pki) -> None:
    settings.PKI_DIR, settings.TRUST_ROOTS = dev_pki.directory, ""
    address = f"/auditoria/{case.radicado}/pruebas.zip"

    assert sign_in("tesorero").get(address).status_code == 404
    answer = sign_in("auditor").get(address)
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content).startswith(b"PK")

"""The code of a case without an account is in no paper that the office keeps; who lost it gets another by mail alone."""

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from engine.commands import clock
from engine.jobs.execution import run_due
from engine.queries.cases import case_by_code, case_for
from engine.queries.documents import document_for
from tests.engine import folders
from tests.engine.conftest import friday, office, store
from tests.signatures.devpki_fixture import dev_pki
from tests.web.access_desks import at_the_counter
from tests.web.pages import visit

__all__ = ["dev_pki", "friday", "office", "store"]


@pytest.fixture
def clerk(office):
    return folders.person("rocio@demo.test", "ventanilla", name="Rocío")


@pytest.fixture
def case(clerk):
    return at_the_counter(clerk)


def _ask(client, radicado: str, address: str):
    mail.outbox.clear()
    given = {"Número de radicado": radicado, "Correo": address}
    page = visit(client, reverse("citizens:lost_code"))
    answer = page.press(client, "Enviarme un código nuevo", given)
    run_due()
    return answer, list(mail.outbox)


def test_the_receipt_that_the_office_reads_does_not_say_the_code(case, clerk) -> None:
    receipt = case.documents.get(kind="constancia")
    content = document_for(clerk, receipt.id).content
    paper = PdfReader(io.BytesIO(content))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())

    assert case.radicado in text
    assert case.verification_code not in text
    assert case.verification_code not in str(dict(paper.attachments))
    assert "Si lo perdió, pida otro" in text


def test_who_filed_it_at_the_counter_prints_the_code_that_day_only(case, clerk) -> None:
    assert case_for(clerk, case.radicado).verification_code == case.verification_code
    tomorrow = clock.now() + timedelta(days=1)
    with clock.lend(lambda: tomorrow):
        assert case_for(clerk, case.radicado).verification_code == ""


def test_a_new_code_goes_to_the_address_of_the_case_and_the_old_one_opens_nothing(
    client, case
) -> None:
    old, address = case.verification_code, case.applicant_email
    _, (letter,) = _ask(client, case.radicado, address.upper())

    assert letter.to == [address]
    new = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", letter.body).group()
    assert case_by_code(case.radicado, old) is None
    assert case_by_code(case.radicado, new) == case.pk
    assert new not in str(list(case.events.values_list("data", flat=True)))


@pytest.mark.parametrize("asks", ["other-address", "no-such-case", "again"])
def test_everybody_reads_the_same_answer(client, case, asks) -> None:
    told, _ = _ask(client, case.radicado, case.applicant_email)
    case.refresh_from_db()
    radicado = "2026-52001-E-999999" if asks == "no-such-case" else case.radicado
    address = "otro@correo.test" if asks == "other-address" else case.applicant_email
    answer, letters = _ask(client, radicado, address)

    assert answer.text == told.text
    assert letters == []
    assert case_by_code(case.radicado, case.verification_code) == case.pk

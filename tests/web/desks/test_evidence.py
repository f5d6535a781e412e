"""Auditors see when everything was stamped, take proofs along, and are told what is at risk."""

import json

import pytest

from engine.jobs import log_sealing
from engine.models import Document, RenewalTrouble
from signatures import timestamps
from tests.engine.cases import FRIDAY
from tests.web.pages import visit


@pytest.fixture
def sealed(case, dev_pki, settings):
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TSA_FILE = settings.TRUST_ROOTS = ""
    timestamps.forget()
    return log_sealing.seal_log()


def test_the_heads_say_when_and_by_whom(sign_in, sealed) -> None:
    page = visit(sign_in("auditor"), "auditors:heads")

    assert str(sealed.tree_size) in page.text
    assert sealed.root_hash in page.text
    assert "Estampado cronológico de desarrollo" in page.text


def test_without_heads_the_page_says_so(sign_in, case) -> None:
    page = visit(sign_in("auditor"), "auditors:heads")

    assert "aún no tiene estampas" in page.text


def test_the_story_offers_each_event_s_proof(sign_in, case, sealed) -> None:
    client = sign_in("auditor")
    page = visit(client, "auditors:story", case.radicado)

    answer = client.get(f"/auditoria/{case.radicado}/eventos/1/prueba.json")

    proof = json.loads(answer.content)
    assert f"/auditoria/{case.radicado}/eventos/1/prueba.json" in page.html
    assert "Espera la próxima estampa" not in page.text
    assert proof["head"] == sealed.text
    assert "attachment" in answer["Content-Disposition"]


def test_an_event_without_a_stamp_says_that_it_waits(sign_in, case) -> None:
    client = sign_in("auditor")
    page = visit(client, "auditors:story", case.radicado)

    answer = client.get(f"/auditoria/{case.radicado}/eventos/1/prueba.json")

    assert "Espera la próxima estampa" in page.text
    assert answer.status_code == 404
    assert "aún no tiene su prueba" in answer.content.decode()


def test_nothing_at_risk_is_said(sign_in, case) -> None:
    page = visit(sign_in("auditor"), "auditors:stamps")

    assert "Nada está en riesgo" in page.text


def test_what_is_at_risk_is_named_with_its_reason(sign_in, case) -> None:
    document = Document.objects.filter(case=case, signed_at__isnull=False).first()
    Document.objects.filter(pk=document.pk).update(proven_until=FRIDAY.date())
    RenewalTrouble.objects.create(
        document=document, code="no-longer-lasting-tsa", first_at=FRIDAY, last_at=FRIDAY
    )
    client = sign_in("auditor")

    page = visit(client, "auditors:stamps")
    report = json.loads(client.get("/auditoria/sellos.json").content)

    assert "con problemas" in page.text
    assert document.title in page.text
    assert "vence igual de pronto" in page.text
    assert report["troubled"] == 1
    assert report["documents"][0]["trouble"] == "no-longer-lasting-tsa"


@pytest.mark.parametrize(
    "address", ["/auditoria/registro/", "/auditoria/sellos/", "/auditoria/sellos.json"]
)
def test_only_auditors_come_in(sign_in, db, address) -> None:
    assert sign_in("tesorero").get(address).status_code == 404

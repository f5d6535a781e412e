"""Signing in batches: one PIN, an outcome for each document, and nothing lost when something fails."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.commands import clock
from engine.jobs.batch_signing import SignBatch, sign_batch
from engine.jobs.execution import run_due
from engine.models import Document, WorkItem
from engine.queries.signing import signable
from signatures import trust
from signatures.verification import verify
from tests.engine import cases
from tests.signatures.devpki_fixture import PIN, free_port
from tests.signatures.holders import make_signer
from tests.web.pages import Page, visit


@pytest.fixture
def secretary(office, settings, dev_pki):
    settings.PKI_DIR = dev_pki.directory
    settings.PKI_URL = dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    secretary = cases.official("secretario-gobierno")
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")
    # The PKI answers at the real time, so these signatures are made at it too.
    with clock.lend(lambda: datetime.now(tz=UTC)):
        yield secretary


@pytest.fixture
def drafts(secretary) -> list[WorkItem]:
    """Three signature tasks, offered to the secretary's role."""
    waiting = []
    for number in range(3):
        case = cases.file("T02-E2", actor=cases.citizen(f"vecina{number}@correo.test"))
        run_due()
        first = cases.waiting_item(case)
        cases.claim(secretary, first)
        cases.complete(secretary, first, {"decision": "procede"})
        run_due()
        waiting.append(cases.waiting_item(case))
    return waiting


@pytest.fixture
def desk(sign_in, drafts):
    return sign_in("secretario-gobierno")


def choose(desk, items) -> Page:
    answer = desk.post("/oficina/firmar/", {"tarea": [str(item.id) for item in items]}, follow=True)
    return Page(answer)


def sign(desk, page: Page, pin: str = PIN) -> str:
    action = page.form_with("Firmar").get("action")
    answer = desk.post(action, {"pin": pin})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_one_pin_signs_every_document_of_the_batch(desk, drafts, store, secretary) -> None:
    progress = sign(desk, choose(desk, drafts))
    run_due()

    assert progress.count("<strong>firmado</strong>") == 3
    assert "3 de 3" in progress
    signed = Document.objects.filter(kind="certificado", status="archived")
    assert len(signed) == 3
    for document in signed:
        assert verify(store.get(document.archive_key), trust.from_settings()).valid
    assert signable(secretary) == []


def test_only_what_was_chosen_is_signed(desk, drafts, secretary) -> None:
    sign(desk, choose(desk, drafts[:1]))

    assert {row.item_id for row in signable(secretary)} == {item.id for item in drafts[1:]}


def test_what_failed_is_told_by_its_case_and_can_be_tried_again(desk, drafts, settings) -> None:
    page = choose(desk, drafts)
    settings.TSA_URL = f"http://127.0.0.1:{free_port()}/"
    failed = sign(desk, page)
    settings.TSA_URL = ""
    again = sign(desk, Page(desk.get(page.response.request["PATH_INFO"])))

    assert failed.count("no se pudo firmar") == 3
    assert drafts[0].case.radicado in failed
    assert again.count("<strong>firmado</strong>") == 3


def test_somebody_else_s_task_fails_alone(desk, drafts) -> None:
    page = choose(desk, drafts)
    cases.claim(cases.official("secretario-gobierno", email="otra@correo.test"), drafts[1])

    progress = sign(desk, page)

    assert progress.count("<strong>firmado</strong>") == 2
    assert "Abrir la tarea" in progress


@pytest.mark.parametrize("pin", ["", "0000"], ids=["no PIN", "wrong PIN"])
def test_without_the_right_pin_nothing_is_tried(desk, drafts, secretary, pin) -> None:
    page = sign(desk, choose(desk, drafts), pin)

    assert "PIN" in page
    assert len(signable(secretary)) == 3


def test_a_batch_that_was_cut_says_what_is_left_and_goes_on(desk, drafts, secretary) -> None:
    address = choose(desk, drafts).response.request["PATH_INFO"]
    batch = SignBatch(actor=secretary, batch_id=UUID(address.split("/")[-2]), pin=PIN)
    outcomes = sign_batch(batch)
    next(outcomes)
    outcomes.close()

    page = Page(desk.get(address))

    assert "1 de 3 documentos firmados" in page.text
    assert sign(desk, page).count("<strong>firmado</strong>") == 2


def test_another_person_s_batch_is_no_page(desk, drafts, sign_in) -> None:
    address = choose(desk, drafts).response.request["PATH_INFO"]
    other = sign_in("secretario-gobierno", email="otra@correo.test")

    assert other.get(address).status_code == 404


def test_the_page_says_when_nothing_waits(sign_in, office) -> None:
    assert "Nada espera su firma" in visit(sign_in("tesorero"), "officials:batch_choose").text

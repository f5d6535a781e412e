"""The official's own key: what fails leaves the task with the official, and says why."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from engine.commands import clock
from engine.errors import ItemFinished
from engine.jobs.execution import run_due
from engine.jobs.signing import SignItem, sign_item
from engine.models import Document
from signatures import trust
from signatures.errors import (
    CertificateExpired,
    CertificateRevoked,
    NoSigningKey,
    NotAuthorisedToSign,
    TimestampUnavailable,
    WrongPin,
)
from signatures.verification import verify
from tests.engine import cases
from tests.signatures.devpki_fixture import PIN, free_port
from tests.signatures.holders import make_signer


@pytest.fixture
def secretary(db):
    return cases.official("secretario-gobierno")


@pytest.fixture
def item(office, secretary, settings, dev_pki):
    """The signature task of a case, in the secretary's hands."""
    settings.PKI_DIR = dev_pki.directory
    settings.PKI_URL = dev_pki.base_url
    settings.TSA_URL = ""
    settings.TRUST_ROOTS = ""
    case = cases.file("T02-E2")
    run_due()
    first = cases.waiting_item(case)
    cases.claim(secretary, first)
    cases.complete(secretary, first, {"decision": "procede"})
    run_due()
    signing = cases.waiting_item(case)
    cases.claim(secretary, signing)
    return signing


@pytest.fixture
def today():
    """The PKI answers at the real time, so these signatures are made at it too."""
    with clock.lend(lambda: datetime.now(tz=UTC)):
        yield


def sign(secretary, item, pin: str = PIN, submit_id: UUID | None = None) -> None:
    sign_item(
        SignItem(
            actor=secretary,
            item_id=item.id,
            pin=pin,
            answers={"decision": "firma"},
            submit_id=submit_id or uuid4(),
        )
    )


def assert_untouched(item) -> None:
    item.refresh_from_db()
    assert item.status == "claimed"
    assert Document.objects.get(case=item.case, kind="certificado").status == "rendered"


def test_the_secretary_signs_and_the_document_verifies(
    item, secretary, dev_pki, store, today
) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")

    sign(secretary, item)
    run_due()

    item.case.refresh_from_db()
    document = Document.objects.get(case=item.case, kind="certificado")
    report = verify(store.get(document.archive_key), trust.from_settings())
    assert item.case.outcome == "CERTIFICADO"
    assert report.valid
    assert [signer.name for signer in report.signers] == ["Ana Lucía Ñáñez"]
    assert document.level == "B-LTA"


def test_the_second_press_of_a_double_one_signs_nothing_and_fails_nothing(
    item, secretary, dev_pki, today
) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")
    press = uuid4()

    sign(secretary, item, submit_id=press)
    sign(secretary, item, submit_id=press)

    with pytest.raises(ItemFinished):
        sign(secretary, item)
    assert Document.objects.get(case=item.case, kind="certificado").status == "signed"


def test_a_wrong_pin_leaves_the_task_and_the_next_try_signs(
    item, secretary, dev_pki, today
) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")

    with pytest.raises(WrongPin):
        sign(secretary, item, "0000")

    assert_untouched(item)
    sign(secretary, item)
    item.refresh_from_db()
    assert item.status == "completed"


@pytest.mark.parametrize(
    ("label", "error"),
    [("vencida", CertificateExpired), ("revocada", CertificateRevoked)],
    ids=["expired", "revoked"],
)
def test_a_certificate_that_does_not_stand_signs_nothing(
    item, secretary, dev_pki, today, label, error
) -> None:
    make_signer(dev_pki, label, secretary.user_id, "secretario-gobierno")

    with pytest.raises(error):
        sign(secretary, item)

    assert_untouched(item)


def test_an_unreachable_tsa_leaves_the_task(item, secretary, dev_pki, settings, today) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")
    settings.TSA_URL = f"http://127.0.0.1:{free_port()}/"

    with pytest.raises(TimestampUnavailable):
        sign(secretary, item)

    assert_untouched(item)


def test_nobody_signs_for_an_office_without_an_act(item, secretary, dev_pki, today) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "alcalde")

    with pytest.raises(NotAuthorisedToSign) as caught:
        sign(secretary, item)

    assert caught.value.data["office"] == "secretario-gobierno"
    assert_untouched(item)


def test_the_act_and_the_key_stay_with_the_signature(item, secretary, dev_pki, today) -> None:
    make_signer(dev_pki, "secretaria", secretary.user_id, "secretario-gobierno")

    sign(secretary, item)

    document = Document.objects.get(case=item.case, kind="certificado")
    (kept,) = document.signatures
    event = json.loads(item.case.events.get(kind="document.signed").data)
    assert event["authority"] == kept["authority"]
    assert kept["authority"]["act"] == "Decreto 001"
    assert kept["authority"]["position"] == "Secretaria de Gobierno"
    assert kept["authority"]["key"]["kind"] == "pkcs12"


def test_nobody_signs_without_a_key_of_their_own(item, secretary) -> None:
    with pytest.raises(NoSigningKey):
        sign(secretary, item)

    assert_untouched(item)

"""An official whose key is at a remote service signs with PIN and one-time code."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from engine.commands import clock
from engine.jobs.execution import run_due
from engine.jobs.signing import SignItem, sign_item
from engine.models import Document
from signatures import keys
from signatures.errors import CodeMissing, RemoteSigningUnavailable, WrongCode, WrongPin
from signatures.keys.csc import Client
from signatures.models import SigningKey
from tests.engine import cases
from tests.signatures.devpki_fixture import PIN
from tests.signatures.holders import authorise
from tests.signatures.keys.conftest import configured, people, remote

__all__ = ["configured", "people", "remote"]


@pytest.fixture
def secretary(db, remote, configured):
    """Somebody of the office with a credential that asks for a code."""
    actor = cases.official("secretario-gobierno")
    other = cases.official("sistemas", email="otra@correo.test")
    remote.service.credentials["p256"].needs_code = True
    configured(remote=remote)
    found = asyncio.run(Client(remote.config()).credential("p256"))
    confirmed = keys.Confirmation(by=other.user_id, reason="Persona de la prueba")
    keys.enrol_remote(
        found.place,
        (found.certificate, *found.chain),
        keys.Enrolment(owner_id=actor.user_id, confirmation=confirmed),
    )
    authorise(actor.user_id, "secretario-gobierno")
    return actor


@pytest.fixture
def item(office, secretary, settings, people):
    settings.PKI_DIR, settings.PKI_URL = people.directory, people.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    case = cases.file("T02-E2")
    run_due()
    first = cases.waiting_item(case)
    cases.claim(secretary, first)
    cases.complete(secretary, first, {"decision": "procede"})
    run_due()
    signing = cases.waiting_item(case)
    cases.claim(secretary, signing)
    # The PKI answers at the real time, so these signatures are made at it too.
    with clock.lend(lambda: datetime.now(tz=UTC)):
        yield signing


@pytest.fixture
def sign(secretary, item):
    def sign(code: str, pin: str = PIN) -> None:
        sign_item(
            SignItem(
                actor=secretary,
                item_id=item.id,
                pin=pin,
                code=code,
                answers={"decision": "firma"},
                submit_id=uuid4(),
            )
        )

    return sign


@pytest.fixture
def code(secretary, remote):
    def code() -> str:
        keys.send_code(secretary.user_id)
        return (remote.service.permissions.outbox / "p256.txt").read_text()

    return code


def drafted(item) -> Document:
    item.refresh_from_db()
    return Document.objects.get(case=item.case, kind="certificado")


def test_pin_and_code_sign_the_document(item, sign, code) -> None:
    sign(code())

    document = drafted(item)
    assert item.status == "completed"
    assert document.signatures[0]["authority"]["key"]["kind"] == "csc"


@pytest.mark.parametrize(
    ("typed", "error"), [("", CodeMissing), ("nunca", WrongCode)], ids=["none", "wrong"]
)
def test_without_the_right_code_the_task_stays(item, sign, code, typed, error) -> None:
    code()

    with pytest.raises(error):
        sign(typed)

    assert (drafted(item).status, item.status) == ("rendered", "claimed")


def test_a_pin_that_the_service_refuses_is_counted(item, sign, code) -> None:
    with pytest.raises(WrongPin) as caught:
        sign(code(), "0000")

    assert caught.value.data == {"left": 4}
    assert SigningKey.objects.get().wrong_pins == 1


def test_when_the_service_is_back_the_same_task_is_signed(item, sign, code, remote) -> None:
    first = code()
    remote.service.mood.fails = True
    with pytest.raises(RemoteSigningUnavailable):
        sign(first)
    assert (drafted(item).status, item.status) == ("rendered", "claimed")

    remote.service.mood.fails = False
    sign(code())
    assert drafted(item).status == "signed"

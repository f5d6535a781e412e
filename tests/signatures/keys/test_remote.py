"""Keys at a remote service: PIN, one-time code, permission, and a service that is down, slow or lies."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from signatures import keys, pades
from signatures.csc_simulator import SimulatedService, of_pki, start
from signatures.errors import (
    CodeMissing,
    KeyBlocked,
    KeyDeviceLocked,
    KeyNotInPlace,
    PermissionExpired,
    PinMissing,
    RemoteSigningRefused,
    RemoteSigningUnavailable,
    SignatureMismatch,
    WrongCode,
    WrongPin,
    WrongPinOrCode,
)
from signatures.keys import Enrolment, Secrets
from signatures.keys.csc import Client, open_remote
from signatures.keys.opened import require_match
from tests.signatures.devpki_fixture import PIN, free_port
from tests.signatures.keys.conftest import CLIENT, CLIENT_SECRET, Remote
from tests.signatures.keys.test_custody import NOW

BOTH = pytest.mark.parametrize("version", [1, 2], ids=["v1", "v2"])


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def coded(people, tmp_path, clock):
    """A service whose credential asks for a one-time code."""
    credential = of_pki(people.directory, "p256", PIN, needs_code=True, most=2)
    service = SimulatedService([credential], {CLIENT: CLIENT_SECRET}, tmp_path / "outbox", clock)
    with start(service) as server:
        yield Remote(service, f"http://127.0.0.1:{server.port}")


def found(config, label: str = "p256"):
    return asyncio.run(Client(config).credential(label))


def key_at(config, secrets: Secrets, label: str = "p256"):
    credential = found(config, label)
    return open_remote(config, credential.place, secrets, credential.certificate, credential.chain)


def sign(key, data: bytes = b"lo que se firma") -> bytes:
    return asyncio.run(key.sign(data))


def code_of(coded, version: int = 1) -> str:
    config = coded.config(version)
    asyncio.run(Client(config).send_code(found(config).place))
    return (coded.service.permissions.outbox / "p256.txt").read_text()


@BOTH
def test_a_service_says_what_it_is_and_what_it_holds(remote, version) -> None:
    client = Client(remote.config(version))

    assert asyncio.run(client.info())["specs"].startswith(("1.0.4", "2.0")[version - 1])
    assert asyncio.run(client.credentials("p256")) == ("p256",)
    assert len(asyncio.run(client.credentials())) == 3


@BOTH
def test_many_documents_take_one_authorization(remote, version) -> None:
    key = key_at(remote.config(version), Secrets(PIN), "rsa-2048")
    remote.service.asked.clear()
    data = [b"uno", b"dos", b"tres"]

    signatures = asyncio.run(key.sign_many(data))

    for one, raw in zip(data, signatures, strict=True):
        require_match(key.certificate, one, raw)
    assert remote.service.asked.count("credentials/authorize") == 1
    assert remote.service.asked.count("signatures/signHash") == 1


def test_more_documents_than_the_credential_signs_at_once_are_refused(remote) -> None:
    key = key_at(remote.config(), Secrets(PIN))

    with pytest.raises(RemoteSigningRefused):
        asyncio.run(key.sign_many([b"1", b"2", b"3", b"4"]))


def test_ecdsa_as_two_numbers_is_understood(remote) -> None:
    remote.service.credentials["p256"].plain_pairs = True

    assert sign(key_at(remote.config(), Secrets(PIN)))


@pytest.mark.parametrize(("version", "error"), [(1, WrongPin), (2, WrongPin)], ids=["v1", "v2"])
def test_a_wrong_pin_is_refused_and_not_tried_again(remote, version, error) -> None:
    key = key_at(remote.config(version), Secrets("0000"))
    for _ in range(3):
        with pytest.raises(error):
            sign(key)

    assert remote.service.credentials["p256"].wrong_pins == 1


@BOTH
def test_a_service_that_locked_the_pin_says_so(remote, version) -> None:
    config = remote.config(version)
    for _ in range(3):
        with pytest.raises(WrongPin):
            sign(key_at(config, Secrets("0000")))

    with pytest.raises(KeyDeviceLocked):
        sign(key_at(config, Secrets(PIN)))


@BOTH
def test_pin_and_code_sign_once(coded, version) -> None:
    key = key_at(coded.config(version), Secrets(PIN, code_of(coded, version)))

    assert sign(key)
    with pytest.raises(CodeMissing):
        sign(key, b"otro documento")


@BOTH
def test_one_pin_and_code_sign_as_many_documents_as_were_planned(coded, version) -> None:
    config = coded.config(version)
    credential = found(config)
    secrets = Secrets(PIN, code_of(coded, version))
    key = open_remote(
        config, credential.place, secrets, credential.certificate, credential.chain, planned=2
    )

    assert sign(key, b"uno")
    assert sign(key, b"dos")
    with pytest.raises(CodeMissing):
        sign(key, b"tres")
    assert coded.service.asked.count("credentials/authorize") == 1
    assert coded.service.asked.count("credentials/extendTransaction") == 1


def test_a_permission_that_waited_too_long_is_over(coded, clock) -> None:
    config = coded.config()
    credential = found(config)
    secrets = Secrets(PIN, code_of(coded))
    key = open_remote(
        config, credential.place, secrets, credential.certificate, credential.chain, planned=2
    )
    sign(key, b"uno")
    clock.now += timedelta(minutes=2)

    with pytest.raises(PermissionExpired):
        sign(key, b"dos")


def test_a_code_that_was_used_serves_nobody_else(coded) -> None:
    code = code_of(coded)
    sign(key_at(coded.config(), Secrets(PIN, code)))

    with pytest.raises(WrongCode):
        sign(key_at(coded.config(), Secrets(PIN, code)))


@pytest.mark.parametrize(
    ("version", "error"), [(1, WrongCode), (2, WrongPinOrCode)], ids=["v1", "v2"]
)
def test_a_wrong_code_is_refused(coded, version, error) -> None:
    code_of(coded, version)

    with pytest.raises(error):
        sign(key_at(coded.config(version), Secrets(PIN, "nunca")))


def test_a_code_that_is_too_old_is_refused(coded, clock) -> None:
    code = code_of(coded)
    clock.now += timedelta(minutes=5)

    with pytest.raises(WrongCode):
        sign(key_at(coded.config(), Secrets(PIN, code)))


def test_what_the_service_asks_for_must_be_typed(coded) -> None:
    with pytest.raises(CodeMissing):
        key_at(coded.config(), Secrets(PIN))
    with pytest.raises(PinMissing):
        key_at(coded.config(), Secrets("", "123456"))


def test_a_person_who_agrees_on_the_telephone_is_waited_for(remote) -> None:
    remote.service.mood.asks_elsewhere = 3

    assert sign(key_at(remote.config(2), Secrets(PIN)))
    assert remote.service.asked.count("credentials/authorizeCheck") == 3


@BOTH
def test_a_lying_service_is_found_out(remote, version, unsigned_pdf, people) -> None:
    key = key_at(remote.config(version), Secrets(PIN))
    remote.service.mood.lies = True

    with pytest.raises(SignatureMismatch):
        pades.sign(
            unsigned_pdf,
            key,
            field="Firma",
            reason="Certificado",
            location="Ejemplo",
            authority=people.trust,
        )


def test_a_service_that_is_down_is_unavailable(remote) -> None:
    key = key_at(remote.config(), Secrets(PIN))
    elsewhere = remote.config(base=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(RemoteSigningUnavailable):
        asyncio.run(Client(elsewhere).credentials())
    remote.service.mood.fails = True
    with pytest.raises(RemoteSigningUnavailable):
        sign(key)
    remote.service.mood.fails = False
    assert sign(key)


def test_a_service_that_is_slow_is_not_waited_for(remote) -> None:
    key = key_at(remote.config(timeout_seconds=0.2), Secrets(PIN))
    remote.service.mood.stall = threading.Event()

    with pytest.raises(RemoteSigningUnavailable):
        sign(key)

    remote.service.mood.stall.set()


def test_a_page_instead_of_an_answer_is_no_answer(remote) -> None:
    key = key_at(remote.config(), Secrets(PIN))
    remote.service.mood.babbles = True

    with pytest.raises(RemoteSigningUnavailable):
        sign(key)


def test_a_disabled_or_unknown_credential_is_not_in_its_place(remote) -> None:
    key = key_at(remote.config(), Secrets(PIN))
    remote.service.credentials["p256"].enabled = False

    with pytest.raises(KeyNotInPlace):
        found(remote.config())
    with pytest.raises(KeyNotInPlace):
        sign(key)
    with pytest.raises(KeyNotInPlace):
        found(remote.config(), "nadie")


def test_a_foreign_client_is_refused(remote) -> None:
    with pytest.raises(RemoteSigningRefused) as caught:
        found(remote.config(client_secret="otro"))

    assert CLIENT_SECRET not in str(caught.value)


def test_a_service_token_is_used_as_it_is(remote) -> None:
    token = remote.service.permissions.new_token()

    assert sign(key_at(remote.config(token=token, client_id=""), Secrets(PIN)))
    with pytest.raises(RemoteSigningRefused):
        found(remote.config(token="otro"))


def test_an_access_token_that_is_over_is_asked_for_again(coded, clock) -> None:
    client = Client(coded.config())
    asyncio.run(client.credentials())
    clock.now += timedelta(hours=2)

    with pytest.raises(RemoteSigningRefused):
        asyncio.run(client.credentials())
    assert asyncio.run(client.credentials()) == ("p256",)


@pytest.fixture
def enrolled(remote, configured, owner):
    configured(remote=remote)
    credential = found(remote.config())
    certificates = (credential.certificate, *credential.chain)
    return keys.enrol_remote(credential.place, certificates, Enrolment(owner_id=owner.pk, now=NOW))


def test_wrong_pins_count_although_only_the_service_judges_them(remote, enrolled, owner) -> None:
    remote.service.credentials["p256"].pin = "otro"
    errors = []
    for _ in range(5):
        remote.service.credentials["p256"].wrong_pins = 0
        key = keys.unlock(owner.pk, PIN, now=NOW)
        with pytest.raises((WrongPin, KeyBlocked)) as caught, keys.counting(owner.pk, now=NOW):
            sign(key)
        errors.append(caught.value)

    assert [error.data["left"] for error in errors[:4]] == [4, 3, 2, 1]
    assert isinstance(errors[4], KeyBlocked)
    with pytest.raises(KeyBlocked):
        keys.unlock(owner.pk, PIN, now=NOW)


def test_a_signature_forgives_the_wrong_pins(enrolled, owner) -> None:
    with pytest.raises(WrongPin), keys.counting(owner.pk, now=NOW):
        sign(keys.unlock(owner.pk, "0000", now=NOW))
    with keys.counting(owner.pk, now=NOW):
        sign(keys.unlock(owner.pk, PIN, now=NOW))

    enrolled.refresh_from_db()
    assert enrolled.wrong_pins == 0


def test_trying_a_key_out_keeps_no_signature(enrolled, owner) -> None:
    keys.try_out(owner.pk, PIN, now=NOW)

    assert [event.kind for event in enrolled.history.all()] == ["enrolled", "tried"]


def test_a_code_is_sent_to_who_owns_the_key(coded, configured, owner) -> None:
    configured(remote=coded)
    credential = found(coded.config())
    assert not keys.asks_for_code(owner.pk)
    keys.enrol_remote(
        credential.place, (credential.certificate,), Enrolment(owner_id=owner.pk, now=NOW)
    )

    keys.send_code(owner.pk)

    assert keys.asks_for_code(owner.pk)
    code = (coded.service.permissions.outbox / "p256.txt").read_text()
    keys.try_out(owner.pk, Secrets(PIN, code), now=NOW)

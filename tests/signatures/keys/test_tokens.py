"""Keys in a token: what a PIN that is wrong, a token that is gone and a foreign certificate lead to."""

import asyncio
import os

import pkcs11 as library
import pytest

from signatures import keys, pades
from signatures.errors import (
    KeyBlocked,
    KeyDeviceLocked,
    KeyDeviceUnavailable,
    KeyNotInPlace,
    KeyPlaceUnknown,
    PinMissing,
    SignatureMismatch,
    WrongPin,
)
from signatures.keys import Enrolment, Pkcs12Key, TokenPlace, pkcs11
from tests.signatures.devpki_fixture import PIN
from tests.signatures.keys.test_custody import NOW

pytestmark = pytest.mark.softhsm


@pytest.fixture
def place(token, people) -> TokenPlace:
    return token.load(people, "p256")


@pytest.fixture
def certificates(people):
    own = Pkcs12Key.open(people.pki.pkcs12("p256"), PIN)
    return (own.certificate, *own.chain)


@pytest.fixture
def key(token, place, certificates):
    return pkcs11.open_token(token.module, place, PIN, certificates[0], certificates[1:])


@pytest.fixture
def enrolled(token, place, certificates, configured, owner):
    configured(token=token)
    return keys.enrol_token(place, certificates, Enrolment(owner_id=owner.pk, now=NOW))


def sign(key) -> bytes:
    return asyncio.run(key.sign(b"lo que se firma"))


def test_a_wrong_pin_opens_nothing_and_leaves_no_session(token, place, certificates) -> None:
    for _ in range(30):
        with pytest.raises(WrongPin):
            pkcs11.open_token(token.module, place, "0000", certificates[0])

    slot = library.lib(str(token.module)).get_token(token_label=token.label)
    with slot.open() as session:
        assert list(session.get_objects({library.Attribute.PRIVATE: True})) == []


def test_the_right_pin_of_one_opens_nothing_for_the_next(token, key, place, certificates) -> None:
    sign(key)

    with pytest.raises(WrongPin):
        pkcs11.open_token(token.module, place, "0000", certificates[0])


def test_a_token_that_is_pulled_out_signs_nothing_until_it_is_back(token, key) -> None:
    sign(key)
    token.pull_out()
    with pytest.raises(KeyDeviceUnavailable) as caught:
        sign(key)
    token.plug_in()

    assert caught.value.data == {"device": "firma"}
    assert sign(key)


def test_no_document_leaves_when_the_token_is_pulled_out(token, key, unsigned_pdf, people) -> None:
    token.pull_out()

    with pytest.raises(KeyDeviceUnavailable):
        pades.sign(
            unsigned_pdf,
            key,
            field="Firma",
            reason="Certificado",
            location="Ejemplo",
            authority=people.trust,
        )


def test_a_library_that_is_not_there_is_an_unavailable_device(
    place, certificates, tmp_path
) -> None:
    with pytest.raises(KeyDeviceUnavailable):
        pkcs11.open_token(tmp_path / "nothing.so", place, PIN, certificates[0])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"key_id": "ff"}, KeyNotInPlace),
        ({"token": "otro"}, KeyDeviceUnavailable),
        ({"serial": "00"}, KeyDeviceUnavailable),
    ],
    ids=["another key", "another token", "another serial number"],
)
def test_what_is_not_in_the_token_is_named(token, place, certificates, changes, error) -> None:
    elsewhere = TokenPlace(**{**keys.places.as_kept(place), **changes})

    with pytest.raises(error):
        pkcs11.open_token(token.module, elsewhere, PIN, certificates[0])


def test_a_signature_that_is_not_of_the_certificate_is_thrown_away(token, place, people) -> None:
    foreign = Pkcs12Key.open(people.pki.pkcs12("alcalde"), PIN).certificate
    key = pkcs11.open_token(token.module, place, PIN, foreign)

    with pytest.raises(SignatureMismatch):
        sign(key)


def test_a_pin_that_is_refused_in_a_batch_is_not_tried_again(token, place, certificates) -> None:
    key = pkcs11.TokenKey(place, token.module, certificates[0], (), "0000")
    with pytest.raises(WrongPin) as first:
        sign(key)
    token.pull_out()

    with pytest.raises(WrongPin) as second:
        sign(key)

    assert second.value is first.value


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (library.PinLocked, KeyDeviceLocked),
        (library.PinIncorrect, WrongPin),
        (library.DeviceRemoved, KeyDeviceUnavailable),
        (library.NoSuchKey, KeyNotInPlace),
    ],
)
def test_what_a_token_answers_has_a_name_here(place, problem, error) -> None:
    assert isinstance(pkcs11.named(problem(), place), error)


def test_a_child_of_a_worker_signs_with_its_own_session(key) -> None:
    sign(key)
    child = os.fork()
    if child == 0:
        # Whatever happens, the child must not go on with the tests.
        try:
            os._exit(0 if sign(key) else 1)
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert sign(key)


def test_certificates_are_read_from_the_token(token, place, certificates) -> None:
    token.keep_certificate(place, certificates[0])
    token.keep_certificate(None, certificates[1])

    assert pkcs11.certificates_in(token.module, place) == tuple(certificates[:2])


def test_a_token_without_the_certificate_says_so_with_none(token, place) -> None:
    assert pkcs11.certificates_in(token.module, place) == ()


def test_an_enrolled_token_opens_by_its_pin(enrolled, owner) -> None:
    key = keys.unlock(owner.pk, PIN, now=NOW)

    assert key.kind == "pkcs11"
    assert sign(key)
    assert bytes(enrolled.pkcs12) == b""


def test_wrong_pins_of_a_token_count_and_block(enrolled, owner) -> None:
    left = []
    for _ in range(4):
        with pytest.raises(WrongPin) as caught:
            keys.unlock(owner.pk, "0000", now=NOW)
        left.append(caught.value.data["left"])
    with pytest.raises(KeyBlocked):
        keys.unlock(owner.pk, "0000", now=NOW)

    assert left == [4, 3, 2, 1]
    with pytest.raises(KeyBlocked):
        keys.unlock(owner.pk, PIN, now=NOW)


def test_an_empty_pin_does_not_reach_the_token(enrolled, owner) -> None:
    with pytest.raises(PinMissing):
        keys.unlock(owner.pk, "", now=NOW)


def test_only_libraries_of_the_settings_are_loaded(place, certificates, owner, settings) -> None:
    settings.PKCS11_MODULES = {}

    with pytest.raises(KeyPlaceUnknown):
        keys.enrol_token(place, certificates, Enrolment(owner_id=owner.pk, now=NOW))

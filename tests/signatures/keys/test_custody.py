"""Keys in custody: enrolled, opened by PIN, blocked when somebody guesses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from signatures import keys
from signatures.errors import KeyBlocked, KeyUnreadable, NoSigningKey, WrongPin
from signatures.models import KeyKind, SigningKey
from tests.signatures.devpki_fixture import PIN, SEAL_PIN, DevPki

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def owner_id() -> int:
    person = get_user_model().objects.create_user(
        email="ana@ejemplo.test", password=None, first_name="Ana Lucía", last_name="Ñáñez"
    )
    return person.pk


@pytest.fixture
def answering(db) -> keys.Confirmation:
    """Somebody who answers for a certificate of another name."""
    somebody = get_user_model().objects.create_user(email="jefe@ejemplo.test", password=None)
    return keys.Confirmation(by=somebody.pk, reason="El nombre del certificado está abreviado")


@pytest.fixture
def enrolled(dev_pki: DevPki, owner_id: int) -> SigningKey:
    return keys.enrol(dev_pki.pki.pkcs12("secretaria"), PIN, owner_id)


def guess(owner_id: int, times: int, now: datetime = NOW) -> list[Exception]:
    errors: list[Exception] = []
    for _ in range(times):
        with pytest.raises((WrongPin, KeyBlocked)) as caught:
            keys.unlock(owner_id, "0000", now=now)
        errors.append(caught.value)
    return errors


def test_a_pin_opens_its_key(dev_pki: DevPki):
    key = keys.Pkcs12Key.open(dev_pki.pki.pkcs12("secretaria"), PIN)

    assert key.signer_name == "Ana Lucía Ñáñez"
    assert "PRIVATE" not in repr(key)


def test_another_pin_does_not(dev_pki: DevPki):
    with pytest.raises(WrongPin):
        keys.Pkcs12Key.open(dev_pki.pki.pkcs12("secretaria"), "0000")


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x30\x80"], ids=["empty", "text", "cut"])
def test_what_is_no_key_file_is_unreadable(content: bytes):
    with pytest.raises(KeyUnreadable):
        keys.Pkcs12Key.open(content, PIN)


@pytest.mark.django_db
def test_enrolling_reads_the_certificate_and_keeps_no_pin(
    dev_pki: DevPki, enrolled: SigningKey, owner_id: int
):
    found = keys.key_of(owner_id)

    assert found == enrolled
    assert found.label == "Ana Lucía Ñáñez"
    assert found.not_after == datetime(2036, 1, 1, tzinfo=UTC)
    assert PIN.encode() not in bytes(found.pkcs12)
    assert bytes(found.pkcs12) != dev_pki.pki.pkcs12("secretaria")


@pytest.mark.django_db
def test_a_new_key_replaces_the_old_one(
    dev_pki: DevPki, enrolled: SigningKey, owner_id: int, answering: keys.Confirmation
):
    newer = keys.enrol(dev_pki.pki.pkcs12("alcalde"), PIN, owner_id, confirmation=answering)

    assert keys.key_of(owner_id) == newer
    assert SigningKey.objects.filter(owner_id=owner_id).count() == 2


@pytest.mark.django_db
def test_who_has_no_key_gets_told(owner_id: int):
    with pytest.raises(NoSigningKey):
        keys.key_of(owner_id)
    with pytest.raises(NoSigningKey):
        keys.key_of(None)
    with pytest.raises(NoSigningKey):
        keys.seal_key()


@pytest.mark.django_db
def test_the_seal_belongs_to_nobody(dev_pki: DevPki):
    seal = keys.enrol(dev_pki.pki.pkcs12("seal"), SEAL_PIN, None, KeyKind.SEAL)

    assert keys.seal_key() == seal
    assert seal.owner_id is None


@pytest.mark.django_db
def test_wrong_pins_count_down(enrolled: SigningKey, owner_id: int):
    errors = guess(owner_id, 4)

    assert [error.data["left"] for error in errors if isinstance(error, WrongPin)] == [4, 3, 2, 1]


@pytest.mark.django_db
def test_fifth_wrong_pin_blocks_the_key_even_for_the_right_one(enrolled: SigningKey, owner_id: int):
    last = guess(owner_id, 5)[-1]

    assert isinstance(last, KeyBlocked)
    assert last.until == NOW + timedelta(minutes=15)
    with pytest.raises(KeyBlocked):
        keys.unlock(owner_id, PIN, now=NOW + timedelta(minutes=14, seconds=59))


@pytest.mark.django_db
def test_after_fifteen_minutes_the_key_opens_again(enrolled: SigningKey, owner_id: int):
    guess(owner_id, 5)

    assert keys.unlock(owner_id, PIN, now=NOW + timedelta(minutes=15)).certificate
    assert [type(error) for error in guess(owner_id, 1, NOW + timedelta(minutes=16))] == [WrongPin]


@pytest.mark.django_db
def test_the_right_pin_forgives_the_wrong_ones(enrolled: SigningKey, owner_id: int):
    guess(owner_id, 4)
    keys.unlock(owner_id, PIN, now=NOW)

    assert [type(error) for error in guess(owner_id, 4)] == [WrongPin] * 4

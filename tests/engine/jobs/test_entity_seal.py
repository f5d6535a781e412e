"""The entity's seal, wherever its key lives, and after somebody registered a new one."""

import asyncio
from datetime import UTC, datetime

import pytest

from engine.jobs.workshop import EntitySeal
from signatures import keys, trust
from signatures.errors import KeyBlocked, NoSigningKey, SignatureMismatch, WrongPin
from signatures.keys.csc import Client
from signatures.models import KeyKind
from signatures.verification import verify
from tests.signatures.conftest import unsigned_pdf
from tests.signatures.devpki_fixture import PIN, SEAL_PIN
from tests.signatures.keys.conftest import configured, people, remote, token

__all__ = ["configured", "people", "remote", "token", "unsigned_pdf"]
NOW = datetime.now(tz=UTC)


@pytest.fixture
def window(db, settings, people):
    settings.PKI_DIR, settings.PKI_URL = people.directory, people.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    return people


@pytest.fixture
def seal_at_service(window, remote, configured):
    configured(remote=remote)
    found = asyncio.run(Client(remote.config()).credential("p256"))
    return keys.enrol_remote(
        found.place,
        (found.certificate, *found.chain),
        keys.Enrolment(owner_id=None, kind=KeyKind.SEAL),
    )


def seal_of(window, password: str = SEAL_PIN) -> EntitySeal:
    keys.enrol(window.pki.pkcs12("seal"), SEAL_PIN, None, KeyKind.SEAL)
    return EntitySeal(password)


def sealed(seal: EntitySeal, pdf: bytes):
    return seal.seal(pdf, reason="Certificado", location="Ejemplo", now=NOW)


def test_a_seal_at_a_remote_service_seals(seal_at_service, unsigned_pdf) -> None:
    signed = sealed(EntitySeal(PIN), unsigned_pdf)

    assert verify(signed.pdf, trust.from_settings()).valid


def test_a_service_that_lies_seals_nothing(seal_at_service, remote, unsigned_pdf) -> None:
    remote.service.mood.lies = True

    with pytest.raises(SignatureMismatch):
        sealed(EntitySeal(PIN), unsigned_pdf)


@pytest.mark.softhsm
def test_a_seal_in_a_token_seals(window, token, configured, unsigned_pdf) -> None:
    place = token.load(window, "rsa-2048")
    own = keys.Pkcs12Key.open(window.pki.pkcs12("rsa-2048"), PIN)
    configured(token=token)
    enrolment = keys.Enrolment(owner_id=None, kind=KeyKind.SEAL)
    keys.enrol_token(place, (own.certificate, *own.chain), enrolment)

    assert verify(sealed(EntitySeal(PIN), unsigned_pdf).pdf, trust.from_settings()).valid


def test_a_new_seal_takes_over_in_a_process_that_runs(window, unsigned_pdf) -> None:
    seal = seal_of(window)
    first = sealed(seal, unsigned_pdf).signer_name
    packed = window.pki.pkcs12("seal")
    keys.deactivate(keys.seal_key().pk, "Cambio de sello", by=None, now=NOW)

    with pytest.raises(NoSigningKey):
        sealed(seal, unsigned_pdf)
    keys.enrol(packed, SEAL_PIN, None, KeyKind.SEAL)
    assert sealed(seal, unsigned_pdf).signer_name == first


def test_a_wrong_secret_of_the_seal_does_not_go_on_guessing(window, unsigned_pdf) -> None:
    seal = seal_of(window, "otra")
    for _ in range(4):
        with pytest.raises(WrongPin):
            sealed(seal, unsigned_pdf)

    for _ in range(2):
        with pytest.raises(KeyBlocked):
            sealed(seal, unsigned_pdf)

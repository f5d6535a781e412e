"""One contract for every kind of key: wherever the private part lives, the signature is the same thing."""

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from signatures import pades
from signatures.keys import OpenKey, Pkcs12Key, Secrets
from signatures.keys.csc import Client, open_remote
from signatures.keys.pkcs11 import open_token
from signatures.verification import verify
from tests.signatures.devpki_fixture import PIN
from tests.signatures.keys.conftest import ALGORITHMS, NAME

KINDS = (
    "pkcs12",
    pytest.param("pkcs11", marks=pytest.mark.softhsm),
    "csc-v1",
    "csc-v2",
)


def file_key(people, algorithm) -> OpenKey:
    return Pkcs12Key.open(people.pki.pkcs12(algorithm), PIN)


def token_key(people, algorithm, token) -> OpenKey:
    own = file_key(people, algorithm)
    place = token.load(people, algorithm)
    return open_token(token.module, place, PIN, own.certificate, tuple(own.chain))


def remote_key(algorithm, service) -> OpenKey:
    found = asyncio.run(Client(service).credential(algorithm))
    return open_remote(service, found.place, Secrets(PIN), found.certificate, found.chain)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(params=ALGORITHMS)
def key(kind, request, people) -> OpenKey:
    """An open key of one kind and one algorithm."""
    algorithm = request.param
    if kind == "pkcs12":
        return file_key(people, algorithm)
    if kind == "pkcs11":
        return token_key(people, algorithm, request.getfixturevalue("token"))
    remote = request.getfixturevalue("remote")
    return remote_key(algorithm, remote.config(version=int(kind[-1])))


def assert_signed(key: OpenKey, data: bytes, raw: bytes) -> None:
    public = key.certificate.public_key()
    if isinstance(public, EllipticCurvePublicKey):
        public.verify(raw, data, ECDSA(SHA256()))
    else:
        public.verify(raw, data, PKCS1v15(), SHA256())


def test_what_it_signs_is_of_its_certificate(key, kind) -> None:
    data = b"lo que se firma"

    raw = asyncio.run(key.sign(data))

    assert_signed(key, data, raw)
    assert key.kind == kind.partition("-")[0]


def test_its_chain_begins_at_who_issued_the_certificate(key) -> None:
    assert any(authority.subject == key.certificate.issuer for authority in key.chain)


def test_neither_pin_nor_key_is_in_its_text(key) -> None:
    assert PIN not in repr(key)
    assert "PRIVATE" not in repr(key)


def test_a_document_that_it_signs_passes(key, unsigned_pdf, people) -> None:
    signed = pades.sign(
        unsigned_pdf,
        key,
        field="Firma",
        reason="Certificado de residencia",
        location="Ejemplo",
        authority=people.trust,
    )

    report = verify(signed.pdf, people.trust)

    assert report.valid
    assert [signer.name for signer in report.signers] == [NAME]

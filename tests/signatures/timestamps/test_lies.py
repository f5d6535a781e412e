"""A timestamping service that is down, slow or lying: nothing rests on its token, and the next is asked."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signatures import timestamps
from signatures.errors import TimestampUnavailable
from signatures.verification import verify
from tests.signatures.conftest import sign
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.timestamps.conftest import trusting
from tests.signatures.timestamps.responder import (
    Behaviour,
    Certificate,
    Issuer,
    Responder,
    answering,
)

DIGEST = hashlib.sha256(b"cualquier cosa").digest()


def setting(**values) -> Callable[[dict], None]:
    return lambda fields: fields.update(values)


def moved(**distance) -> Callable[[dict], None]:
    return lambda fields: fields.update(gen_time=fields["gen_time"] + timedelta(**distance))


def without(name: str) -> Callable[[dict], None]:
    return lambda fields: fields.pop(name)


def imprint(algorithm: str, digest: bytes) -> tsp.MessageImprint:
    return tsp.MessageImprint(
        {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
    )


LIES = {
    "wrong-nonce": (Behaviour(info=setting(nonce=7)), "token-wrong-nonce"),
    "no-nonce": (Behaviour(info=without("nonce")), "token-wrong-nonce"),
    "other-content": (
        Behaviour(info=setting(message_imprint=imprint("sha256", b"x" * 32))),
        "token-wrong-imprint",
    ),
    "other-digest": (
        Behaviour(info=setting(message_imprint=imprint("sha1", b"x" * 20))),
        "token-wrong-imprint",
    ),
    "other-policy": (Behaviour(info=setting(policy="1.2.3.4")), "token-wrong-policy"),
    "huge-accuracy": (
        Behaviour(info=setting(accuracy=tsp.Accuracy({"seconds": 3600}))),
        "token-inaccurate",
    ),
    "no-accuracy": (Behaviour(info=without("accuracy")), "token-inaccurate"),
    "a-year-ahead": (Behaviour(info=moved(days=365)), "token-wrong-time"),
    "a-year-behind": (Behaviour(info=moved(days=-365)), "token-wrong-time"),
    "sha1-signature": (Behaviour(digest="sha1"), "token-weak-algorithm"),
    "spoilt-signature": (Behaviour(spoil=True), "token-bad-signature"),
    "names-another-certificate": (Behaviour(ess=b"another"), "token-wrong-signer"),
    "names-no-certificate": (Behaviour(ess=b""), "token-wrong-signer"),
    "garbage": (Behaviour(body=lambda _body: b"\x30\x82garbage"), "tsa-answer-malformed"),
    "nothing": (Behaviour(body=lambda _body: b""), "tsa-answer-malformed"),
    "cut-off": (Behaviour(body=lambda body: body[:-40]), "tsa-answer-malformed"),
    "bytes-behind": (Behaviour(body=lambda body: body + b"more"), "tsa-answer-malformed"),
    "refusal": (Behaviour(refusal="no hay cupo"), "tsa-refused"),
    "http-500": (Behaviour(status=500), "tsa-unreachable"),
    "http-redirect": (Behaviour(status=302), "tsa-unreachable"),
    "web-page": (Behaviour(media_type="text/html"), "tsa-unreachable"),
    "enormous": (Behaviour(body=lambda _body: b"0" * 1_000_000), "tsa-unreachable"),
    "silent": (Behaviour(silent=True), "tsa-unreachable"),
    "revoked": (Behaviour(revoked=True), "tsa-untrusted"),
    "revocation-list-down": (Behaviour(crl_silent=True), "tsa-revocation-unknown"),
}

CERTIFICATES = {
    "expired": (Certificate(end=datetime(2025, 1, 1, tzinfo=UTC)), "tsa-certificate-unfit"),
    "not-begun": (Certificate(begin=datetime(2039, 1, 1, tzinfo=UTC)), "tsa-certificate-unfit"),
    "foreign-root": (Certificate(foreign=True), "tsa-untrusted"),
    "not-for-timestamps": (
        Certificate(uses=(ExtendedKeyUsageOID.CODE_SIGNING,)),
        "tsa-certificate-unfit",
    ),
    "not-only-for-timestamps": (
        Certificate(uses=(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH)),
        "tsa-certificate-unfit",
    ),
    "use-not-critical": (Certificate(critical=False), "tsa-certificate-unfit"),
    "short-key": (Certificate(rsa_bits=1024), "token-weak-algorithm"),
}


def refused(responder: Responder, dev_pki: DevPki) -> list[str]:
    with pytest.raises(TimestampUnavailable) as caught:
        timestamps.stamp(DIGEST, trusting(dev_pki, responder))
    return [reason["code"] for reason in timestamps.reasons_of(caught.value)]


def test_an_honest_service_is_believed(first: Responder, dev_pki: DevPki):
    made = timestamps.stamp(DIGEST, trusting(dev_pki, first))

    assert made.tsa == "Estampado de pruebas"
    assert timestamps.check_stamp(made.token, DIGEST, dev_pki.trust) == made


def test_the_development_pki_is_believed(dev_pki: DevPki):
    assert timestamps.stamp(DIGEST, dev_pki.trust).tsa == "Estampado cronológico de desarrollo"


@pytest.mark.parametrize(("behaviour", "code"), LIES.values(), ids=LIES)
def test_a_lie_is_named(first: Responder, dev_pki: DevPki, behaviour: Behaviour, code: str):
    first.behaviour = behaviour

    assert refused(first, dev_pki) == [code]


@pytest.mark.parametrize(("wanted", "code"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_a_certificate_that_does_not_fit_is_named(
    issuer: Issuer, dev_pki: DevPki, wanted: Certificate, code: str
):
    with answering(issuer, wanted) as responder:
        assert refused(responder, dev_pki) == [code]


def test_another_services_certificate_does_not_cover_the_signature(
    first: Responder, second: Responder, dev_pki: DevPki
):
    first.behaviour = Behaviour(shown=second.certificate)

    assert refused(first, dev_pki) == ["token-bad-signature"]


@pytest.mark.parametrize("behaviour", [lie for lie, _ in LIES.values()], ids=LIES)
def test_no_document_goes_out_with_a_lie(
    unsigned_pdf: bytes, first: Responder, dev_pki: DevPki, behaviour: Behaviour
):
    first.behaviour = behaviour

    with pytest.raises(TimestampUnavailable):
        sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, first))


@pytest.mark.parametrize("behaviour", [lie for lie, _ in LIES.values()], ids=LIES)
def test_the_next_service_takes_over(
    unsigned_pdf: bytes, first: Responder, second: Responder, dev_pki: DevPki, behaviour: Behaviour
):
    first.behaviour = behaviour

    signed = sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, first, second))

    assert verify(signed.pdf, dev_pki.trust).valid
    assert first.asked == 1
    assert second.asked == 2


def test_a_service_that_begins_to_lie_is_left_in_the_middle_of_a_signature(
    unsigned_pdf: bytes, first: Responder, second: Responder, dev_pki: DevPki
):
    first.behaviour = Behaviour(body=lambda body: body if first.asked == 1 else b"")

    signed = sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, first, second))

    assert verify(signed.pdf, dev_pki.trust).valid
    assert (first.asked, second.asked) == (2, 2), "its proofs have to stand beneath its own token"

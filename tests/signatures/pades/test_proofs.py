"""How long a certificate is believed good, and that a revocation is noticed in that time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError

from signatures import devpki, pades
from signatures.certificates import certificate
from signatures.devpki import Person, Pki
from signatures.errors import CertificateRevoked, RevocationUnavailable
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey
from signatures.moment import moment
from signatures.pades import proofs
from signatures.pades.line import line
from signatures.pades.proofs import SIGNING, Proofs, prove
from signatures.trust import TimestampAuthority, TrustSettings
from tests.signatures.devpki_fixture import PIN, free_port

ANA = Person(label="ana", name="Ana", position="Secretaria", pin=PIN)


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    proofs.forget()
    yield
    proofs.forget()


@pytest.fixture
def pki(tmp_path: Path) -> Iterator[Pki]:
    port = free_port()
    made = devpki.create(tmp_path, f"http://127.0.0.1:{port}", [ANA])
    with devpki.start(tmp_path, port=port):
        yield made


def trusting(pki: Pki, **changes: float) -> TrustSettings:
    return TrustSettings(
        tsas=(TimestampAuthority(url=pki.tsa_url),), roots=(pki.root_pem,), **changes
    )


def key_of(pki: Pki) -> UnlockedKey:
    return Pkcs12Key.open(pki.pkcs12("ana"), PIN)


def put(pdf: bytes, pki: Pki, **changes: float) -> pades.SignedPdf:
    return pades.sign(
        pdf,
        key_of(pki),
        field="Firma",
        reason="r",
        location="l",
        authority=trusting(pki, **changes),
        profile=pades.B_B,
    )


def proven(pki: Pki, now: datetime, **changes: float) -> Proofs:
    key = key_of(pki)

    async def work() -> Proofs:
        return await prove(
            certificate(key.certificate.public_bytes(Encoding.DER)),
            [certificate(one.public_bytes(Encoding.DER)) for one in key.chain],
            SIGNING,
            authority=trusting(pki, **changes),
            session=line().session(),
            now=now,
        )

    return line().submit(work()).result()


def revoke(pki: Pki) -> None:
    devpki.revoke(pki.directory, "ana", at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_process_that_never_asked_refuses_a_revoked_signer(unsigned_pdf: bytes, pki: Pki):
    put(unsigned_pdf, pki)
    revoke(pki)
    proofs.forget()

    with pytest.raises(CertificateRevoked):
        put(unsigned_pdf, pki)


def test_with_no_age_allowed_every_signature_asks(unsigned_pdf: bytes, pki: Pki):
    put(unsigned_pdf, pki, signer_proof_seconds=0)
    revoke(pki)

    with pytest.raises(CertificateRevoked):
        put(unsigned_pdf, pki, signer_proof_seconds=0)


def test_a_revocation_is_noticed_when_the_age_is_over(pki: Pki):
    now = moment(None)
    kept = proven(pki, now)
    revoke(pki)

    assert proven(pki, now + timedelta(seconds=59)) is kept
    with pytest.raises(RevokedError):
        proven(pki, now + timedelta(seconds=60))


def test_proofs_are_shown_no_longer_than_they_last(pki: Pki):
    now = moment(None)

    kept = proven(pki, now, signer_proof_seconds=10 * 366 * 86_400.0)

    assert kept.until < now + timedelta(days=31)


def test_other_roots_are_another_question(pki: Pki, tmp_path: Path):
    proven(pki, moment(None))
    other = devpki.create(tmp_path / "other", "http://127.0.0.1:9", [])

    async def work() -> Proofs:
        return await prove(
            certificate(key_of(pki).certificate.public_bytes(Encoding.DER)),
            [],
            SIGNING,
            authority=TrustSettings(roots=(other.root_pem,), fetch_timeout_seconds=1),
            session=line().session(),
            now=moment(None),
        )

    with pytest.raises(PathBuildingError):
        line().submit(work()).result()


def test_services_may_rest_while_the_proofs_are_fresh_and_not_longer(
    unsigned_pdf: bytes, tmp_path: Path
):
    port = free_port()
    pki = devpki.create(tmp_path, f"http://127.0.0.1:{port}", [ANA])
    with devpki.start(tmp_path, port=port):
        put(unsigned_pdf, pki)

    assert put(unsigned_pdf, pki).level == "B-B"
    proofs.forget()
    with pytest.raises(RevocationUnavailable):
        put(unsigned_pdf, pki)

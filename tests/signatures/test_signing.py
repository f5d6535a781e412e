"""Signing: the level, what stays of PDF/A, and a named error for everything that can be missing."""

import asyncio
import hashlib
import socket
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pypdf import PdfReader, PdfWriter

from signatures import devpki, pades
from signatures.devpki import Person
from signatures.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    RevocationUnavailable,
    SigningRefused,
    TimestampUnavailable,
)
from signatures.keys.pkcs12 import Pkcs12Key
from signatures.pades import SignedPdf
from signatures.trust import TimestampAuthority, TrustSettings
from signatures.verification import verify
from tests.signatures.conftest import sign
from tests.signatures.devpki_fixture import PIN, DevPki, free_port


def trusting(dev_pki: DevPki, **changes) -> TrustSettings:
    values = {"tsas": dev_pki.trust.tsas, "roots": dev_pki.trust.roots}
    return TrustSettings(**(values | changes))


def test_a_signature_tells_who_when_and_at_which_level(signed: SignedPdf):
    assert signed.level == "B-LTA"
    assert signed.signer_name == "Ana Lucía Ñáñez"
    assert signed.signed_at.utcoffset() == timedelta(0)
    assert signed.sha256 == hashlib.sha256(signed.pdf).hexdigest()


def test_the_original_bytes_stay_at_the_beginning(unsigned_pdf: bytes, signed: SignedPdf):
    assert signed.pdf.startswith(unsigned_pdf)


def test_reason_and_location_stand_in_the_signature(signed: SignedPdf, dev_pki: DevPki):
    (signer,) = verify(signed.pdf, dev_pki.trust).signers

    assert (signer.reason, signer.location) == ("Certificado de residencia", "Ejemplo")


def test_pdf_a3_keeps_its_claim_its_attachment_and_gets_no_visible_widget(signed: SignedPdf):
    reader = PdfReader(BytesIO(signed.pdf))
    widgets = [
        annotation.get_object()
        for annotation in reader.pages[0].annotations or ()
        if annotation.get_object()["/Subtype"] == "/Widget"
    ]

    assert reader.xmp_metadata is not None
    assert "pdfaid:part" in signed.pdf.decode("latin-1")
    assert list(reader.attachments) == ["datos.json"]
    assert len(widgets) == 2
    for widget in widgets:
        assert widget["/F"] & 0b10000100 == 0b10000100, "print and locked"
        assert [float(side) for side in widget["/Rect"]] == [0, 0, 0, 0]
        assert "/Font" not in str(widget.get("/AP"))


def test_a_taken_field_name_gets_a_number(signed: SignedPdf, dev_pki: DevPki):
    again = sign(signed.pdf, dev_pki, "alcalde")

    report = verify(again.pdf, dev_pki.trust)

    assert [signer.field for signer in report.signers] == ["Firma", "Firma2"]
    assert report.valid


def test_it_signs_inside_a_running_event_loop(unsigned_pdf: bytes, dev_pki: DevPki):
    async def view() -> SignedPdf:
        return sign(unsigned_pdf, dev_pki)

    assert asyncio.run(view()).level == "B-LTA"


def test_an_expired_certificate_does_not_sign(unsigned_pdf: bytes, dev_pki: DevPki):
    with pytest.raises(CertificateExpired) as caught:
        sign(unsigned_pdf, dev_pki, "vencida")

    assert caught.value.data["not_after"] == datetime(2025, 1, 1, tzinfo=UTC)


def test_a_certificate_does_not_sign_before_its_time(unsigned_pdf: bytes, dev_pki: DevPki):
    with pytest.raises(CertificateNotYetValid):
        sign(unsigned_pdf, dev_pki, now=datetime(2023, 1, 1, tzinfo=UTC))


def test_a_revoked_certificate_does_not_sign(unsigned_pdf: bytes, dev_pki: DevPki):
    with pytest.raises(CertificateRevoked) as caught:
        sign(unsigned_pdf, dev_pki, "revocada")

    assert caught.value.data["since"] == datetime(2025, 6, 1, tzinfo=UTC)


def test_what_was_signed_before_revocation_stays_valid(unsigned_pdf: bytes, dev_pki: DevPki):
    before = sign(unsigned_pdf, dev_pki, "trasladada")
    devpki.revoke(dev_pki.directory, "trasladada", at=before.signed_at)

    asking_anew = trusting(dev_pki, signer_proof_seconds=0.0)

    def sign_until_told() -> None:
        # The responder's clock counts whole seconds: within this one it still says «good».
        for _ in range(1000):
            sign(unsigned_pdf, dev_pki, "trasladada", authority=asking_anew)

    with pytest.raises(CertificateRevoked):
        sign_until_told()
    assert verify(before.pdf, dev_pki.trust).valid


@pytest.mark.parametrize("url", ["", "not a url"], ids=["empty", "nonsense"])
def test_a_missing_timestamp_service_is_named(unsigned_pdf: bytes, dev_pki: DevPki, url: str):
    with pytest.raises(TimestampUnavailable):
        sign(
            unsigned_pdf, dev_pki, authority=trusting(dev_pki, tsas=(TimestampAuthority(url=url),))
        )


def test_a_timestamp_service_that_is_down_is_named(unsigned_pdf: bytes, dev_pki: DevPki):
    down = trusting(dev_pki, tsas=(TimestampAuthority(url=f"http://127.0.0.1:{free_port()}/tsa"),))

    with pytest.raises(TimestampUnavailable):
        sign(unsigned_pdf, dev_pki, authority=down)


def test_a_timestamp_service_that_never_answers_is_given_up(unsigned_pdf: bytes, dev_pki: DevPki):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/tsa"
        waiting = trusting(dev_pki, tsas=(TimestampAuthority(url=url),), fetch_timeout_seconds=0.1)

        with pytest.raises(TimestampUnavailable):
            sign(unsigned_pdf, dev_pki, authority=waiting)


def test_an_answer_that_is_no_timestamp_is_named(unsigned_pdf: bytes, dev_pki: DevPki):
    wrong = trusting(
        dev_pki, tsas=(TimestampAuthority(url=f"{dev_pki.base_url}/dev/crls/root/latest.crl"),)
    )

    with pytest.raises(TimestampUnavailable):
        sign(unsigned_pdf, dev_pki, authority=wrong)


def test_revocation_services_that_never_answer_are_given_up(
    unsigned_pdf: bytes, dev_pki: DevPki, tmp_path: Path
):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        pki = devpki.create(
            tmp_path,
            f"http://127.0.0.1:{silent.getsockname()[1]}",
            [Person(label="ana", name="Ana", position="Secretaria", pin=PIN)],
        )
        both = trusting(
            dev_pki, roots=(*dev_pki.trust.roots, pki.root_pem), fetch_timeout_seconds=0.1
        )

        with pytest.raises(RevocationUnavailable):
            sign_with(unsigned_pdf, Pkcs12Key.open(pki.pkcs12("ana"), PIN), both)


def test_revocation_services_that_are_down_are_named(
    unsigned_pdf: bytes, dev_pki: DevPki, tmp_path: Path
):
    silent = devpki.create(
        tmp_path,
        f"http://127.0.0.1:{free_port()}",
        [Person(label="ana", name="Ana", position="Secretaria", pin=PIN)],
    )
    both = trusting(dev_pki, roots=(*dev_pki.trust.roots, silent.root_pem))
    key = Pkcs12Key.open(silent.pkcs12("ana"), PIN)

    with pytest.raises(RevocationUnavailable):
        sign_with(unsigned_pdf, key, both)


def test_a_key_of_a_stranger_is_refused(unsigned_pdf: bytes, dev_pki: DevPki, tmp_path: Path):
    strange = devpki.create(
        tmp_path,
        "http://127.0.0.1:9",
        [Person(label="ana", name="Ana", position="Secretaria", pin=PIN)],
    )

    with pytest.raises(SigningRefused):
        sign_with(unsigned_pdf, Pkcs12Key.open(strange.pkcs12("ana"), PIN), dev_pki.trust)


@pytest.mark.parametrize("content", [b"", b"garbage", b"%PDF-1.7\n%%EOF"], ids=len)
def test_what_is_no_pdf_is_refused(content: bytes, dev_pki: DevPki):
    with pytest.raises(SigningRefused):
        sign(content, dev_pki)


def test_an_encrypted_pdf_is_refused(unsigned_pdf: bytes, dev_pki: DevPki):
    with pytest.raises(SigningRefused) as caught:
        sign(encrypted(unsigned_pdf), dev_pki)

    assert caught.value.data["detail"] == "encrypted"


def test_an_rsa_key_signs_as_well(unsigned_pdf: bytes, tmp_path: Path):
    """Certification entities still issue RSA; the PKI keeps a key file that is already there."""
    (tmp_path / "keys").mkdir()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "keys" / "ana.key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    port = free_port()
    pki = devpki.create(
        tmp_path,
        f"http://127.0.0.1:{port}",
        [Person(label="ana", name="Ana", position="Secretaria", pin=PIN)],
    )
    trust = TrustSettings(tsas=(TimestampAuthority(url=pki.tsa_url),), roots=(pki.root_pem,))

    with devpki.start(tmp_path, port=port):
        signed = sign_with(unsigned_pdf, Pkcs12Key.open(pki.pkcs12("ana"), PIN), trust)

    assert verify(signed.pdf, trust).valid


def encrypted(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("clave", algorithm="AES-256")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def sign_with(pdf: bytes, key, authority: TrustSettings) -> SignedPdf:
    return pades.sign(pdf, key, field="Firma", reason="r", location="l", authority=authority)

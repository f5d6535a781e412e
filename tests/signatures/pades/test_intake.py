"""What cannot be signed is refused by a name, and soon."""

from io import BytesIO

import pytest
from pypdf import PdfWriter

from signatures import pades
from signatures.errors import SigningRefused
from signatures.pades import intake
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.pades.conftest import put


def looping(pdf: bytes) -> bytes:
    """A cross-reference table that is its own predecessor."""
    start = len(pdf)
    return pdf + (
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99/Root 1 0 R/Prev %d>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (start, start)
    )


def nested(_: bytes) -> bytes:
    """A catalogue of arrays in arrays."""
    deep = b"[" * 100_000 + b"]" * 100_000
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages " + deep + b">>\nendobj\n"
    return body + (
        b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
        b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


def without_pages(_: bytes) -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    return body + (
        b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
        b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


def encrypted(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("", owner_password="clave", algorithm="AES-256")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


BROKEN = {
    "cut": lambda pdf: pdf[: len(pdf) // 2],
    "no-end": lambda pdf: pdf[:-40],
    "loop": looping,
    "nested": nested,
    "no-pages": without_pages,
    "encrypted": encrypted,
    "zeros": lambda pdf: b"%PDF-1.7\n" + bytes(1_000_000),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_a_broken_document_is_refused(unsigned_pdf: bytes, dev_pki: DevPki, break_it):
    with pytest.raises(SigningRefused):
        put(break_it(unsigned_pdf), dev_pki, profile=pades.B_B)


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_a_broken_document_is_not_prepared(unsigned_pdf: bytes, break_it):
    with pytest.raises(SigningRefused):
        pades.prepare(break_it(unsigned_pdf), [pades.SignatureField("Firma", "Firma")])


def test_an_enormous_document_is_refused_unread(monkeypatch, unsigned_pdf: bytes, dev_pki: DevPki):
    monkeypatch.setattr(intake, "MAX_BYTES", 1000)

    with pytest.raises(SigningRefused) as caught:
        put(unsigned_pdf, dev_pki)

    assert caught.value.data["detail"] == "too-large"

"""Documents and people of these tests."""

from typing import Any

import pytest

from signatures import pades
from signatures.pades import SignatureField, SignedPdf
from tests.signatures.devpki_fixture import DevPki, dev_pki

__all__ = ["dev_pki"]

FIELDS = (
    SignatureField("Ciudadano", "Firma de quien solicita"),
    SignatureField("Revisor", "Firma de quien revisa"),
    SignatureField("Autoridad", "Firma de quien decide"),
)
HOLDERS = ("secretaria", "seal", "alcalde")


def put(pdf: bytes, dev_pki: DevPki, label: str = "secretaria", **changes: Any) -> SignedPdf:
    """Sign with a key of the PKI."""
    arguments: dict[str, Any] = {
        "field": "Firma",
        "reason": "Certificado de residencia",
        "location": "Ejemplo",
        "authority": dev_pki.trust,
    } | changes
    return pades.sign(pdf, dev_pki.unlock(label), **arguments)


def put_all(pdf: bytes, dev_pki: DevPki, count: int) -> list[SignedPdf]:
    """The document after each of several signers."""
    document = pades.prepare(pdf, FIELDS[:count])
    signed = []
    for field, profile, label in zip(FIELDS, pades.in_order(count), HOLDERS, strict=False):
        signed.append(put(document, dev_pki, label, field=field.name, profile=profile))
        document = signed[-1].pdf
    return signed


@pytest.fixture(scope="session")
def by_three(unsigned_pdf: bytes, dev_pki: DevPki) -> list[SignedPdf]:
    return put_all(unsigned_pdf, dev_pki, 3)

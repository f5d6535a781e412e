"""Documents of this room's tests: one PDF/A-3 from Typst, signed once and twice."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from signatures import pades
from signatures.pades import SignedPdf
from tests.signatures.devpki_fixture import DevPki, dev_pki

__all__ = ["dev_pki"]

_TEMPLATE = """
#set document(title: "Certificado de residencia", date: datetime(year: 2026, month: 1, day: 31))
#set text(lang: "es")
#pdf.attach("datos.json", bytes("{}"), relationship: "source", mime-type: "application/json", description: "datos")
= Certificado de residencia
Se certifica que Ñandú Muñoz reside en el municipio.
"""


@pytest.fixture(scope="session")
def unsigned_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("typst") / "certificado.typ"
    attached = json.dumps({"radicado": "2026"}).replace('"', '\\"')
    source.write_text(_TEMPLATE.replace("{}", attached), encoding="utf-8")
    return typst.compile(str(source), pdf_standards=["a-3b"])


def sign(pdf: bytes, dev_pki: DevPki, label: str = "secretaria", **changes) -> SignedPdf:
    arguments: dict[str, Any] = {
        "field": "Firma",
        "reason": "Certificado de residencia",
        "location": "Ejemplo",
        "authority": dev_pki.trust,
    } | changes
    return pades.sign(pdf, dev_pki.unlock(label), **arguments)


@pytest.fixture(scope="session")
def signed(unsigned_pdf: bytes, dev_pki: DevPki) -> SignedPdf:
    return sign(unsigned_pdf, dev_pki)


@pytest.fixture(scope="session")
def signed_twice(signed: SignedPdf, dev_pki: DevPki) -> SignedPdf:
    return sign(signed.pdf, dev_pki, "seal", field="Sello")


@pytest.fixture
def signed_file(signed: SignedPdf, tmp_path: Path) -> Path:
    path = tmp_path / "firmado.pdf"
    path.write_bytes(signed.pdf)
    return path

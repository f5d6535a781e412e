"""The container of a signature: what asn1crypto and OpenSSL, who did not write it, read in it."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from signatures import pades
from signatures.pades import SignedPdf
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.pades.conftest import put


@pytest.fixture(scope="module", params=[pades.B_B, pades.B_LTA], ids=["B-B", "B-LTA"])
def signed(request, unsigned_pdf: bytes, dev_pki: DevPki) -> SignedPdf:
    return put(unsigned_pdf, dev_pki, profile=request.param)


def container(signed: SignedPdf) -> bytes:
    reader = PdfFileReader(BytesIO(signed.pdf))
    padded = bytes(reader.embedded_regular_signatures[0].pkcs7_content)
    return cms.ContentInfo.load(padded).dump()


def test_it_is_canonical(signed: SignedPdf):
    der = container(signed)

    assert cms.ContentInfo.load(der, strict=True).dump(force=True) == der


def test_it_holds_what_pades_asks_for_and_nothing_else(signed: SignedPdf):
    data = cms.ContentInfo.load(container(signed))["content"]
    (signer,) = data["signer_infos"]

    assert {attribute["type"].native for attribute in signer["signed_attrs"]} == {
        "content_type",
        "message_digest",
        "signing_certificate_v2",
        "cms_algorithm_protection",
    }
    assert data["encap_content_info"]["content"].native is None
    unsigned = signer["unsigned_attrs"].native or []
    has_token = [one["type"] for one in unsigned] == ["signature_time_stamp_token"]
    assert has_token is (signed.level != "B-B")


def test_openssl_accepts_it_over_the_byte_range(signed: SignedPdf, dev_pki: DevPki, tmp_path: Path):
    reader = PdfFileReader(BytesIO(signed.pdf))
    _, first, second, rest = map(int, reader.embedded_regular_signatures[0].byte_range)
    (tmp_path / "cms").write_bytes(container(signed))
    (tmp_path / "content").write_bytes(
        signed.pdf[:first] + signed.pdf[second : second + rest]
    )  # fmt: skip
    (tmp_path / "root.pem").write_bytes(dev_pki.pki.root_pem)

    what = "-in cms -content content -CAfile root.pem -purpose any -out /dev/null"
    checked = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", *what.split(" ")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_its_place_is_no_larger_than_needed(unsigned_pdf: bytes, dev_pki: DevPki):
    put(unsigned_pdf, dev_pki)

    second = put(unsigned_pdf, dev_pki)

    assert len(second.pdf) - len(unsigned_pdf) < 32_000

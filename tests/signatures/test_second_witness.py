"""poppler's pdfsig agrees that the signatures are sound (it does not judge document timestamps)."""

import subprocess
from pathlib import Path

import pytest

from signatures.pades import SignedPdf
from tests.signatures.devpki_fixture import DevPki

pytestmark = pytest.mark.poppler


def test_pdfsig_finds_each_signature_valid(
    signed_twice: SignedPdf, dev_pki: DevPki, tmp_path: Path
):
    path = tmp_path / "firmado.pdf"
    path.write_bytes(signed_twice.pdf)

    told = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False
    ).stdout

    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert "Ana Lucía Ñáñez" in told

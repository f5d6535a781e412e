"""Levels: what each one holds, and that none below B-LT leaves the house."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from signatures import pades
from signatures.errors import CertificateRevoked, LevelTooLow
from signatures.pades import Changes, Level, Profile
from signatures.verification import verify
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.pades.conftest import put

ALL = tuple(Profile(level) for level in Level)


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.level.value)
def test_a_verifier_finds_the_level_that_was_asked_for(
    unsigned_pdf: bytes, dev_pki: DevPki, profile: Profile
):
    signed = put(unsigned_pdf, dev_pki, profile=profile)

    report = verify(signed.pdf, dev_pki.trust)

    assert signed.level == report.level == profile.level.value
    assert all(signer.intact for signer in report.signers)


@pytest.mark.parametrize("profile", [pades.B_LT, pades.B_LTA], ids=["B-LT", "B-LTA"])
def test_the_proofs_follow_the_signature(unsigned_pdf: bytes, dev_pki: DevPki, profile: Profile):
    """A reader that goes by the order of revisions, as the EU's does, finds the level only so."""
    reader = PdfFileReader(BytesIO(put(unsigned_pdf, dev_pki, profile=profile).pdf))
    signature = reader.embedded_regular_signatures[0]

    signed_revision = reader.get_historical_root(signature.signed_revision)

    assert "/DSS" not in signed_revision
    assert len(reader.root["/DSS"]["/Certs"]) >= 3


@pytest.mark.parametrize("profile", ALL, ids=lambda profile: profile.level.value)
def test_a_revoked_signer_signs_at_no_level(unsigned_pdf: bytes, dev_pki: DevPki, profile: Profile):
    with pytest.raises(CertificateRevoked):
        put(unsigned_pdf, dev_pki, "revocada", profile=profile)


def test_a_signature_leaves_the_metadata_as_they_were(unsigned_pdf: bytes, dev_pki: DevPki):
    signed = put(unsigned_pdf, dev_pki)

    assert signed.pdf.count(b"pdfaid:part") == unsigned_pdf.count(b"pdfaid:part")


@pytest.mark.parametrize("level", ["B-LT", "B-LTA"])
def test_what_has_its_proofs_may_leave(level: str):
    pades.require_leaving_level(level)


@pytest.mark.parametrize("level", ["", "B-B", "B-T", "other"])
def test_what_lacks_its_proofs_may_not_leave(level: str):
    with pytest.raises(LevelTooLow) as caught:
        pades.require_leaving_level(level)

    assert caught.value.data == {"level": level, "required": "B-LT"}


def test_the_level_of_a_document_is_that_of_its_lowest_signature(
    unsigned_pdf: bytes, dev_pki: DevPki
):
    bare = put(unsigned_pdf, dev_pki, profile=pades.B_B)

    both = put(bare.pdf, dev_pki, "alcalde")

    assert both.level == "B-B"


def test_a_later_signature_brings_the_proofs_that_an_earlier_one_lacked(
    unsigned_pdf: bytes, dev_pki: DevPki
):
    timestamped = put(unsigned_pdf, dev_pki, profile=pades.B_T)

    both = put(timestamped.pdf, dev_pki, "alcalde")

    assert both.level == "B-LTA"
    assert verify(both.pdf, dev_pki.trust).valid


def test_one_signer_gets_b_lta_and_several_end_with_it():
    assert pades.in_order(1) == (pades.B_LTA,)
    assert pades.in_order(3) == (
        Profile(Level.LT, certify=Changes.SIGNATURES),
        pades.B_LT,
        pades.B_LTA,
    )

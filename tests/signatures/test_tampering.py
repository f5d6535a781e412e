"""No altered document is ever valid: changed bytes, appended bytes, overlays, rubbish."""

import random
import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from signatures.pades import SignedPdf
from signatures.verification import Verdict, verify, verify_isolated
from tests.signatures.conftest import sign
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.test_signing import encrypted
from tests.signatures.test_verification import signed_at_level


def flipped(content: bytes, offset: int, bit: int = 0) -> bytes:
    changed = bytearray(content)
    changed[offset] ^= 1 << bit
    return bytes(changed)


def gap(content: bytes) -> tuple[int, int]:
    """Where the last signature's hexadecimal string begins and ends."""
    _, first, second, _ = map(int, re.findall(rb"/ByteRange ?\[([^\]]*)\]", content)[-1].split())
    return first + 1, second - 1


PLACES = {
    "header": lambda pdf: 6,
    "page": lambda pdf: pdf.index(b"stream") + 20,
    "first-range": lambda pdf: pdf.index(b"/ByteRange") + 14,
    "first-signature": lambda pdf: pdf.index(b"/Contents") + 400,
    "first-padding": lambda pdf: pdf.index(b"0" * 200) + 100,
    "last-range": lambda pdf: pdf.rindex(b"/ByteRange") + 14,
    "last-token": lambda pdf: gap(pdf)[0] + 200,
    "last-padding": lambda pdf: gap(pdf)[1] - 40,
    "last-bracket": lambda pdf: gap(pdf)[1],
    "cross-reference": lambda pdf: pdf.rindex(b"startxref") + 11,
    "trailer": lambda pdf: pdf.rindex(b"trailer") + 12,
    "last-byte": lambda pdf: len(pdf) - 1,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bit", [0, 5])
def test_one_changed_byte_is_never_valid(signed: SignedPdf, dev_pki: DevPki, place: str, bit: int):
    assert not verify(flipped(signed.pdf, PLACES[place](signed.pdf), bit), dev_pki.trust).valid


@given(st.randoms(use_true_random=False), st.integers(0, 7))
@settings(max_examples=40)
def test_no_byte_anywhere_can_change(signed, dev_pki, chance: random.Random, bit: int):
    offset = chance.randrange(len(signed.pdf))

    assert not verify(flipped(signed.pdf, offset, bit), dev_pki.trust).valid


@given(st.randoms(use_true_random=False), st.integers(0, 7))
@settings(max_examples=60)
def test_no_byte_of_the_last_token_can_change(signed, dev_pki, chance: random.Random, bit: int):
    begin, end = gap(signed.pdf)
    token = bytes.fromhex(signed.pdf[begin:end].decode())
    changed = flipped(token, chance.randrange(len(token.rstrip(b"\0"))), bit)

    forged = signed.pdf[:begin] + changed.hex().encode() + signed.pdf[end:]

    assert not verify(forged, dev_pki.trust).valid


def test_the_same_signature_in_other_letters_is_refused(signed: SignedPdf, dev_pki: DevPki):
    begin, end = gap(signed.pdf)
    letter = next(place for place in range(begin, end) if signed.pdf[place] in b"ABCDEF")
    respelled = flipped(signed.pdf, letter, 5)

    report = verify(respelled, dev_pki.trust)

    assert "signature-encoding" in {problem.code for problem in report.problems}


@pytest.mark.parametrize("tail", [b"\n", b"%", b"\n%%EOF\n"], ids=["newline", "percent", "eof"])
def test_appended_bytes_are_told(signed: SignedPdf, dev_pki: DevPki, tail: bytes):
    report = verify(signed.pdf + tail, dev_pki.trust)

    assert not report.valid
    assert {problem.code for problem in report.problems} & {
        "bytes-after-last-signature",
        "not-verifiable",
    }


def test_a_cut_document_is_never_valid(signed_twice: SignedPdf, dev_pki: DevPki):
    for end in range(500, len(signed_twice.pdf), len(signed_twice.pdf) // 12):
        assert not verify(signed_twice.pdf[:end], dev_pki.trust).valid


def test_new_page_content_after_signing_is_told(signed: SignedPdf, dev_pki: DevPki):
    writer = IncrementalPdfFileWriter(BytesIO(signed.pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)

    report = verify(output.getvalue(), dev_pki.trust)

    assert not report.valid
    assert {"changed-after-signing", "bytes-after-last-signature"} <= {
        problem.code for problem in report.problems
    }
    assert report.signers[0].intact


def test_changed_content_does_not_pass_under_a_second_signature(signed: SignedPdf, dev_pki: DevPki):
    writer = IncrementalPdfFileWriter(BytesIO(signed.pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)

    report = verify(sign(output.getvalue(), dev_pki, "alcalde").pdf, dev_pki.trust)

    assert not report.valid
    assert "changed-after-signing" in {problem.code for problem in report.problems}


def test_a_visible_field_over_what_was_signed_is_refused(signed: SignedPdf, dev_pki: DevPki):
    covered = signed_at_level(signed.pdf, dev_pki, "B-LTA", box=(50, 650, 500, 800), field="Encima")

    report = verify(covered, dev_pki.trust)

    assert not report.valid
    assert "visible-field-added" in {problem.code for problem in report.problems}


def test_a_visible_field_on_empty_paper_covers_nothing(signed: SignedPdf, dev_pki: DevPki):
    beside = signed_at_level(signed.pdf, dev_pki, "B-LTA", box=(50, 100, 300, 200), field="Al pie")

    assert verify(beside, dev_pki.trust).valid


def test_a_document_that_acts_by_itself_is_refused(unsigned_pdf: bytes, dev_pki: DevPki):
    writer = PdfWriter(clone_from=BytesIO(unsigned_pdf))
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    writer.root_object[NameObject("/OpenAction")] = action
    output = BytesIO()
    writer.write(output)

    report = verify(sign(output.getvalue(), dev_pki).pdf, dev_pki.trust)

    assert [problem.code for problem in report.problems] == ["active-content"]


def test_a_signature_moved_to_another_document_fails(
    signed: SignedPdf, unsigned_pdf: bytes, dev_pki: DevPki
):
    other = sign(unsigned_pdf.replace(b"%PDF-1.7", b"%PDF-1.6"), dev_pki)
    begin, end = gap(signed.pdf)
    other_begin, other_end = gap(other.pdf)
    moved = other.pdf[:other_begin] + signed.pdf[begin:end] + other.pdf[other_end:]

    report = verify(moved, dev_pki.trust)

    assert not report.valid


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_rubbish_gives_a_report_and_no_error(dev_pki, content: bytes):
    assert not verify(content, dev_pki.trust).valid
    assert not verify(b"%PDF-1.7\n" + content, dev_pki.trust).valid


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not-a-pdf"), (b"PK\x03\x04 a zip", "not-a-pdf"), (b"%PDF-1.7\n", "not-verifiable")],
    ids=["empty", "zip", "header-only"],
)
def test_what_is_no_pdf_is_not_verifiable(dev_pki: DevPki, content: bytes, code: str):
    for report in (verify(content, dev_pki.trust), verify_isolated(content, dev_pki.trust)):
        assert not report.valid
        assert report.problems[0].code == code
        assert report.problems[-1].code == "not-verifiable"


def test_an_encrypted_pdf_is_not_verifiable(unsigned_pdf: bytes, dev_pki: DevPki):
    report = verify(encrypted(unsigned_pdf), dev_pki.trust)

    assert [problem.code for problem in report.problems] == ["encrypted", "not-verifiable"]


def test_a_pdf_without_signatures_says_so(unsigned_pdf: bytes, dev_pki: DevPki):
    report = verify(unsigned_pdf, dev_pki.trust)

    assert (report.valid, report.verdict) == (False, Verdict.INDETERMINATE)
    assert [problem.code for problem in report.problems] == ["no-signatures"]

"""Several people sign one document in order: who comes when, what is locked, what stays valid."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from signatures import pades
from signatures.errors import (
    FieldAlreadySigned,
    SigningLocked,
    SigningOutOfOrder,
    SigningRefused,
)
from signatures.pades import Changes, Level, Profile, SignatureField, SignedPdf
from signatures.verification import ModificationKind, verify
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.pades.conftest import FIELDS, put, put_all


def field(pdf: bytes, name: str):
    found = PdfReader(BytesIO(pdf)).get_fields()
    assert found is not None
    return found[name].indirect_reference.get_object()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_signature_is_good_in_the_end(unsigned_pdf: bytes, dev_pki: DevPki, count: int):
    signed = put_all(unsigned_pdf, dev_pki, count)[-1]

    report = verify(signed.pdf, dev_pki.trust)

    assert report.valid, report.problems
    assert [signer.field for signer in report.signers] == [one.name for one in FIELDS[:count]]
    assert {signer.level for signer in report.signers} == {"B-LTA"} == {signed.level}


def test_every_signature_is_good_on_the_way(by_three: list[SignedPdf], dev_pki: DevPki):
    for count, signed in enumerate(by_three, 1):
        report = verify(signed.pdf, dev_pki.trust)

        assert [signer.sub_indication for signer in report.signers] == [None] * count
        assert all(signer.intact for signer in report.signers)


def test_each_signature_only_appends(by_three: list[SignedPdf]):
    first, second, third = (signed.pdf for signed in by_three)

    assert second.startswith(first)
    assert third.startswith(second)


def test_after_the_first_signature_only_signatures_and_proofs_were_added(
    by_three: list[SignedPdf], dev_pki: DevPki
):
    changes = {one.after: one for one in verify(by_three[-1].pdf, dev_pki.trust).modifications}

    assert changes["Ciudadano"].kind is ModificationKind.SIGNATURES
    assert set(changes["Ciudadano"].fields) == {"Revisor", "Autoridad"}
    assert changes["Autoridad"].kind is ModificationKind.VALIDATION_DATA


def test_the_first_signature_certifies_that_only_signatures_may_follow(by_three: list[SignedPdf]):
    root = PdfReader(BytesIO(by_three[0].pdf)).trailer["/Root"]
    reference = root["/Perms"]["/DocMDP"]["/Reference"][0]

    assert reference["/TransformMethod"] == "/DocMDP"
    assert reference["/TransformParams"]["/P"] == Changes.SIGNATURES


def test_each_field_locks_what_was_signed_up_to_it_and_the_last_everything(unsigned_pdf: bytes):
    document = pades.prepare(unsigned_pdf, FIELDS)
    first, second, last = (field(document, one.name)["/Lock"] for one in FIELDS)

    assert list(first["/Fields"]) == ["Ciudadano"]
    assert list(second["/Fields"]) == ["Ciudadano", "Revisor"]
    assert list(last["/Fields"]) == ["Ciudadano", "Revisor", "Autoridad"]
    assert [lock.get("/P") for lock in (first, second, last)] == [None, None, Changes.NONE]


def test_prepared_fields_are_invisible_and_named_for_people(unsigned_pdf: bytes):
    document = pades.prepare(unsigned_pdf, FIELDS)

    for one in FIELDS:
        found = field(document, one.name)
        assert found["/TU"] == one.label
        assert [float(side) for side in found["/Rect"]] == [0, 0, 0, 0]
    assert document.startswith(unsigned_pdf)


def test_nobody_signs_before_their_turn(unsigned_pdf: bytes, dev_pki: DevPki):
    document = pades.prepare(unsigned_pdf, FIELDS)

    with pytest.raises(SigningOutOfOrder) as caught:
        put(document, dev_pki, field="Autoridad")

    assert caught.value.data == {"field": "Autoridad", "expected": "Ciudadano"}


def test_nobody_signs_beside_the_prepared_fields(by_three: list[SignedPdf], dev_pki: DevPki):
    with pytest.raises(SigningOutOfOrder):
        put(by_three[0].pdf, dev_pki, field="Otra")


def test_a_field_is_signed_once(by_three: list[SignedPdf], dev_pki: DevPki):
    with pytest.raises(FieldAlreadySigned):
        put(by_three[0].pdf, dev_pki, field="Ciudadano")


@pytest.mark.parametrize("name", ["Ciudadano", "Autoridad", "Otra"])
def test_after_the_last_nobody_signs(by_three: list[SignedPdf], dev_pki: DevPki, name: str):
    with pytest.raises(SigningLocked) as caught:
        put(by_three[-1].pdf, dev_pki, field=name)

    assert caught.value.data["by"] == "Autoridad"


def test_a_document_certified_against_changes_takes_no_signature(
    unsigned_pdf: bytes, dev_pki: DevPki
):
    closed = put(unsigned_pdf, dev_pki, profile=Profile(Level.LT, certify=Changes.NONE))

    with pytest.raises(SigningLocked):
        put(closed.pdf, dev_pki, "alcalde", field="Otra")


def test_only_the_first_signature_certifies(by_three: list[SignedPdf], dev_pki: DevPki):
    with pytest.raises(SigningLocked):
        put(
            by_three[0].pdf,
            dev_pki,
            field="Revisor",
            profile=Profile(Level.LT, certify=Changes.SIGNATURES),
        )


def test_a_change_after_a_signature_is_told(by_three: list[SignedPdf], dev_pki: DevPki):
    writer = PdfWriter(BytesIO(by_three[1].pdf), incremental=True)
    writer.pages[0].rotate(90)
    changed = BytesIO()
    writer.write(changed)

    assert not verify(changed.getvalue(), dev_pki.trust).valid


def test_a_signed_document_is_not_prepared(by_three: list[SignedPdf]):
    with pytest.raises(FieldAlreadySigned):
        pades.prepare(by_three[0].pdf, FIELDS)


def test_a_document_is_prepared_once(unsigned_pdf: bytes):
    with pytest.raises(SigningRefused):
        pades.prepare(pades.prepare(unsigned_pdf, FIELDS), FIELDS)


@pytest.mark.parametrize("names", [("A", "A"), ("A.B",), ("",)], ids=["twice", "dotted", "empty"])
def test_field_names_are_single_and_plain(unsigned_pdf: bytes, names: tuple[str, ...]):
    with pytest.raises(SigningRefused):
        pades.prepare(unsigned_pdf, [SignatureField(name, "x") for name in names])

"""Batches: an outcome for each document, in order, whatever happens to the others."""

from collections.abc import Iterator

import pytest

from signatures import pades
from signatures.errors import CertificateExpired, SigningRefused, TimestampUnavailable
from signatures.pades import Item, Outcome
from signatures.trust import TimestampAuthority, TrustSettings
from signatures.verification import verify
from tests.signatures.devpki_fixture import DevPki, free_port


def batch(items, dev_pki: DevPki, label: str = "secretaria", **changes) -> Iterator[Outcome]:
    arguments = {"location": "Ejemplo", "authority": dev_pki.trust} | changes
    return pades.sign_many(items, dev_pki.unlock(label), **arguments)


def test_each_document_is_signed_and_told_in_order(unsigned_pdf: bytes, dev_pki: DevPki):
    items = [Item(number, unsigned_pdf, "Firma", f"Documento {number}") for number in range(20)]

    outcomes = list(batch(items, dev_pki))

    assert [outcome.name for outcome in outcomes] == list(range(20))
    signed = [outcome.signed for outcome in outcomes if outcome.signed]
    assert len({one.sha256 for one in signed}) == 20
    report = verify(signed[7].pdf, dev_pki.trust)
    assert report.valid
    assert report.signers[0].reason == "Documento 7"


def test_a_bad_document_does_not_stop_the_others(unsigned_pdf: bytes, dev_pki: DevPki):
    items = [Item(name, content, "Firma", "r") for name, content in enumerate(
        [unsigned_pdf, b"garbage", unsigned_pdf]
    )]  # fmt: skip

    first, second, third = batch(items, dev_pki)

    assert first.signed is not None
    assert third.signed is not None
    assert isinstance(second.error, SigningRefused)
    assert second.signed is None


def test_documents_are_taken_as_they_are_needed(unsigned_pdf: bytes, dev_pki: DevPki):
    taken = []

    def endless() -> Iterator[Item]:
        while True:
            taken.append(len(taken))
            yield Item(len(taken), unsigned_pdf, "Firma", "r")

    outcomes = batch(endless(), dev_pki, profile=pades.B_B)
    assert next(outcomes).signed is not None
    outcomes.close()

    assert len(taken) < 20


def test_without_timestamps_nothing_of_the_batch_is_signed(unsigned_pdf: bytes, dev_pki: DevPki):
    down = TrustSettings(
        tsas=(TimestampAuthority(url=f"http://127.0.0.1:{free_port()}/tsa"),),
        roots=dev_pki.trust.roots,
    )

    outcomes = list(
        batch([Item(1, unsigned_pdf, "Firma", "r")] * 3, dev_pki, authority=down)
    )  # fmt: skip

    assert all(isinstance(outcome.error, TimestampUnavailable) for outcome in outcomes)
    assert all(outcome.signed is None for outcome in outcomes)


def test_an_expired_key_is_refused_before_the_first_document(dev_pki: DevPki):
    with pytest.raises(CertificateExpired):
        next(batch([], dev_pki, "vencida"))

"""Archive timestamps that end: renewed in time the document stays valid, and what cannot be is named."""

from datetime import UTC, date, datetime, timedelta

import pytest

from signatures.errors import TimestampUnavailable
from signatures.pades import B_LT, SignedPdf
from signatures.timestamps import renewal
from signatures.timestamps.outlook import NothingToRenew, outlook
from signatures.timestamps.renewal import (
    RenewalRefused,
    RenewalUseless,
    renew,
)
from signatures.verification import Verdict, verify
from tests.signatures.conftest import sign
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.timestamps.conftest import trusting
from tests.signatures.timestamps.responder import Behaviour, Certificate, Issuer, answering

MONTH = timedelta(days=30)


@pytest.fixture
def today() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture
def ending(issuer: Issuer, today: datetime):
    """A service whose certificate ends in thirty days."""
    with answering(issuer, Certificate(end=today + MONTH)) as responder:
        yield responder


@pytest.fixture
def document(unsigned_pdf: bytes, dev_pki: DevPki, ending) -> SignedPdf:
    return sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, ending))


def test_the_outlook_names_what_ends_first(document, dev_pki, today):
    found = outlook(document.pdf, dev_pki.trust)

    assert found.reason == "certificate"
    assert found.ends_on == (today + MONTH).date()
    assert found.has_proofs
    assert found.algorithms == ("sha256", "ecdsa-256")


def test_a_renewed_document_outlives_its_first_tsa(document, dev_pki, first, today):
    later = today + 2 * MONTH

    renewed = renew(document.pdf, trusting(dev_pki, first))

    assert renewed.pdf.startswith(document.pdf)
    assert renewed.after.ends_on > later.date()
    assert verify(document.pdf, dev_pki.trust, now=later).verdict is Verdict.INDETERMINATE
    assert verify(renewed.pdf, dev_pki.trust, now=later).verdict is Verdict.TOTAL_PASSED
    assert len(verify(renewed.pdf, dev_pki.trust).timestamps) == 3


def test_a_document_at_b_lt_gets_its_first_archive_timestamp(
    unsigned_pdf, dev_pki, ending, first, today
):
    plain = sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, ending), profile=B_LT)
    later = today + 2 * MONTH

    renewed = renew(plain.pdf, trusting(dev_pki, first))

    assert outlook(plain.pdf, dev_pki.trust).ends_on == (today + MONTH).date()
    assert verify(plain.pdf, dev_pki.trust, now=later).verdict is Verdict.INDETERMINATE
    report = verify(renewed.pdf, dev_pki.trust, now=later)
    assert (report.verdict, report.level) == (Verdict.TOTAL_PASSED, "B-LTA")


def test_it_can_be_renewed_again_and_again(document, dev_pki, issuer, today):
    pdf = document.pdf
    ends = [today + timedelta(days=days) for days in (400, 800, 1200)]
    for end in ends:
        with answering(issuer, Certificate(end=end)) as responder:
            pdf = renew(pdf, trusting(dev_pki, responder)).pdf

    report = verify(pdf, dev_pki.trust, now=ends[1] + MONTH)

    assert report.verdict is Verdict.TOTAL_PASSED
    assert len(report.timestamps) == 5


def test_two_signers_stay_valid(document, dev_pki, ending, first, today):
    twice = sign(document.pdf, dev_pki, "seal", field="Sello", authority=trusting(dev_pki, ending))

    renewed = renew(twice.pdf, trusting(dev_pki, first))

    report = verify(renewed.pdf, dev_pki.trust, now=today + 2 * MONTH)
    assert report.verdict is Verdict.TOTAL_PASSED
    assert len(report.signers) == 2


def test_a_tampered_document_is_not_renewed(document, dev_pki, first):
    at = document.pdf.index(b"/Producer") if b"/Producer" in document.pdf else 200
    tampered = document.pdf[:at] + b"X" + document.pdf[at + 1 :]

    with pytest.raises(RenewalRefused):
        renew(tampered, trusting(dev_pki, first))
    assert first.asked == 0


def test_a_document_that_nobody_renewed_in_time_is_not_made_to_look_sound(
    document, dev_pki, first, today
):
    with pytest.raises(RenewalRefused):
        renew(document.pdf, trusting(dev_pki, first), now=today + 2 * MONTH)


def test_a_tsa_that_ends_as_soon_is_no_help(document, dev_pki, ending):
    with pytest.raises(RenewalUseless):
        renew(document.pdf, trusting(dev_pki, ending))


def test_with_all_services_down_nothing_changes(document, dev_pki, first):
    first.behaviour = Behaviour(status=500)

    with pytest.raises(TimestampUnavailable):
        renew(document.pdf, trusting(dev_pki, first))


@pytest.mark.parametrize("pdf", [b"", b"garbage", b"%PDF-1.7\n%%EOF"], ids=len)
def test_what_is_no_document_has_nothing_to_renew(pdf, dev_pki):
    with pytest.raises(NothingToRenew):
        outlook(pdf, dev_pki.trust)


def test_an_unsigned_document_has_nothing_to_renew(unsigned_pdf, dev_pki):
    with pytest.raises(NothingToRenew):
        outlook(unsigned_pdf, dev_pki.trust)


def test_an_algorithm_that_ends_before_the_certificate_decides(unsigned_pdf, dev_pki, issuer):
    """RSA-2048 has an end in the table; the certificate lasts until 2040."""
    with answering(issuer, Certificate(rsa_bits=2048)) as responder:
        signed = sign(unsigned_pdf, dev_pki, authority=trusting(dev_pki, responder))

    found = outlook(signed.pdf, dev_pki.trust)

    assert (found.reason, found.ends_on) == ("algorithm", date(2028, 12, 31))


def test_proofs_that_the_verifier_finds_too_old_decide(document, dev_pki, first, today):
    """The last timestamp's revocation data is of its own day; the verifier takes it ten years."""
    renewed = renew(document.pdf, trusting(dev_pki, first))

    assert renewed.after.reason == "proofs"
    within, beyond = renewed.after.proofs_end - MONTH, renewed.after.proofs_end + MONTH
    assert verify(renewed.pdf, dev_pki.trust, now=within).verdict is Verdict.TOTAL_PASSED
    assert verify(renewed.pdf, dev_pki.trust, now=beyond).verdict is Verdict.INDETERMINATE


def test_each_process_guesses_the_next_tsa_and_pays_one_token(document, dev_pki, ending, first):
    both = trusting(dev_pki, first)
    renewal.forget()
    renew(document.pdf, both)
    asked = first.asked

    renew(document.pdf, both)

    assert (asked, first.asked) == (2, 3)

"""Verification of sound documents: signers, times, level, changes, offline and years later."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from signatures import devpki
from signatures.certificates import certificates
from signatures.pades import SignedPdf
from signatures.trust import TrustSettings
from signatures.verification import ModificationKind, Report, Verdict, verify, verify_isolated
from tests.signatures.devpki_fixture import DevPki
from tests.signatures.pyhanko_signer import OpenKeySigner


def test_one_signature_passes_and_says_who_and_when(signed: SignedPdf, dev_pki: DevPki):
    report = verify(signed.pdf, dev_pki.trust)
    (signer,) = report.signers

    assert (report.valid, report.verdict, report.problems) == (True, Verdict.TOTAL_PASSED, ())
    assert report.level == "B-LTA"
    assert (signer.name, signer.position) == ("Ana Lucía Ñáñez", "Secretaria")
    assert signer.organization == "Alcaldía de Ejemplo"
    assert (signer.signed_at, signer.time_source) == (signed.signed_at, "timestamp")
    assert signer.intact


def test_timestamps_name_the_authority(signed: SignedPdf, dev_pki: DevPki):
    on_signature, on_document = verify(signed.pdf, dev_pki.trust).timestamps

    assert (on_signature.kind, on_document.kind) == ("signature", "document")
    assert on_signature.time <= on_document.time
    assert on_document.tsa == "Estampado cronológico de desarrollo"


def test_two_signatures_pass_and_the_first_knows_of_the_second(
    signed_twice: SignedPdf, dev_pki: DevPki
):
    report = verify(signed_twice.pdf, dev_pki.trust)

    assert report.valid
    assert [signer.field for signer in report.signers] == ["Firma", "Sello"]
    assert [change.kind for change in report.modifications] == [
        ModificationKind.SIGNATURES,
        ModificationKind.SIGNATURES,
        ModificationKind.VALIDATION_DATA,
        ModificationKind.NOTHING,
    ]
    assert report.modifications[0].text.startswith("Después de esta firma")


@pytest.mark.parametrize("days", [0, 2, 45, 400, 3000])
def test_it_passes_years_later_without_a_network(
    signed_twice: SignedPdf, dev_pki: DevPki, days: int
):
    offline = TrustSettings(roots=dev_pki.trust.roots)

    report = verify(signed_twice.pdf, offline, now=signed_twice.signed_at + timedelta(days=days))

    assert report.valid, report.problems


def test_when_timestamps_were_not_renewed_in_time_it_says_so(signed: SignedPdf, dev_pki: DevPki):
    report = verify(signed.pdf, dev_pki.trust, now=datetime(2050, 1, 1, tzinfo=UTC))

    assert report.verdict is Verdict.INDETERMINATE
    assert any(problem.code.startswith("timestamp-") for problem in report.problems)


def test_a_root_that_we_do_not_trust_gives_no_chain(
    signed: SignedPdf, dev_pki: DevPki, tmp_path: Path
):
    stranger = devpki.create(tmp_path, "http://127.0.0.1:9")
    trust = TrustSettings(roots=(stranger.root_pem,))

    report = verify(signed.pdf, trust)

    assert not report.valid
    assert report.verdict is Verdict.INDETERMINATE
    assert report.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_the_report_goes_to_json_and_back(signed_twice: SignedPdf, dev_pki: DevPki):
    report = verify(signed_twice.pdf, dev_pki.trust)

    plain = report.to_json()

    assert set(plain) >= {"valid", "verdict", "signers", "timestamps", "level", "modifications"}
    assert Report.from_json({**plain, "modifications": plain["modifications"]}) == report


def test_it_verifies_inside_a_running_event_loop(signed: SignedPdf, dev_pki: DevPki):
    async def view() -> Report:
        return verify(signed.pdf, dev_pki.trust)

    assert asyncio.run(view()).valid


def test_the_child_process_gives_the_same_report(signed: SignedPdf, dev_pki: DevPki):
    now = signed.signed_at + timedelta(days=1)

    assert verify_isolated(signed.pdf, dev_pki.trust, now=now) == verify(
        signed.pdf, dev_pki.trust, now=now
    )


def test_a_child_without_memory_is_not_verifiable(signed: SignedPdf, dev_pki: DevPki):
    report = verify_isolated(signed.pdf, dev_pki.trust, memory_bytes=32 * 1024**2)

    assert not report.valid
    assert [problem.code for problem in report.problems] == ["not-verifiable"]


def test_a_file_without_enough_time_is_to_be_tried_again(signed: SignedPdf, dev_pki: DevPki):
    late = verify_isolated(signed.pdf, dev_pki.trust, timeout_seconds=0.001)
    again = verify_isolated(signed.pdf, dev_pki.trust)

    assert not late.valid
    assert late.is_untimely
    assert [problem.code for problem in late.problems] == ["not-in-time"]
    assert not again.is_untimely


def test_children_that_ended_are_replaced(signed: SignedPdf, dev_pki: DevPki):
    now = signed.signed_at + timedelta(days=1)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(verify_isolated, signed.pdf, dev_pki.trust, now=now) for _ in range(3)]
    first = [one.result() for one in asked]
    for child in psutil.Process().children():
        if "signatures.verification" in child.cmdline():
            child.kill()

    assert all(report.valid for report in first)
    assert verify_isolated(signed.pdf, dev_pki.trust, now=now) == first[0]


@pytest.mark.parametrize(
    ("level", "passes"), [("B-B", False), ("B-T", False), ("B-LT", True), ("B-LTA", True)]
)
def test_levels_are_told_apart_and_below_lt_the_proofs_are_missing(
    unsigned_pdf: bytes, dev_pki: DevPki, level: str, passes: bool
):
    offline = replace(dev_pki.trust, fetches_revocation=False)

    report = verify(signed_at_level(unsigned_pdf, dev_pki, level), offline)

    assert report.level == level
    assert report.valid is passes
    assert passes or report.verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("level", ["B-B", "B-T"])
def test_missing_proofs_are_asked_of_the_authorities(
    unsigned_pdf: bytes, dev_pki: DevPki, level: str
):
    assert verify(signed_at_level(unsigned_pdf, dev_pki, level), dev_pki.trust).valid


def signed_at_level(pdf: bytes, dev_pki: DevPki, level: str, *, box=None, field="Firma") -> bytes:
    proofs = level in {"B-LT", "B-LTA"}
    context = ValidationContext(
        trust_roots=certificates(dev_pki.trust.roots),
        allow_fetching=True,
        revocation_mode="require",
    )
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=proofs,
            use_pades_lta=level == "B-LTA",
            validation_context=context if proofs else None,
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        ),
        OpenKeySigner(dev_pki.unlock("secretaria")),
        timestamper=None if level == "B-B" else HTTPTimeStamper(dev_pki.trust.tsas[0].url),
        new_field_spec=SigFieldSpec(field, on_page=0, box=box),
    )
    output = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=32768)
    signed: bytes = output.getvalue()
    return signed

"""The signed request: what was shown is in it byte for byte, and anyone can check every hash."""

import hashlib
import io
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from pypdf import PdfReader

from engine import commands
from engine.commands import clock
from engine.errors import SignatureDoesNotFit
from engine.events import log
from engine.jobs import solicitud, workshop
from engine.jobs.contract import Task
from engine.jobs.execution import run_due
from engine.jobs.table import HANDLERS
from engine.jobs.workshop import EntitySeal
from engine.models import Case, DocumentStatus
from engine.queries import cases as case_query
from engine.queries import documents, timeline
from engine.rehearsal.samples import scenario_answers
from signatures import keys, trust
from signatures.electronic import Signer
from signatures.models import KeyKind
from signatures.verification import verify
from tests.engine import cases, requests
from tests.engine.cases import FRIDAY
from tests.signatures.devpki_fixture import SEAL_PIN


@pytest.fixture
def sealed(office, dev_pki, settings):
    """A case whose request was signed by code and sealed by the entity's real seal, today."""
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    keys.enrol(dev_pki.pki.pkcs12("seal"), SEAL_PIN, None, KeyKind.SEAL)
    with (
        clock.lend(lambda: datetime.now(tz=UTC)),
        workshop.lend(replace(office, seal=EntitySeal(SEAL_PIN))),
    ):
        case = requests.file_signed("T02-E1", datetime.now(tz=UTC))
        run_due()
        yield case.documents.get(kind="solicitud")


def stored(document) -> bytes:
    return documents.document_for(cases.citizen(), document.id).content


def attachments(pdf: bytes) -> dict[str, tuple[bytes, str]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            name: (spec.get_file().read_bytes(), str(spec.obj.AFRelationship))
            for name, spec in opened.attachments.items()
        }


def test_the_sealed_request_is_valid_and_archived(sealed) -> None:
    report = verify(stored(sealed), trust.from_settings())
    assert report.valid, report.problems
    assert report.verdict.name == "TOTAL_PASSED"
    assert sealed.status == DocumentStatus.ARCHIVED
    assert sealed.sha256 == hashlib.sha256(stored(sealed)).hexdigest()


def test_an_auditor_recomputes_every_hash_from_the_file_alone(sealed) -> None:
    inside = attachments(stored(sealed))
    shown, relation = inside["solicitud.pdf"]
    evidence = json.loads(inside["evidencia.json"][0])
    assert relation == "/Source"
    assert evidence["document"]["sha256"] == hashlib.sha256(shown).hexdigest()
    agreement = inside["acuerdo.txt"][0]
    assert evidence["agreement"]["sha256"] == hashlib.sha256(agreement).hexdigest()
    assert evidence["signer"]["doc_number"] == "27080111"
    assert evidence["delivery"] == {"channel": "mail", "address": "a***@correo.test"}


@pytest.mark.poppler
def test_the_same_with_free_tools(sealed, tmp_path: Path) -> None:
    pdf = tmp_path / "solicitud-firmada.pdf"
    pdf.write_bytes(stored(sealed))
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(pdf)], check=True)
    sums = subprocess.run(
        ["sha256sum", "solicitud.pdf", "evidencia.json", "acuerdo.txt"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[::2]
    evidence = json.loads((tmp_path / "evidencia.json").read_text())
    assert sums[0] == evidence["document"]["sha256"]
    assert sums[1] == sealed.details["signature"]["evidenceSha256"]
    assert sums[2] == evidence["agreement"]["sha256"]


def test_the_pages_say_what_was_shown_and_who_signed_how(sealed) -> None:
    pdf = stored(sealed)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    shown = attachments(pdf)["solicitud.pdf"][0]
    for section in solicitud.data_of(shown)["request"]["sections"]:
        for row in section["rows"]:
            assert row["label"].split()[0] in text
    for words in ("Constancia de firma electrónica", "a***@correo.test", sealed.case.radicado):
        assert words in text


def test_the_chain_of_events_holds_the_evidence(sealed) -> None:
    case = Case.objects.get(pk=sealed.case_id)
    filed = json.loads(case.events.get(kind="case.filed").data)
    told = json.loads(case.events.get(kind="request.signed").data)
    evidence = attachments(stored(sealed))["evidencia.json"][0]
    assert filed["signature"]["evidence"] == hashlib.sha256(evidence).hexdigest()
    assert told["documentSha256"] == json.loads(evidence)["document"]["sha256"]
    assert log.broken_links(case) == []


def test_the_story_and_the_case_say_that_it_was_signed(sealed) -> None:
    radicado = sealed.case.radicado or ""
    story = timeline.timeline(cases.citizen(), radicado)
    assert any("a***@correo.test" in entry.text for entry in story)
    view = case_query.case_for(cases.citizen(), radicado)
    assert (
        view.signature_text == "Firmado electrónicamente con un código enviado a a***@correo.test"
    )


def test_only_who_holds_the_code_finds_the_request(sealed) -> None:
    found = documents.public_document(sealed.verification_code, FRIDAY.date())
    assert found.sha256 == sealed.sha256


def test_a_second_run_seals_nothing_twice(sealed) -> None:
    case = Case.objects.get(pk=sealed.case_id)
    job = case.jobs.get(type="solicitud.seal")
    before = (sealed.sha256, case.events.count())
    HANDLERS[job.type](
        Task(
            job=job,
            case=case,
            version=commands.version_of(case.version_digest),
            variables=job.variables,
            workshop=workshop.current(),
            now=clock.now(),
        )
    )
    sealed.refresh_from_db()
    assert (sealed.sha256, case.events.count()) == before


def test_the_same_answers_are_shown_as_the_same_bytes(office) -> None:
    slug, plan = cases.scenario("T02-E2")
    answers = scenario_answers(slug, plan, cases.citizen().user_id, FRIDAY)
    signer = Signer(subject="user:1", name="Ana")
    first = solicitud.show(slug, answers, signer, saved_at=FRIDAY)
    assert solicitud.show(slug, answers, signer, saved_at=FRIDAY).sha256 == first.sha256
    changed = {**answers, "since": FRIDAY.date()}
    assert solicitud.show(slug, changed, signer, saved_at=FRIDAY).sha256 != first.sha256


def test_evidence_of_another_document_files_nothing(office) -> None:
    slug, plan = cases.scenario("T02-E1")
    actor = cases.citizen()
    answers = scenario_answers(slug, plan, actor.user_id, FRIDAY)
    good = requests.signed(slug, answers, actor, FRIDAY)
    for bad in (
        replace(good, shown=good.shown + b"\n"),
        replace(good, agreement=replace(good.agreement, text="Otro.")),
    ):
        with pytest.raises(SignatureDoesNotFit):
            commands.file_case(
                commands.FileCase(
                    actor=actor, slug=slug, answers=answers, submit_id=uuid4(), signature=bad
                )
            )
    assert not Case.objects.exists()


def test_the_receipt_says_that_the_request_was_signed(office) -> None:
    case = requests.file_signed("T02-E1", FRIDAY)
    run_due()
    assert case.documents.get(kind="solicitud").status == DocumentStatus.ARCHIVED
    receipt = case.documents.get(kind="constancia")
    text = PdfReader(io.BytesIO(documents.document_for(cases.citizen(), receipt.id).content))
    assert "Firmado electrónicamente" in " ".join(p.extract_text() for p in text.pages)

"""Filing: a number at once, once, without gaps; and nothing at all when the form is wrong."""

import json
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from bpmn import versions
from bpmn.package import from_files, read_folder
from engine import commands
from engine.clock import BOGOTA
from engine.commands import clock
from engine.errors import AnswersRefused, CaseStuck, ProcedureNotFound
from engine.jobs.execution import run_due
from engine.models import Case, Document, NumberSeries
from engine.rehearsal.samples import scenario_answers
from forms.errors import UploadNotFound
from forms.uploads import forget
from tests.engine import cases


def test_filing_answers_with_a_radicado_a_term_and_a_code(office) -> None:
    case = cases.file("T02-E2")

    assert case.radicado == "2026-52001-E-000001"
    assert case.legal_filed_on == date(2026, 11, 20)
    assert case.due_on == date(2026, 12, 14)
    assert case.verification_code
    assert case.expediente.startswith("200.08.01-2026-")


def test_numbers_follow_each_other(office) -> None:
    numbers = [cases.file("T02-E2").radicado for _ in range(3)]

    assert numbers == [f"2026-52001-E-00000{n}" for n in (1, 2, 3)]


def test_a_repeated_submit_gives_the_first_radicado(office) -> None:
    submit_id = uuid4()

    first = cases.file("T02-E2", submit_id=submit_id)
    second = cases.file("T02-E2", submit_id=submit_id)

    assert first.radicado == second.radicado
    assert Case.objects.exclude(status="draft").count() == 1


def test_what_is_filed_on_a_holiday_counts_from_the_next_business_day(office) -> None:
    saturday = datetime(2026, 12, 5, 22, tzinfo=BOGOTA)
    with clock.lend(lambda: saturday):
        case = cases.file("T02-E2")

    assert case.received_at.astimezone(BOGOTA) == saturday
    assert case.legal_filed_on == date(2026, 12, 7)


def test_wrong_answers_are_named_field_by_field_and_nothing_is_filed(office) -> None:
    slug, _ = cases.scenario("T02-E2")

    with pytest.raises(AnswersRefused) as refused:
        commands.file_case(
            commands.FileCase(
                actor=cases.citizen(), slug=slug, answers={"cert_kind": "nada"}, submit_id=uuid4()
            )
        )

    assert "applicant.doc_number" in refused.value.errors
    assert not Case.objects.exists()
    assert not NumberSeries.objects.exists()


def test_a_filing_that_fails_leaves_no_gap_in_the_series(office) -> None:
    cases.file("T02-E2")
    slug, plan = cases.scenario("T02-E9")
    actor = cases.citizen()
    answers = scenario_answers(slug, plan, actor.user_id, cases.FRIDAY)
    forget(UUID(answers["bill_file"]["upload"]))

    with pytest.raises((AnswersRefused, UploadNotFound)):
        commands.file_case(
            commands.FileCase(actor=actor, slug=slug, answers=answers, submit_id=uuid4())
        )

    assert cases.file("T02-E2").radicado == "2026-52001-E-000002"


def test_an_unknown_procedure_is_named(office) -> None:
    with pytest.raises(ProcedureNotFound):
        commands.file_case(
            commands.FileCase(
                actor=cases.citizen(), slug="no-existe", answers={}, submit_id=uuid4()
            )
        )


def test_a_folder_copied_under_another_name_files_without_any_python(office, friday) -> None:
    slug, _ = cases.scenario("T01-E1")
    files = dict(read_folder(cases.SHELF / slug).files)
    copied = {
        path: content.replace(slug.encode(), b"tramite-copiado")
        if path in ("procedure.toml", "process.bpmn")
        else content
        for path, content in files.items()
    }
    versions.publish(
        from_files("tramite-copiado", copied),
        library=versions.shelf_library(),
        author="ana",
        publisher="luis",
        now=friday,
    )

    case = cases.file("T01-E1", slug="tramite-copiado")
    run_due()

    case.refresh_from_db()
    assert case.outcome == "CERTIFICADO"
    assert case.slug == "tramite-copiado"


def test_attachments_go_to_the_archive_by_their_content(office, store) -> None:
    case = cases.file("T02-E9")
    run_due()

    attachment = Document.objects.get(case=case, kind="anexo")
    assert attachment.status == "archived"
    assert store.get(attachment.archive_key).startswith(b"%PDF")
    assert attachment.retain_until >= date(2029, 11, 20)


def test_the_version_of_a_case_stays_when_another_is_published(office, friday) -> None:
    case = cases.file("T02-E2")
    slug, _ = cases.scenario("T02-E2")
    files = dict(read_folder(cases.SHELF / slug).files)
    form = json.loads(files["forms/verificacion.form"])
    form["components"][0]["label"] = form["components"][0].get("label", "") + " (nuevo)"
    files["forms/verificacion.form"] = json.dumps(form).encode()
    newer = versions.publish(
        from_files(slug, files),
        library=versions.shelf_library(),
        author="ana",
        publisher="luis",
        now=friday,
    )

    run_due()
    case.refresh_from_db()

    assert newer.digest != case.version_digest
    assert cases.waiting_item(case).element_id == "T02.07"


def test_a_model_that_fails_leaves_the_case_where_it_was(office) -> None:
    case = cases.file("T02-E2")
    run_due()
    case.refresh_from_db()
    frozen = bytes(case.frozen)
    Case.objects.filter(pk=case.pk).update(frozen=b"no es un estado")
    actor = cases.official("secretario-gobierno")
    item = cases.waiting_item(case)
    cases.claim(actor, item)

    with pytest.raises(CaseStuck):
        cases.complete(actor, item, {"decision": "procede"})

    item.refresh_from_db()
    assert item.status == "claimed"
    Case.objects.filter(pk=case.pk).update(frozen=frozen)
    cases.complete(actor, item, {"decision": "procede"})
    item.refresh_from_db()
    assert item.status == "completed"

"""A case's expediente: opened with it, filled as documents are archived, closed with a sealed index."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from lxml import etree

from archive.custody import holds
from archive.models import ArchiveChain, ArchiveEvent, Expediente, Holding, LegalHold
from archive.records import ledger, versions
from archive.records.index import SCHEMA, electronic_index, entries_of, head_of
from archive.records.ledger import Who, chain_of_expediente
from archive.records.paper import xml_in
from archive.records.schedule import load_trd
from archive.stores.errors import RetentionActive
from bpmn.entity import trd_source
from engine import commands
from engine.commands import clock
from engine.jobs import workshop
from engine.jobs.execution import run_due
from signatures import keys, trust
from signatures.models import KeyKind
from signatures.verification import verify
from tests.engine import cases

NUBIA = Who(id=1, name="Nubia")


@pytest.fixture
def case(office):
    return cases.file("T02-E2")


def expediente_of(case) -> Expediente:
    case.refresh_from_db()
    return Expediente.objects.get(number=case.expediente)


def end(case) -> Expediente:
    commands.withdraw_case(
        commands.WithdrawCase(
            actor=cases.citizen(), case_id=case.id, reason="Ya no", submit_id=uuid4()
        )
    )
    run_due()
    return expediente_of(case)


def test_it_is_opened_when_the_case_is_filed(case) -> None:
    expediente = expediente_of(case)

    assert (expediente.stage, expediente.opened_on) == ("open", date(2026, 11, 20))
    assert expediente.series == "200.08.01"
    assert expediente.schedule_version == "2026-v1"
    assert case.radicado in expediente.title
    assert "Ana" not in expediente.title
    first = ArchiveEvent.objects.get(chain=chain_of_expediente(case.expediente), seq=1)
    assert first.kind == "expediente.opened"


def test_each_archived_document_is_in_it_once_and_its_open_index_is_valid(case) -> None:
    run_due()
    expediente = expediente_of(case)

    archived = set(case.documents.filter(status="archived").values_list("pk", flat=True))
    originals = expediente.holdings.filter(copy_of=None)
    assert archived
    assert set(originals.values_list("document_id", flat=True)) == archived
    head = head_of(expediente, entity="Alcaldía", entity_id="1-2", indexed_at=clock.now())
    assert head.state == "abierto"
    xml = electronic_index(head, entries_of(expediente))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(xml))


def test_closing_seals_the_index_and_starts_retention(case, office) -> None:
    expediente = end(case)

    assert (expediente.stage, expediente.closed_on) == ("management", date(2026, 11, 20))
    assert expediente.management_until == date(2027, 11, 20)
    assert expediente.central_until == date(2029, 11, 20)
    index = case.documents.get(kind="indice")
    assert (index.media_type, index.status, index.level) == (
        "application/pdf",
        "archived",
        "ENSAYO",
    )
    for holding in expediente.holdings.all():
        assert holding.retain_until >= date(2029, 11, 20)
        assert office.store.stat(holding.store_key).retain_until >= date(2029, 11, 20)
        with pytest.raises(RetentionActive):
            office.store.delete(holding.store_key, date(2027, 1, 1))
    assert ledger.broken_links(chain_of_expediente(expediente.number)) == []


def test_the_xml_in_the_sealed_index_is_the_one_that_the_archive_holds(case, office) -> None:
    expediente = end(case)

    sealed = expediente.holdings.get(kind="indice")
    xml = expediente.holdings.get(kind="indice-xml")
    content = office.store.get(xml.store_key)
    assert xml_in(office.store.get(sealed.store_key)) == content
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    assert root.findtext("Estado") == "cerrado"
    listed = {node.findtext("Valor_Huella") for node in root.iter("DocumentoIndizado")}
    held = expediente.holdings.exclude(kind__in=("indice", "indice-xml"))
    assert listed == set(held.values_list("sha256", flat=True))


def test_closing_twice_changes_nothing(case, office) -> None:
    expediente = end(case)
    job = case.jobs.get(type="record.close")
    before = (expediente.holdings.count(), Holding.objects.count())
    type(job).objects.filter(pk=job.pk).update(status="queued", attempts=0, finished_at=None)

    with clock.lend(lambda: datetime(2026, 11, 25, 15, tzinfo=UTC)):
        run_due()

    again = expediente_of(case)
    assert (again.holdings.count(), Holding.objects.count()) == before
    assert again.closed_on == date(2026, 11, 20)


def test_the_adopted_trd_rules_over_the_file_and_stays_with_the_expediente(office) -> None:
    written = load_trd(trd_source("52001"))
    line = replace(written.series("200.08.01"), central_years=9)
    changed = replace(written, version="2026-v2", lines={**written.lines, line.code: line})
    versions.load(changed, today=date(2026, 1, 1), now=clock.now())
    assert workshop.current().schedule.version == "2026-v2"
    case = cases.file("T02-E2")
    newer = versions.draft("2026-v3", NUBIA, based_on=None, now=clock.now())
    values = {"code": "200.08.01", "unit": "200", "series": "X", "subseries": "Y"}
    values |= {"management_years": 0, "central_years": 0, "disposition": "E"}
    values |= {"sample_percent": None, "is_digitised": False, "procedure": "", "legal_basis": ""}
    versions.write_line(newer.id, values, NUBIA, line_id=None, now=clock.now())
    versions.submit(newer.id, NUBIA, now=clock.now())
    versions.adopt(
        newer.id,
        Who(id=2, name="Álvaro"),
        act="Resolución 1",
        adopted_on=date(2026, 11, 20),
        valid_from=date(2026, 11, 20),
        now=clock.now(),
    )

    expediente = end(case)

    assert expediente.schedule_version == "2026-v2"
    assert expediente.central_until == date(2036, 11, 20)


def test_what_enters_a_held_expediente_is_held(case, office) -> None:
    holds.place(
        expediente_of(case).number,
        reason="Proceso",
        authority="Juzgado",
        act="Auto 1",
        who=NUBIA,
        store=office.store,
        now=clock.now(),
    )
    run_due()

    keys = expediente_of(case).holdings.values_list("store_key", flat=True)
    assert keys
    assert all(office.store.is_held(key) for key in keys)


def test_cases_of_before_get_their_expediente_and_closed_ones_their_dates(case, office) -> None:
    closed = end(case)
    waiting = cases.file("T02-E2", actor=cases.citizen("otra@correo.test"))
    run_due()
    held = {e.number: e.holdings.filter(copy_of=None).count() for e in Expediente.objects.all()}
    for table in (LegalHold, Holding, Expediente, ArchiveChain):
        table.objects.filter(**({"copy_of__isnull": False} if table is Holding else {})).delete()
        table.objects.all().delete()
    ArchiveEvent.objects.all()._raw_delete("default")

    call_command("open_expedientes")

    waiting.refresh_from_db()
    assert expediente_of(waiting).stage == "open"
    again = Expediente.objects.get(number=closed.number)
    assert (again.stage, again.closed_on, again.central_until) == (
        "management",
        closed.closed_on,
        closed.central_until,
    )
    # The XML of the index was no document of the case.
    assert again.holdings.count() == held[closed.number] - 1
    assert expediente_of(waiting).holdings.count() == held[waiting.expediente]


def test_the_entity_seals_the_index_so_that_it_verifies(office, dev_pki, settings) -> None:
    settings.PKI_DIR, settings.PKI_URL = dev_pki.directory, dev_pki.base_url
    settings.TSA_URL = settings.TRUST_ROOTS = ""
    keys.enrol(dev_pki.pki.pkcs12("seal"), settings.SEAL_PASSWORD, None, KeyKind.SEAL)
    real = replace(office, seal=workshop.EntitySeal(settings.SEAL_PASSWORD))
    with clock.lend(lambda: datetime.now(tz=UTC)), workshop.lend(real):
        expediente = end(cases.file("T02-E2"))

    sealed = office.store.get(expediente.holdings.get(kind="indice").store_key)
    report = verify(sealed, trust.from_settings())
    assert report.valid
    assert report.level == "B-LTA"

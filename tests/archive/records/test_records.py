"""The retention schedule, and the index of an expediente."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.records.index import SCHEMA, ExpedienteHead, IndexEntry, electronic_index, folio_count
from archive.records.schedule import ScheduleRefused, SeriesUnknown, load_trd
from bpmn.entity import trd_source

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HEAD = ExpedienteHead(
    expediente="200.08.01-2026-000001",
    title="Certificado",
    entity="Alcaldía",
    entity_id="891280000-3",
    unit="200",
    series="200.08.01",
    series_name="CERTIFICADOS / Residencia",
    schedule_version="2026-v1",
    opened_on=date(2026, 11, 20),
    closed_on=date(2026, 11, 20),
    indexed_at=NOON,
)
ENTRY = IndexEntry(
    document_id="1",
    name="Recibo <&> de Ñandú",
    kind="anexo",
    created_at=NOON,
    joined_at=NOON,
    sha256="0" * 64,
    order=1,
    first_page=1,
    last_page=2,
    media_type="application/pdf",
    size_bytes=10,
)


@pytest.fixture
def schedule():
    return load_trd(trd_source("52001"))


def valid(xml: bytes) -> bool:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(xml))
    return True


def test_retention_counts_both_archives_from_the_closing(schedule) -> None:
    assert schedule.retain_until("200.08.01", date(2026, 11, 20)) == date(2029, 11, 20)
    assert schedule.retain_until("400.08.03", date(2026, 11, 20)) == date(2031, 11, 20)
    assert schedule.management_until("200.08.01", date(2026, 11, 20)) == date(2027, 11, 20)


def test_a_leap_day_ends_on_the_last_of_february(schedule) -> None:
    assert schedule.retain_until("200.08.01", date(2028, 2, 29)) == date(2031, 2, 28)


def test_every_series_of_part_g_is_there(schedule) -> None:
    assert len(schedule.lines) == 21
    assert schedule.series("410.19.01").disposition == "E+D"


def test_an_unknown_series_is_named(schedule) -> None:
    with pytest.raises(SeriesUnknown):
        schedule.retain_until("999.99.99", date(2026, 1, 1))


@pytest.mark.parametrize(
    "toml",
    [
        b"{",
        b"version = 1",
        b'version="1"\n[[series]]\ncode="x"',
        b"\xff",
        b'version="1"\nvalid_from="ayer"\nseries=[]',
        b'version="1"\nelimination_notice=3\nseries=[]',
    ],
    ids=["cut", "no-series", "short-series", "no-utf8", "no-date", "no-notice"],
)
def test_a_malformed_schedule_is_refused(toml) -> None:
    with pytest.raises(ScheduleRefused):
        load_trd(toml)


def test_the_index_holds_every_field_in_order_and_escapes_names() -> None:
    root = etree.fromstring(electronic_index(HEAD, [ENTRY]))

    row = root.find("DocumentoIndizado")
    assert root.tag == "TipoDocumentoFoliado"
    assert row.findtext("Nombre_Documento") == "Recibo <&> de Ñandú"
    assert [field.tag for field in row] == [
        "Id", "Nombre_Documento", "Tipologia_Documental", "Fecha_Creacion_Documento",
        "Fecha_Incorporacion_Expediente", "Valor_Huella", "Funcion_Resumen",
        "Orden_Documento_Expediente", "Pagina_Inicio", "Pagina_Fin", "Formato", "Tamano", "Origen",
    ]  # fmt: skip
    assert electronic_index(HEAD, [ENTRY]) == electronic_index(HEAD, [ENTRY])


def test_an_open_expediente_has_no_closing_date_and_its_index_is_valid() -> None:
    xml = electronic_index(replace(HEAD, state="abierto", closed_on=None), [])

    assert valid(xml)
    assert b"Fecha_Cierre" not in xml


def test_a_name_that_xml_cannot_hold_loses_only_those_characters() -> None:
    xml = electronic_index(HEAD, [replace(ENTRY, name="a\x00b\x0b\uffffc\ud800d")])

    assert valid(xml)
    assert etree.fromstring(xml).findtext("DocumentoIndizado/Nombre_Documento") == "abcd"


@given(
    pages=st.lists(st.integers(1, 500), max_size=30),
    names=st.lists(st.text(max_size=60), min_size=30, max_size=30),
)
def test_any_index_is_valid_and_its_folios_add_up(pages, names) -> None:
    entries, last = [], 0
    for order, (count, name) in enumerate(zip(pages, names, strict=False), 1):
        entries.append(
            replace(
                ENTRY,
                name=name,
                order=order,
                first_page=last + 1,
                last_page=last + count,
                joined_at=NOON + timedelta(minutes=order),
            )
        )
        last += count

    xml = electronic_index(HEAD, entries)

    assert valid(xml)
    root = etree.fromstring(xml)
    assert int(root.findtext("Total_Folios")) == sum(pages) == folio_count(entries)
    ends = [int(e.text) for e in root.iter("Pagina_Fin")]
    starts = [int(e.text) for e in root.iter("Pagina_Inicio")]
    assert starts == [1, *(end + 1 for end in ends)][: len(pages)]

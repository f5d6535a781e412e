"""The retention schedule, and the index of an expediente."""

from datetime import UTC, date, datetime

import pytest
from lxml import etree

from archive.records.index import ExpedienteHead, IndexEntry, electronic_index
from archive.records.schedule import ScheduleRefused, SeriesUnknown, load_trd
from bpmn.entity import trd_source

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def schedule():
    return load_trd(trd_source("52001"))


def test_retention_counts_both_archives_from_the_closing(schedule) -> None:
    assert schedule.retain_until("200.08.01", date(2026, 11, 20)) == date(2029, 11, 20)
    assert schedule.retain_until("400.08.03", date(2026, 11, 20)) == date(2031, 11, 20)


def test_a_leap_day_ends_on_the_last_of_february(schedule) -> None:
    assert schedule.retain_until("200.08.01", date(2028, 2, 29)) == date(2031, 2, 28)


def test_every_series_of_part_g_is_there(schedule) -> None:
    assert len(schedule.lines) == 21
    assert schedule.series("410.19.01").disposition == "E+D"


def test_an_unknown_series_is_named(schedule) -> None:
    with pytest.raises(SeriesUnknown):
        schedule.retain_until("999.99.99", date(2026, 1, 1))


@pytest.mark.parametrize(
    "toml", [b"{", b"version = 1", b'version="1"\n[[series]]\ncode="x"', b"\xff"]
)
def test_a_malformed_schedule_is_refused(toml) -> None:
    with pytest.raises(ScheduleRefused):
        load_trd(toml)


def test_the_index_holds_every_field_in_order_and_escapes_names() -> None:
    head = ExpedienteHead(
        expediente="200.08.01-2026-000001",
        entity="Alcaldía",
        series="200.08.01",
        opened_on=date(2026, 11, 20),
        closed_on=date(2026, 11, 20),
        indexed_at=NOON,
    )
    entry = IndexEntry(
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

    root = etree.fromstring(electronic_index(head, [entry]))

    row = root.find("DocumentoIndizado")
    assert root.tag == "TipoDocumentoFoliado"
    assert row.findtext("Nombre_Documento") == "Recibo <&> de Ñandú"
    assert [field.tag for field in row] == [
        "Id", "Nombre_Documento", "Tipologia_Documental", "Fecha_Creacion_Documento",
        "Fecha_Incorporacion_Expediente", "Valor_Huella", "Funcion_Resumen",
        "Orden_Documento_Expediente", "Pagina_Inicio", "Pagina_Fin", "Formato", "Tamano", "Origen",
    ]  # fmt: skip
    assert electronic_index(head, [entry]) == electronic_index(head, [entry])

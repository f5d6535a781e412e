"""The electronic index of an expediente, in XML. Source: AGN, Acuerdo 003 de 2015 (verificar); G.INF.08.

The names of the fields are those that Colombian systems share; the head and its order are ours, until the
AGN's own annex has been read (`indice.xsd` beside this file says exactly what is written).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from archive.models import Expediente, Holding, RecordStage
from archive.records.adopted import named
from archive.records.incorporation import INDEX_KINDS

SCHEMA = Path(__file__).parent / "indice.xsd"
_BOGOTA = ZoneInfo("America/Bogota")


@dataclass(frozen=True, kw_only=True)
class ExpedienteHead:
    """Whose index it is.

    Attributes:
        series_name: series and subseries in words.
        schedule_version: version of the TRD that the expediente keeps.
        state: abierto or cerrado.
    """

    expediente: str
    title: str
    entity: str
    entity_id: str
    unit: str
    series: str
    series_name: str
    schedule_version: str
    opened_on: date
    closed_on: date | None
    indexed_at: datetime
    state: str = "cerrado"


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """One document of the expediente, in order.

    Attributes:
        copy_of: order of the original that this is a preservation copy of; a copy has its folios.
        removed_on: when an approved act removed its bytes.
    """

    document_id: str
    name: str
    kind: str
    created_at: datetime
    joined_at: datetime
    sha256: str
    order: int
    first_page: int
    last_page: int
    media_type: str
    size_bytes: int
    origin: str = "electrónico"
    copy_of: int | None = None
    removed_on: date | None = None


def head_of(
    expediente: Expediente,
    *,
    entity: str,
    entity_id: str,
    indexed_at: datetime,
    closed_on: date | None = None,
) -> ExpedienteHead:
    """The head of an expediente's index.

    Args:
        expediente: whose index.
        entity: name of the entity.
        entity_id: its NIT with the check digit.
        indexed_at: moment of the index, aware.
        closed_on: day of closing, where this is the index that closes it.
    """
    closed = closed_on or expediente.closed_on
    is_open = closed is None and expediente.stage == RecordStage.OPEN
    return ExpedienteHead(
        expediente=expediente.number,
        title=expediente.title,
        entity=entity,
        entity_id=entity_id,
        unit=expediente.unit,
        series=expediente.series,
        series_name=series_name(expediente),
        schedule_version=expediente.schedule_version,
        opened_on=expediente.opened_on,
        closed_on=closed,
        indexed_at=indexed_at.astimezone(_BOGOTA),
        state="abierto" if is_open else "cerrado",
    )


def series_name(expediente: Expediente) -> str:
    """Series and subseries in words, by the version that the expediente keeps."""
    schedule = named(expediente.schedule_version)
    if schedule is None or expediente.series not in schedule:
        return ""
    line = schedule.series(expediente.series)
    return f"{line.series} / {line.subseries}".strip(" /")


def entries_of(expediente: Expediente) -> list[IndexEntry]:
    """What the expediente holds, in order, without its indexes."""
    holdings = expediente.holdings.exclude(kind__in=INDEX_KINDS).select_related("copy_of")
    return [_entry(holding) for holding in holdings.order_by("order")]


def electronic_index(head: ExpedienteHead, entries: Iterable[IndexEntry]) -> bytes:
    """The index as XML in UTF-8, the same bytes for the same content."""
    listed = list(entries)
    root = etree.Element("TipoDocumentoFoliado")
    for name, value in _head_fields(head, listed):
        etree.SubElement(root, name).text = value
    for entry in listed:
        node = etree.SubElement(root, "DocumentoIndizado")
        for name, value in _fields(entry):
            etree.SubElement(node, name).text = _clean(value)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def folio_count(entries: Iterable[IndexEntry]) -> int:
    """Folios of all that is no copy."""
    return sum(e.last_page - e.first_page + 1 for e in entries if e.copy_of is None)


def _entry(holding: Holding) -> IndexEntry:
    original = holding.copy_of
    return IndexEntry(
        document_id=str(holding.document_id),
        name=f"{holding.title} {holding.number}".strip(),
        kind=holding.kind,
        created_at=holding.created_at.astimezone(_BOGOTA),
        joined_at=holding.joined_at.astimezone(_BOGOTA),
        sha256=holding.sha256,
        order=holding.order,
        first_page=original.first_page if original else holding.first_page,
        last_page=original.last_page if original else holding.last_page,
        media_type=holding.media_type,
        size_bytes=holding.size_bytes,
        origin=holding.origin,
        copy_of=original.order if original else None,
        removed_on=holding.removed_on,
    )


def _head_fields(head: ExpedienteHead, entries: list[IndexEntry]) -> Iterator[tuple[str, str]]:
    yield "Id_Expediente", head.expediente
    yield "Nombre_Expediente", _clean(head.title)
    yield "Entidad", _clean(head.entity)
    yield "Nit_Entidad", head.entity_id
    yield "Unidad_Productora", head.unit
    yield "Codigo_Serie", head.series
    yield "Serie_Subserie", _clean(head.series_name)
    yield "Version_TRD", head.schedule_version
    yield "Estado", head.state
    yield "Fecha_Apertura", head.opened_on.isoformat()
    if head.closed_on is not None:
        yield "Fecha_Cierre", head.closed_on.isoformat()
    yield "Fecha_Indice_Electronico", head.indexed_at.isoformat(timespec="seconds")
    yield "Total_Documentos", str(sum(entry.copy_of is None for entry in entries))
    yield "Total_Folios", str(folio_count(entries))


def _fields(entry: IndexEntry) -> Iterator[tuple[str, str]]:
    yield "Id", entry.document_id
    yield "Nombre_Documento", entry.name
    yield "Tipologia_Documental", entry.kind
    yield "Fecha_Creacion_Documento", entry.created_at.isoformat(timespec="seconds")
    yield "Fecha_Incorporacion_Expediente", entry.joined_at.isoformat(timespec="seconds")
    yield "Valor_Huella", entry.sha256
    yield "Funcion_Resumen", "SHA-256"
    yield "Orden_Documento_Expediente", str(entry.order)
    yield "Pagina_Inicio", str(entry.first_page)
    yield "Pagina_Fin", str(entry.last_page)
    yield "Formato", entry.media_type
    yield "Tamano", str(entry.size_bytes)
    yield "Origen", entry.origin
    if entry.copy_of is not None:
        yield "Copia_De_Orden", str(entry.copy_of)
    if entry.removed_on is not None:
        yield "Fecha_Eliminacion", entry.removed_on.isoformat()


def _clean(text: str) -> str:
    """Without what XML cannot hold. Source: XML 1.0, 2.2 (Char)."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and not _is_outside(c)))


def _is_outside(character: str) -> bool:
    return "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"

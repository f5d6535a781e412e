"""The electronic index of an expediente, in XML. Source: AGN, Acuerdo 003 de 2015 (verificar); G.INF.08."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree


@dataclass(frozen=True, kw_only=True)
class ExpedienteHead:
    """Whose index it is.

    Attributes:
        state: abierto or cerrado.
    """

    expediente: str
    entity: str
    series: str
    opened_on: date
    closed_on: date | None
    indexed_at: datetime
    state: str = "cerrado"


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """One document of the expediente, in order."""

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


def electronic_index(head: ExpedienteHead, entries: Iterable[IndexEntry]) -> bytes:
    """The index as XML in UTF-8, the same bytes for the same content."""
    root = etree.Element("TipoDocumentoFoliado")
    for name, value in (
        ("Id_Expediente", head.expediente),
        ("Entidad", head.entity),
        ("Serie", head.series),
        ("Fecha_Apertura", head.opened_on.isoformat()),
        ("Fecha_Cierre", head.closed_on.isoformat() if head.closed_on else ""),
        ("Fecha_Indice_Electronico", head.indexed_at.isoformat(timespec="seconds")),
        ("Estado", head.state),
    ):
        etree.SubElement(root, name).text = value
    for entry in entries:
        node = etree.SubElement(root, "DocumentoIndizado")
        for name, value in _fields(entry):
            etree.SubElement(node, name).text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _fields(entry: IndexEntry) -> tuple[tuple[str, str], ...]:
    return (
        ("Id", entry.document_id),
        ("Nombre_Documento", entry.name),
        ("Tipologia_Documental", entry.kind),
        ("Fecha_Creacion_Documento", entry.created_at.isoformat(timespec="seconds")),
        ("Fecha_Incorporacion_Expediente", entry.joined_at.isoformat(timespec="seconds")),
        ("Valor_Huella", entry.sha256),
        ("Funcion_Resumen", "SHA-256"),
        ("Orden_Documento_Expediente", str(entry.order)),
        ("Pagina_Inicio", str(entry.first_page)),
        ("Pagina_Fin", str(entry.last_page)),
        ("Formato", entry.media_type),
        ("Tamano", str(entry.size_bytes)),
        ("Origen", entry.origin),
    )

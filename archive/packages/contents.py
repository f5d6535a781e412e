"""What goes into a package: the files of an expediente under names that keep their order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.models import EntryCheck, Expediente, Holding
from archive.records.incorporation import INDEX, INDEX_XML

_ENDINGS = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A chain of events, each as it was hashed and with its hash."""

    rows: Sequence[Mapping[str, Any]] = ()
    count: int = 0
    head: str = ""


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What only the caller knows.

    Attributes:
        case: the chain of the case whose expediente it is.
        reports: verification reports as JSON, by the SHA-256 of the document.
        roots: PEM of the trusted roots that the reports were made with.
    """

    entity: str
    entity_id: str
    made_at: datetime
    case: Chain = field(default_factory=Chain)
    reports: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    roots: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One file of the package.

    Attributes:
        path: in the package.
        check: as it was at its entry; None: it was not checked.
    """

    path: str
    holding: Holding
    check: EntryCheck | None = None

    @property
    def identifier(self) -> str:
        """How PREMIS and METS name it."""
        return f"sha256:{self.holding.sha256}"


def pieces_of(expediente: Expediente) -> list[Piece]:
    """Every object that the expediente still holds, in order."""
    holdings = expediente.holdings.filter(removed_on=None).select_related("copy_of")
    listed = list(holdings.order_by("order"))
    keys = [holding.store_key for holding in listed]
    checks = {check.store_key: check for check in EntryCheck.objects.filter(store_key__in=keys)}
    return [
        Piece(path=_path(holding), holding=holding, check=checks.get(holding.store_key))
        for holding in listed
    ]


def _path(holding: Holding) -> str:
    if holding.kind == INDEX:
        return "data/index.pdf"
    if holding.kind == INDEX_XML:
        return "data/index.xml"
    original = holding.copy_of
    folder = "documents" if original is None else "preservation"
    order = holding.order if original is None else original.order
    return f"data/{folder}/{order:03d}-{_slug(holding)}{_ENDINGS.get(holding.media_type, '.bin')}"


def _slug(holding: Holding) -> str:
    """A name that every system takes. Source: RFC 8493, 5.2.2 and 6.1."""
    title = re.sub(r"\.(pdf|png|jpe?g|xml)$", "", f"{holding.title}", flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", f"{title} {holding.number}").encode("ascii", "ignore")
    return (
        re.sub(r"[^A-Za-z0-9]+", "-", plain.decode()).strip("-").lower()[:_LONGEST] or "documento"
    )

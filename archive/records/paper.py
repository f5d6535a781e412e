"""The electronic index as a document: PDF/A-3 with the table for people and the XML inside, to be sealed.

A sealed PDF was chosen over a signed XML: anyone's PDF reader, `pdfsig` and DSS verify it, it takes the same
timestamps and renewals as every other document, and the XML comes out of it with any PDF tool.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from archive.records.index import ExpedienteHead, IndexEntry, folio_count
from archive.render import Rendered, render

XML_NAME = "indice.xml"
_TEMPLATE = Path(__file__).parent / "templates" / "indice.typ"
_SECONDS = 60.0


def index_paper(
    head: ExpedienteHead,
    entries: list[IndexEntry],
    xml: bytes,
    *,
    entity: Mapping[str, Any],
    document: Mapping[str, Any],
) -> Rendered:
    """Render the index.

    Args:
        head: of the index.
        entries: in order.
        xml: the same index; it travels inside as `indice.xml`.
        entity: letterhead: name, nit, dv, municipality and so on.
        document: title, number, issuedAt, url, verificationCode, qrSvg.

    Raises:
        RenderFailed: by its code.
    """
    digest = hashlib.sha256(xml).hexdigest()
    data = {
        "entity": dict(entity),
        "document": dict(document),
        "head": _plain(asdict(head)),
        "entries": [_plain(asdict(entry)) for entry in entries],
        "documents": sum(entry.copy_of is None for entry in entries),
        "folios": folio_count(entries),
        "xml_sha256": digest,
    }
    files = {"indice.typ": _TEMPLATE.read_bytes(), "indice.txt": xml}
    attached = {"expediente": head.expediente, "indice": XML_NAME, "sha256": digest}
    return render(files, "indice.typ", data, attached=attached, seconds=_SECONDS)


def xml_in(pdf: bytes) -> bytes:
    """The XML that an index document carries.

    Raises:
        KeyError: it carries none.
    """
    return bytes(PdfReader(io.BytesIO(pdf)).attachments[XML_NAME][0])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value
        for key, value in values.items()
    }

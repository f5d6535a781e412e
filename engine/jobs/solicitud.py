"""The applicant's request as PDF: what is shown before the signature, and the signed document.

The signed document carries the shown one unchanged, as an attachment: whoever holds it recomputes the
hash that was signed. Its pages say the same, since both are made from the data in the shown one.
"""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from pypdf import PdfReader

from archive.render import Rendered, RenderFailed, render
from bpmn import versions
from bpmn.entity import load as load_entity
from bpmn.package.sheet import Sheet
from bpmn.versions import Bundle, Version, bundle
from engine import commands
from engine.errors import ProcedureNotFound, RequestNotRendered
from engine.jobs.official_language import in_spanish
from engine.jobs.plain import plain
from forms.fields import SummarySection, summarise
from signatures.electronic import Signer

_SHOWN = "solicitud.typ"
_SIGNED = "solicitud-firmada.typ"
_DATA = "datos.json"


@dataclass(frozen=True, kw_only=True)
class ShownRequest:
    """What a person reads before they sign: a PDF, and the same content for a page.

    Attributes:
        attachments: name, size in bytes and SHA-256 of each.
    """

    pdf: bytes
    sha256: str
    pages: int
    sections: list[SummarySection]
    attachments: list[dict[str, Any]]


@in_spanish
def show(
    slug: str, answers: Mapping[str, Any], signer: Signer, *, saved_at: datetime
) -> ShownRequest:
    """The request of somebody who has not signed it yet.

    The same answers of the same draft give the same bytes, as long as the procedure stays the same.

    Args:
        slug: procedure.
        answers: as `ProcedureForm.answers` gives them.
        signer: who will sign.
        saved_at: aware moment of the last change of the answers; the PDF's date.

    Raises:
        ProcedureNotFound: nothing is published under that slug.
        RequestNotRendered: the template does not take these answers.
    """
    version = versions.current(slug)
    if version is None:
        raise ProcedureNotFound(slug=slug)
    sections = summarise(commands.start_form(version), answers)
    attachments = list(_attachments(answers))
    data = {
        "document": {"title": f"Solicitud: {version.sheet.official_name}", "issuedAt": saved_at},
        "entity": asdict(load_entity(settings.ENTITY)),
        "request": {
            **_of_sheet(version.sheet),
            "slug": version.slug,
            "version": version.digest,
            "signer": asdict(signer),
            "sections": [_told(section) for section in sections],
            "attachments": attachments,
        },
    }
    rendered = _rendered(_files(bundle(version), _SHOWN), _SHOWN, plain(data))
    return ShownRequest(
        pdf=rendered.pdf,
        sha256=rendered.sha256,
        pages=rendered.pages,
        sections=sections,
        attachments=attachments,
    )


@in_spanish
def sign_page(
    version: Version,
    shown: bytes,
    details: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Rendered:
    """The signed request, before the seal: the pages shown, the certificate, and the proof attached.

    Args:
        version: on which the case runs.
        shown: exactly the PDF that was shown.
        details: `signature`, `evidence` and `agreement`, as they were kept with the document.
        data: `document`, `radicado` and `receivedAt`, for the certificate.

    Raises:
        RequestNotRendered: the template does not take these data.
    """
    files = _files(bundle(version), _SIGNED) | {
        "solicitud.pdf": shown,
        "evidencia.json": str(details["evidence"]).encode(),
        "acuerdo.txt": str(details["agreement"]).encode(),
    }
    own = plain({**data, "signature": _in_local_time(details["signature"])})
    return _rendered(files, _SIGNED, {**data_of(shown), **own}, attached=own)


def data_of(shown: bytes) -> dict[str, Any]:
    """The data with which a request was shown; they travel in its PDF."""
    attached = PdfReader(io.BytesIO(shown)).attachments[_DATA]
    data: dict[str, Any] = json.loads(attached[0])
    return data


def _told(section: SummarySection) -> dict[str, Any]:
    """A section as data; what was shown before answers had several files gives the same bytes."""
    told = asdict(section)
    for row in told["rows"]:
        if not row["files"]:
            del row["files"]
    return told


def _of_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "procedure": sheet.official_name,
        "term": sheet.term.words if sheet.term else "",
        "fee": sheet.fee.text or "Gratuito",
        "unit": sheet.responsible_unit.name,
    }


def _attachments(answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for _field, upload in commands.uploads_in(answers):
        yield {
            "name": str(upload["name"]),
            "size": int(upload["size"]),
            "sha256": str(upload["sha256"]),
        }


def _files(folders: Bundle, template: str) -> dict[str, bytes]:
    """The folder that holds the template: the procedure's own, or that of a process it calls."""
    for process_id in ("", *folders.shared):
        files = folders.template_files(template, process_id)
        if files:
            return dict(files)
    return {}


def _rendered(
    files: Mapping[str, bytes],
    main: str,
    data: Mapping[str, Any],
    attached: Mapping[str, Any] | None = None,
) -> Rendered:
    try:
        return render(files, main, data, attachment_name=_DATA, attached=attached)
    except RenderFailed as error:
        raise RequestNotRendered(reason=error.code, detail=error.detail) from error


def _in_local_time(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: datetime.fromisoformat(value) if key.endswith("At") else value
        for key, value in facts.items()
    }

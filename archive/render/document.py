"""One document: template, data and what comes out.

Deterministic: the same files, data and time give the same bytes. It never reads the clock.
"""

import hashlib
import io
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from archive.render.compiler import COMPILER, Compilation, CompilerDied, CompilerTimedOut
from archive.render.errors import RenderFailed
from archive.render.glyphs import printable, printable_data
from archive.render.sources import ENTRY, check, lay_out

# veraPDF confirms both, before and after signatures; `docs/` has the table.
STANDARD = "a-3a ua-1"
MAX_DATA_BYTES = 1_000_000
MAX_PDF_BYTES = 20_000_000
SECONDS = 10.0

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_LEGAL_TIME = timezone(timedelta(hours=-5))
_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):\d+")


@dataclass(frozen=True)
class Rendered:
    """A finished PDF/A, its number of pages and its SHA-256 in hexadecimal."""

    pdf: bytes
    pages: int
    sha256: str


def render(  # noqa: PLR0913  options by name only
    files: Mapping[str, bytes],
    main: str,
    data: Mapping[str, Any],
    *,
    attachment_name: str = "datos.json",
    attached: Mapping[str, Any] | None = None,
    issued_at: datetime | None = None,
    seconds: float = SECONDS,
) -> Rendered:
    """Compile a template with its data to a PDF/A-3a and PDF/UA-1 that carries the data as JSON.

    Args:
        files: the template's own files by relative name; nothing else can be read by it.
        main: name of the template to start from.
        data: JSON-safe; the template sees it as `datos`. `data["document"]["title"]` and
            `data["entity"]["name"]` become the PDF's title and author.
        attachment_name: name of the attached JSON.
        attached: what to attach instead of `data`: a public document should carry no more
            personal data than its pages show.
        issued_at: aware time written as the PDF's date; default `data["document"]["issuedAt"]`.
        seconds: wall time the compiler may take.

    Raises:
        RenderFailed: see `archive.render.errors` for the codes.
    Source: ISO 19005-3; relationship "Data" of ISO 32000-2, 14.13.
    """
    check(files, main)
    inputs = {
        "main": f"/{main}",
        "data": _json(printable_data(data)),
        "attachment": _json(data if attached is None else attached),
        "attachment_name": attachment_name,
        "title": printable(_text(data, "document", "title") or Path(main).stem),
        "author": printable(_text(data, "entity", "name")),
    }
    moment = issued_at or _moment(_text(data, "document", "issuedAt"))
    with tempfile.TemporaryDirectory(prefix="ventanilla-") as folder:
        root = Path(folder).resolve()
        lay_out(root, files)
        compilation = _compile(root, inputs, moment, seconds)
    return _finished(compilation, root)


def _compile(root: Path, inputs: dict[str, str], moment: datetime, seconds: float) -> Compilation:
    request = {
        "root": str(root),
        "entry": ENTRY,
        "inputs": inputs,
        "standard": STANDARD,
        "timestamp": moment.isoformat(),
    }
    try:
        return COMPILER.compile(request, seconds=seconds)
    except CompilerTimedOut:
        raise RenderFailed("render-timeout", file=inputs["main"].lstrip("/")) from None
    except CompilerDied:
        raise RenderFailed("render-crashed", file=inputs["main"].lstrip("/")) from None


def _finished(compilation: Compilation, root: Path) -> Rendered:
    if compilation.error == "link":
        raise RenderFailed("template-name-refused", "a link stands in the template's folder")
    if compilation.error is not None:
        raise _failure(compilation, root)
    # Without it a signature's first object would follow the mark directly, which PDF/A forbids (6.1.9).
    pdf = compilation.pdf.removesuffix(b"\n") + b"\n"
    if len(pdf) > MAX_PDF_BYTES:
        raise RenderFailed("document-too-large", str(len(pdf)))
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    return Rendered(pdf, pages, hashlib.sha256(pdf).hexdigest())


def _failure(compilation: Compilation, root: Path) -> RenderFailed:
    message = compilation.message.replace(f"{root}/", "").replace(str(root), "")
    place = _PLACE.search(compilation.diagnostic)
    code = "pdfa-refused" if message.startswith(("PDF/A", "PDF/UA")) else "template-failed"
    if place is None:
        return RenderFailed(code, message)
    # The diagnostic shows the path relative to the working folder or absolute: keep what is ours.
    file = place["file"].split(f"{root.name}/")[-1]
    return RenderFailed(code, message, file=file, line=int(place["line"]))


def _json(value: Mapping[str, Any]) -> str:
    try:
        text = json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise RenderFailed("data-not-json", type(error).__name__) from error
    if size > MAX_DATA_BYTES:
        raise RenderFailed("data-too-large", str(size))
    return text


def _text(data: Mapping[str, Any], section: str, key: str) -> str:
    found = data.get(section)
    value = found.get(key) if isinstance(found, Mapping) else None
    if isinstance(value, Mapping):
        # The wire form of a date: {"@": "2026-11-20"}.
        value = value.get("@")
    return value if isinstance(value, str) else ""


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _UNDATED
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_LEGAL_TIME)

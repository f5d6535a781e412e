"""The preservation copy of a file that is no PDF/A: each page as a picture in a PDF/A-2b.

A picture of a page shows in every reader what the original showed, and runs nothing; it has no text to
search. The original stays beside it, and stays the evidence.
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.preservation.findings import Limits
from archive.preservation.isolation import ChildFailed, ask
from archive.render.compiler import COMPILER, CompilerDied, CompilerTimedOut
from archive.render.glyphs import printable

CONVERTED = ("application/pdf", "image/jpeg", "image/png")
STANDARD = "a-2b"
_LIMITS = Limits(seconds=60.0, memory_bytes=1536 * 1024**2)
_MOST_PAGES = 200
_DPI = 200
_SECONDS = 60.0
_TEMPLATE = """\
#set document(title: sys.inputs.title, author: sys.inputs.author)
#set text(lang: "es", region: "co")
#let pages = json(bytes(sys.inputs.pages))
#for (number, each) in pages.enumerate(start: 1) {
  page(
    width: each.width * 1pt,
    height: each.height * 1pt,
    margin: 0pt,
    image(
      each.name,
      width: 100%,
      height: 100%,
      fit: "stretch",
      alt: sys.inputs.title + ", página " + str(number) + " de " + str(pages.len()),
    ),
  )
}
"""


class CopyFailed(Exception):
    """No copy could be made.

    Attributes:
        code: `kind-not-converted`, `original-not-readable` or `copy-not-compiled`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class PreservationCopy:
    """A finished copy, its number of pages and its SHA-256 in hexadecimal."""

    pdf: bytes
    pages: int
    sha256: str


def make_copy(
    content: bytes, media_type: str, *, title: str, author: str, made_at: datetime
) -> PreservationCopy:
    """Make the preservation copy of an original.

    Args:
        content: the original; opened only in a child with limits.
        media_type: of the original, by its content.
        title: of the document.
        author: the entity that keeps it.
        made_at: moment of the copy, aware; written as its date.

    Raises:
        CopyFailed: by its code.
    Source: ISO 19005-2; OAIS (ISO 14721), 5.1.3.4 (transformation).
    """
    if media_type not in CONVERTED:
        raise CopyFailed("kind-not-converted")
    try:
        answer = ask(
            "frames", content, _LIMITS, media_type=media_type, most_pages=_MOST_PAGES, dpi=_DPI
        )
        head, _, pictures = answer.partition(b"\n")
        frames = json.loads(head)
    except (ChildFailed, ValueError) as error:
        raise CopyFailed("original-not-readable") from error
    inputs = {"title": printable(title), "author": printable(author)}
    pdf = _compiled(frames, pictures, inputs, made_at)
    return PreservationCopy(pdf, len(frames), hashlib.sha256(pdf).hexdigest())


def _compiled(
    frames: list[dict[str, object]], pictures: bytes, inputs: dict[str, str], made_at: datetime
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ventanilla-") as folder:
        root, start, pages = Path(folder).resolve(), 0, []
        for number, frame in enumerate(frames):
            name = f"pagina-{number}.{frame['suffix']}"
            end = start + int(str(frame["size_bytes"]))
            (root / name).write_bytes(pictures[start:end])
            start = end
            pages.append({"name": name, "width": frame["width"], "height": frame["height"]})
        (root / "copia.typ").write_text(_TEMPLATE)
        request = {
            "root": str(root),
            "entry": "copia.typ",
            "inputs": {**inputs, "pages": json.dumps(pages)},
            "standard": STANDARD,
            "timestamp": made_at.isoformat(),
        }
        try:
            made = COMPILER.compile(request, seconds=_SECONDS)
        except (CompilerTimedOut, CompilerDied) as error:
            raise CopyFailed("copy-not-compiled") from error
    if made.error is not None:
        raise CopyFailed("copy-not-compiled")
    return made.pdf

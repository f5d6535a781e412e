"""A signed document does nothing by itself: no scripts, no programs, no sending of forms."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from signatures.verification.reading import every, fields, pages
from signatures.verification.report import Problem

# Going to a place in the document or following a link that a person chose is no act of its own.
_HARMLESS = {"/GoTo", "/URI", "/Named", "/Thread"}
_AT_ONCE = {"/GoTo"}
_MOST = 10_000


def check_passive(reader: PdfFileReader) -> Iterator[Problem]:
    """The document does nothing by itself when it is opened, read or filled in."""
    root: Any = reader.root
    found = [*_of_catalog(root), *_of_pages(reader)]
    found += [what for field in fields(reader) for what in _of_widget(field)]
    if found:
        yield Problem("active-content", ", ".join(dict.fromkeys(found)))


def _of_catalog(root: Any) -> Iterator[str]:
    if "/OpenAction" in root:
        yield from _harmful(root["/OpenAction"], _AT_ONCE, "/OpenAction")
    if "/AA" in root:
        yield "/AA"
    for holder, key in (("/Names", "/JavaScript"), ("/AcroForm", "/XFA")):
        if holder in root and key in root[holder]:
            yield key


def _of_pages(reader: PdfFileReader) -> Iterator[str]:
    for page in pages(reader):
        if "/AA" in page:
            yield "/AA"
        for annotation in every(page, "/Annots"):
            yield from _of_widget(annotation)


def _of_widget(widget: Any) -> Iterator[str]:
    if "/AA" in widget:
        yield "/AA"
    if "/A" in widget:
        yield from _harmful(widget["/A"], _HARMLESS, "/A")


def _harmful(action: Any, allowed: set[str], where: str) -> Iterator[str]:
    """Names of actions in a chain that are not allowed; a destination is none."""
    for _ in range(_MOST):
        if not hasattr(action, "keys"):
            return
        if str(action.get("/S", "")) not in allowed:
            yield f"{where} {action.get('/S', '')}"
        if "/Next" not in action:
            return
        action = action["/Next"]
        if not hasattr(action, "keys"):
            yield f"{where} /Next"
            return

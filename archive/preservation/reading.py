"""Inspects a PDF in this process: for what we made ourselves, and inside the child for all the rest."""

import io

import pikepdf
from lxml import etree

from archive.preservation.findings import Finding, FindingCode, Inspection, Limits, refused
from archive.preservation.objects import Look, look_at
from archive.preservation.streams import Bomb, unpacked_bytes

_PDFAID = "http://www.aiim.org/pdfa/ns/id/"
_MOST_XMP = 1_000_000
_HEAD = 1024


def inspect_here(content: bytes, limits: Limits) -> Inspection:
    """Inspect without a child process.

    Whatever the reader raises is `malformed`: a broken file makes it fail in any of many ways.

    Source: ISO 32000-2, 7.5 (structure), 12.6.4 (actions); ISO 19005-3, 6.1 to 6.6 and 6.9.
    """
    if len(content) > limits.size_bytes:
        return refused(FindingCode.TOO_LARGE, str(len(content)))
    if b"%PDF-" not in content[:_HEAD]:
        return refused(FindingCode.MALFORMED, "no header")
    try:
        # No recovery: what has to be reconstructed is read otherwise by every reader.
        with pikepdf.open(
            io.BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as pdf:
            return _inspected(pdf, limits)
    except pikepdf.PasswordError:
        return refused(FindingCode.ENCRYPTED)
    except MemoryError:
        return refused(FindingCode.OUT_OF_BOUNDS, "memory")
    except Exception as error:  # noqa: BLE001  see above
        return refused(FindingCode.MALFORMED, type(error).__name__)


def _inspected(pdf: pikepdf.Pdf, limits: Limits) -> Inspection:
    if pdf.is_encrypted:
        return refused(FindingCode.ENCRYPTED)
    if len(pdf.objects) > limits.objects:
        return refused(FindingCode.TOO_MANY_OBJECTS, str(len(pdf.objects)))
    pages = len(pdf.pages)
    look = Look(limits)
    if not pages:
        look.tell(FindingCode.EMPTY)
    if pages > limits.pages:
        look.tell(FindingCode.TOO_MANY_PAGES, str(pages))
    try:
        look_at(pdf, look)
        claim = _claim(pdf)
    except Bomb:
        claim = ""
    if not claim:
        look.tell(FindingCode.NO_CLAIM)
    _weigh(pdf.get_warnings(), look)
    return Inspection(pages=pages, claim=claim, findings=_in_order(look))


def _weigh(warnings: list[str], look: Look) -> None:
    """What the reader left out was not looked at, and another reader may run it: refused."""
    for warning in warnings:
        if "nested" in warning:
            look.tell(FindingCode.TOO_DEEP)
        elif "loop" in warning:
            look.tell(FindingCode.MALFORMED, "loop")
    if warnings:
        look.tell(FindingCode.REPAIRED, str(len(warnings)))


def _in_order(look: Look) -> tuple[Finding, ...]:
    return tuple(look.findings[code] for code in FindingCode if code in look.findings)


def _claim(pdf: pikepdf.Pdf) -> str:
    """Part and level of PDF/A in the XMP metadata. Source: ISO 19005-3, 6.6.4."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream) or pdf.Root.get("/OutputIntents") is None:
        return ""
    unpacked_bytes(metadata, _MOST_XMP)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(metadata.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return ""
    return _named(root, "part") + _named(root, "conformance").lower()


def _named(root: etree._Element, name: str) -> str:
    tag = f"{{{_PDFAID}}}{name}"
    for node in root.iter():
        value = node.text if node.tag == tag else node.get(tag)
        if value:
            return value.strip()[:3]
    return ""

"""A signature that shows itself may not cover what others signed before it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.verification.reading import every, held, pages
from signatures.verification.report import Problem

_MOST_POINTS = 1500
_SHADES_OF_PAPER = 24

Box = tuple[float, float, float, float]


def check_uncovered(
    content: bytes, reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]
) -> Iterator[Problem]:
    """A visible field that came after a signature stands where the page is empty.

    Source: the overlays among the published attacks (sneaky signature, shadow attacks).
    """
    for earlier, signature in pairwise(signatures):
        for widget in _widgets(signature.sig_field):
            box = _box(widget)
            if box is None or _stood_before(reader, earlier, signature, box):
                continue
            end = int(earlier.byte_range[2]) + int(earlier.byte_range[3])
            if _covers(content[:end], _page_number(reader, widget), box):
                yield Problem("visible-field-added", "", signature.field_name)


def _widgets(field: Any) -> Iterator[Any]:
    if "/Rect" in field:
        yield field
    yield from every(field, "/Kids")


def _box(widget: Any) -> Box | None:
    """Its rectangle in points, or nothing when it has no surface."""
    sides = [float(side) for side in held(widget, "/Rect") or (0, 0, 0, 0)]
    left, right = sorted((sides[0], sides[2]))
    bottom, top = sorted((sides[1], sides[3]))
    return (left, bottom, right, top) if left != right and bottom != top else None


def _stood_before(
    reader: PdfFileReader,
    earlier: EmbeddedPdfSignature,
    signature: EmbeddedPdfSignature,
    box: Box,
) -> bool:
    """Whether the earlier signer already saw this field, at this place."""
    root: Any = reader.get_historical_root(earlier.signed_revision)
    for found in every(held(root, "/AcroForm"), "/Fields"):
        if found.get("/T") == signature.field_name:
            return any(_box(widget) == box for widget in _widgets(found))
    return False


def _page_number(reader: PdfFileReader, widget: Any) -> int:
    """Index of the page that shows the widget; -1 when no page does."""
    for number, page in enumerate(pages(reader)):
        if any(annotation == widget for annotation in every(page, "/Annots")):
            return number
    return -1


def _covers(before: bytes, number: int, box: Box) -> bool:
    """Whether the page, as it was, shows something there; when in doubt, yes."""
    left, bottom, right, top = box
    if number < 0 or max(right - left, top - bottom) > _MOST_POINTS:
        return True
    document = pypdfium2.PdfDocument(before)  # type: ignore[no-untyped-call]
    page = document[number]
    width, height = page.get_size()
    margins = (max(left, 0), max(bottom, 0), max(width - right, 0), max(height - top, 0))
    if margins[0] + margins[2] >= width or margins[1] + margins[3] >= height:
        return False
    bitmap = page.render(scale=1, crop=margins, grayscale=True)
    shades = bytes(bitmap.buffer)
    return max(shades) - min(shades) > _SHADES_OF_PAPER

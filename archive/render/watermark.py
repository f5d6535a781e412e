"""A word across every page of a PDF that must not pass for a finished document."""

import io
import math

import pikepdf

_ANGLE = math.radians(35)
_GREY = 0.55
_OPACITY = 0.28


def watermark(pdf: bytes, word: str) -> bytes:
    """The PDF with the word across each page; without its old signatures' validity, which it never had.

    Args:
        pdf: a rendered document that nobody has signed.
        word: of letters that WinAnsi has.
    """
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name("/Helvetica-Bold"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for page in document.pages:
            page.contents_add(document.make_stream(_drawn(page, font, word)))
        document.save(made)
    return made.getvalue()


def _drawn(page: pikepdf.Page, font: pikepdf.Object, word: str) -> bytes:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    name = page.add_resource(font, pikepdf.Name.Font)
    state = pikepdf.Dictionary(ca=_OPACITY)
    look = page.add_resource(state, pikepdf.Name.ExtGState)
    size = (right - left) / (0.68 * max(len(word), 1))
    length = 0.62 * size * len(word)
    x = (left + right - length * math.cos(_ANGLE)) / 2
    y = (bottom + top - length * math.sin(_ANGLE)) / 2
    turn = f"{math.cos(_ANGLE):.4f} {math.sin(_ANGLE):.4f} {-math.sin(_ANGLE):.4f} {math.cos(_ANGLE):.4f}"
    text = (
        f"/Artifact BMC q {look} gs {_GREY} g BT {name} {size:.2f} Tf "
        f"{turn} {x:.2f} {y:.2f} Tm ({_escaped(word)}) Tj ET Q EMC"
    )
    return text.encode("cp1252")


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

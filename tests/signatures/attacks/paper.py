"""Plain PDFs to sign, written by hand so that every byte is known."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from tests.signatures.attacks.surgery import catalog

Objects = dict[int, bytes]


def page_content(text: str) -> bytes:
    drawn = f"BT /F1 18 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)


def objects(texts: Sequence[str] = ("Pague 100 pesos", "Hoja dos")) -> Objects:
    """Catalog 1, pages 2, font 3, then a page and its content for each text."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(texts)))
    made: Objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] >>" % (kids, len(texts)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for place, text in enumerate(texts):
        number = 4 + 2 * place
        made[number] = (
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (number + 1)
        )
        made[number + 1] = page_content(text)
    return made


def written(made: Mapping[int, bytes], *, version: bytes = b"1.7") -> bytes:
    """A file with a classic cross-reference table."""
    out = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
    places = {}
    for number, body in made.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(made) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number]
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ",
        start,
    )


def updated(pdf: bytes, made: Mapping[int, bytes], *, extra: bytes = b"") -> bytes:
    """The file with an incremental update by hand, classic table."""
    previous = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    size = max([*made, _size(pdf) - 1]) + 1
    out = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    table = b""
    for number, body in made.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    return (
        out
        + b"xref\n%strailer\n<< /Size %d /Root 1 0 R /Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            size,
            previous,
            extra,
            start,
        )
    )


def _size(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return int(opened.trailer.Size)


def plain(texts: Sequence[str] = ("Pague 100 pesos", "Hoja dos")) -> bytes:
    return written(objects(texts))


def compressed() -> bytes:
    """The same with object streams and a cross-reference stream."""
    out = BytesIO()
    with pikepdf.open(BytesIO(plain())) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def form() -> bytes:
    """A page with a text field `monto` that has an appearance."""
    made = objects(("Solicitud",))
    look = b"BT /F1 12 Tf 2 4 Td (100) Tj ET"
    made[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R]"
        b" /DR << /Font << /F1 3 0 R >> >> /DA (/F1 12 Tf 0 g) >> >>"
    )
    made[4] = made[4].replace(b" >> >> >>", b" >> >> /Annots [7 0 R] >>")
    made[6] = appearance(look)
    made[7] = text_field(b"100", 6)
    return written(made)


def appearance(look: bytes) -> bytes:
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20]"
        b" /Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
        % (len(look), look)
    )


def text_field(value: bytes, look: int) -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (monto) /V (%s) /Rect [72 600 272 620]"
        b" /P 4 0 R /F 4 /AP << /N %d 0 R >> >>" % (value, look)
    )


def filled(pdf: bytes, value: str) -> bytes:
    """The form with another value in its field, appearance included."""
    look = f"BT /F1 12 Tf 2 4 Td ({value}) Tj ET".encode()
    size = _size(pdf)
    return updated(pdf, {7: text_field(value.encode(), size), size: appearance(look)})


def stored(pdf: bytes, lists: Sequence[Any], certificates: Sequence[Any]) -> bytes:
    """The PDF with a document security store in an update by hand."""
    number, written = catalog(pdf)
    first = _size(pdf)
    made: Objects = {
        first + place: _stream(part.dump()) for place, part in enumerate([*lists, *certificates])
    }
    numbers = [*made]
    revoked = b" ".join(b"%d 0 R" % found for found in numbers[: len(lists)])
    known = b" ".join(b"%d 0 R" % found for found in numbers[len(lists) :])
    store = b" /DSS << /CRLs [%s] /Certs [%s] >> >>" % (revoked, known)
    return updated(pdf, made | {number: written[: written.rindex(b">>")] + store})


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image

from archive.preservation import inspect
from archive.preservation.copies import CopyFailed, make_copy
from tests.archive.preservation import corpus

MADE_AT = datetime(2026, 11, 20, 14, 0, 0, 123456, tzinfo=UTC)
NAMES = {"title": "Recibo de pago", "author": "Alcaldía de Ejemplo", "made_at": MADE_AT}


def _image(kind: str, mode: str, **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, (300, 200))
    image.putpixel((0, 0), image.getpixel((0, 0)))
    image.save(out, kind, **options)
    return out.getvalue()


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _image("JPEG", "RGB", exif=exif)


IMAGES = {
    "a photograph": ("image/jpeg", lambda: _image("JPEG", "RGB")),
    "a photograph for print": ("image/jpeg", lambda: _image("JPEG", "CMYK")),
    "a scan in grey": ("image/jpeg", lambda: _image("JPEG", "L")),
    "a drawing with transparency": ("image/png", lambda: _image("PNG", "RGBA")),
    "a drawing with a palette": ("image/png", lambda: _image("PNG", "P")),
    "a drawing of sixteen bits": ("image/png", lambda: _image("PNG", "I;16")),
    "a page in black and white": ("image/png", lambda: _image("PNG", "1")),
}


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_gets_a_copy_that_claims_pdfa(name) -> None:
    media_type, make = IMAGES[name]

    copy = make_copy(make(), media_type, **NAMES)

    found = inspect(copy.pdf)
    assert (found.claim, found.pages, found.is_archival) == ("2b", 1, True)


def test_a_photograph_taken_sideways_stands_upright() -> None:
    copy = make_copy(_turned(), "image/jpeg", **NAMES)

    with pikepdf.open(io.BytesIO(copy.pdf)) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].MediaBox)
    assert height > width


def test_a_photograph_keeps_its_very_bytes_inside_the_copy() -> None:
    original = _image("JPEG", "RGB")

    copy = make_copy(original, "image/jpeg", **NAMES)

    with pikepdf.open(io.BytesIO(copy.pdf)) as pdf:
        (picture,) = pdf.pages[0].Resources.XObject.values()
        assert bytes(picture.read_raw_bytes()) == original


def test_a_pdf_that_is_no_pdfa_gets_a_copy_with_the_same_pages() -> None:
    with pikepdf.open(io.BytesIO(corpus.plain())) as pdf:
        pdf.add_blank_page(page_size=(792, 612))
        out = io.BytesIO()
        pdf.save(out)

    copy = make_copy(out.getvalue(), "application/pdf", **NAMES)

    found = inspect(copy.pdf)
    assert (found.claim, found.pages, found.is_archival) == ("2b", 2, True)
    with pikepdf.open(io.BytesIO(copy.pdf)) as pdf:
        sizes = [[round(float(side)) for side in page.MediaBox[2:]] for page in pdf.pages]
    assert sizes == [[612, 792], [792, 612]]


def test_the_same_original_gives_the_same_copy() -> None:
    first = make_copy(_image("PNG", "RGB"), "image/png", **NAMES)

    assert make_copy(_image("PNG", "RGB"), "image/png", **NAMES) == first


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"<xml/>", "application/xml", "kind-not-converted"),
        (b"no image", "image/png", "original-not-readable"),
        (b"%PDF-1.7 nothing", "application/pdf", "original-not-readable"),
    ],
    ids=["another kind", "a broken image", "a broken PDF"],
)
def test_what_cannot_be_copied_is_told_with_a_code(content, media_type, code) -> None:
    with pytest.raises(CopyFailed) as failed:
        make_copy(content, media_type, **NAMES)

    assert failed.value.code == code


def test_a_pdf_of_thousands_of_pages_is_not_copied() -> None:
    with pytest.raises(CopyFailed):
        make_copy(corpus.many_pages(), "application/pdf", **NAMES)

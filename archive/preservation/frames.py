"""The child's part of a preservation copy: turns each page of a file into a plain picture.

Answers one line of JSON that describes the pictures, and the pictures one after the other.
"""

import io
import json
from dataclasses import asdict, dataclass

import pypdfium2
from PIL import Image, ImageOps

_POINTS = 72
_MOST_PIXELS = 5000
_MOST_BYTES = 96_000_000
_SHARPNESS = 88
_PAGE_POINTS = 842
_PLAIN = {"1", "L", "RGB"}


class TooMuch(Exception):
    """The file has more than a copy is made of."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One picture, and the page that it fills, in points."""

    suffix: str
    size_bytes: int
    width: float
    height: float


def frames_of(content: bytes, media_type: str, most_pages: int, dpi: int) -> bytes:
    """The pictures of a PDF or of an image.

    Raises:
        TooMuch: too many pages, or pictures that are too large together.
        Exception: what the reader says of a broken file; the parent sees that this process failed.
    """
    made = (
        _of_pdf(content, most_pages, dpi) if media_type == "application/pdf" else _of_image(content)
    )
    if sum(len(picture) for _, picture in made) > _MOST_BYTES:
        raise TooMuch
    head = json.dumps([asdict(frame) for frame, _ in made]).encode()
    return head + b"\n" + b"".join(picture for _, picture in made)


def _of_pdf(content: bytes, most_pages: int, dpi: int) -> list[tuple[Frame, bytes]]:
    document = pypdfium2.PdfDocument(content)
    if len(document) > most_pages:
        raise TooMuch
    made = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        scale = min(dpi / _POINTS, _MOST_PIXELS / max(width, height, 1))
        picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        page.close()
        packed = _jpeg(picture)
        made.append(
            (Frame(suffix="jpg", size_bytes=len(packed), width=width, height=height), packed)
        )
    return made


def _of_image(content: bytes) -> list[tuple[Frame, bytes]]:
    with Image.open(io.BytesIO(content)) as opened:
        opened.load()
        turned = ImageOps.exif_transpose(opened)
        is_jpeg = opened.format == "JPEG"
        # The very bytes of a photograph are kept where a page can hold them as they are.
        as_it_is = is_jpeg and opened.mode in _PLAIN and not _needs_turning(opened)
        as_it_is = as_it_is and "icc_profile" not in opened.info
        picture = turned if turned.mode in _PLAIN else _flat(turned)
        packed = (
            content if as_it_is else (_jpeg(picture.convert("RGB")) if is_jpeg else _png(picture))
        )
        scale = _PAGE_POINTS / max(picture.size)
        frame = Frame(
            suffix="jpg" if is_jpeg else "png",
            size_bytes=len(packed),
            width=max(picture.width * scale, 1),
            height=max(picture.height * scale, 1),
        )
        return [(frame, packed)]


def _needs_turning(image: Image.Image) -> bool:
    return bool(image.getexif().get(0x0112, 1) != 1)


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency, on white: what a person sees of it on paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_SHARPNESS, subsampling=0)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()

"""Cuts into the bytes of a signed PDF."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import cms

_RANGE = re.compile(rb"/ByteRange ?\[([^\]]*)\]")


def ranges(pdf: bytes) -> list[list[int]]:
    """Every byte range, in the order in which they are written."""
    return [[int(part) for part in found.split()] for found in _RANGE.findall(pdf)]


def gap(pdf: bytes, which: int = -1) -> tuple[int, int]:
    """Where a signature's hexadecimal digits begin and end."""
    _, first, second, _ = ranges(pdf)[which]
    return first + 1, second - 1


def end_of(pdf: bytes, which: int = 0) -> int:
    """Where what a signature covers ends."""
    _, _, second, length = ranges(pdf)[which]
    return second + length


def container(pdf: bytes, which: int = -1) -> bytes:
    """A signature's container with its padding."""
    begin, end = gap(pdf, which)
    return bytes.fromhex(pdf[begin:end].decode())


def with_container(pdf: bytes, content: bytes, which: int = -1) -> bytes:
    """The file with another container in the same room."""
    begin, end = gap(pdf, which)
    digits = content.hex().encode()
    assert len(digits) <= end - begin
    return pdf[:begin] + digits.ljust(end - begin, b"0") + pdf[end:]


def recast(pdf: bytes, change: Callable[[Any], None], which: int = -1) -> bytes:
    """The file with a changed CMS value."""
    info = cms.ContentInfo.load(container(pdf, which))
    change(info["content"])
    return with_container(pdf, info.dump(force=True), which)


def with_range(pdf: bytes, written: bytes, which: int = -1) -> bytes:
    """The file with another byte range in the same room."""
    found = [*_RANGE.finditer(pdf)][which]
    room = found.end() - found.start()
    assert len(written) <= room
    return pdf[: found.start()] + written.ljust(room) + pdf[found.end() :]


def number_of(pdf: bytes, wanted: Callable[[Any], bool]) -> int:
    """The number of the first object that is wanted."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for found in opened.objects:
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and wanted(found):
                return int(found.objgen[0])
    raise LookupError


def object_bytes(pdf: bytes, number: int) -> bytes:
    """The newest writing of an object, without its frame."""
    begin = [*re.finditer(rb"(?<!\d)%d 0 obj" % number, pdf)][-1].end()
    return pdf[begin : pdf.index(b"endobj", begin)].strip()


def catalog(pdf: bytes) -> tuple[int, bytes]:
    """Number and newest writing of the catalog."""
    number = number_of(pdf, lambda found: found.get("/Type") == "/Catalog")
    return number, object_bytes(pdf, number)

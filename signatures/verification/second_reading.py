"""Another reader sees the same pages: what two readers show differently, nobody knows to have signed.

Source: the parser differentials among the published attacks (one reader follows the old
cross-reference table, another one the manipulated).
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signatures.verification.reading import pages
from signatures.verification.report import Problem

_SHOWN = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Annots")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_UPWARDS = {"/Parent", "/P", "/Popup", "/StructParent", "/StructParents", "/Dest", "/A", "/V"}
_DEPTH, _MOST = 12, 50_000
_BROKEN = ("damaged", "xref", "reconstruct", "loop", "expected", "offset", "recover")


def check_same_pages(content: bytes, reader: PdfFileReader) -> Iterator[Problem]:
    """Qpdf reads the same pages as pyHanko, and finds nothing to repair."""
    ours = [_digest(page, _Ours()) for page in pages(reader)]
    try:
        with pikepdf.open(
            BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as other:
            theirs = [_digest(page.obj, _Theirs()) for page in other.pages]
            warned = [str(warning) for warning in other.get_warnings()]
    except pikepdf.PdfError as error:
        yield Problem("two-readings", str(error)[:200])
        return
    stated = int(reader.root["/Pages"]["/Count"])
    if ours != theirs or stated != len(ours):
        yield Problem("two-readings", f"{len(ours)}/{len(theirs)}")
    elif any(word in warning for warning in warned for word in _BROKEN):
        yield Problem("two-readings", warned[0][:200])


def _digest(page: Any, reading: "_Ours | _Theirs") -> str:
    total = hashlib.sha256()
    for key in _SHOWN:
        value = _held(page, key, inherited=key in _INHERITED)
        total.update(key.encode())
        reading.feed(total, value, 0)
    return total.hexdigest()


def _held(page: Any, key: str, *, inherited: bool) -> Any:
    node = page
    for _ in range(_DEPTH * 4):
        if key in node:
            return node[key]
        if not inherited or "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


class _Reading:
    """Digests what a page shows; each reader has objects of its own."""

    def __init__(self) -> None:
        self.left = _MOST

    def feed(self, total: Any, value: Any, depth: int) -> None:
        """Add a value and what it leads to, down to a depth."""
        self.left -= 1
        if depth > _DEPTH or self.left < 0:
            return
        raw = self.raw(value)
        if raw is not None:
            total.update(b"s" + hashlib.sha256(raw).digest())
        pairs = self.pairs(value)
        if pairs is not None:
            for key, inner in sorted(pairs):
                if key not in _UPWARDS and not (raw is not None and key == "/Length"):
                    total.update(key.encode())
                    self.feed(total, inner(), depth + 1)
            return
        items = self.items(value)
        if items is not None:
            total.update(b"[%d" % len(items))
            for inner in items:
                self.feed(total, inner, depth + 1)
            return
        total.update(_scalar(value))

    def raw(self, value: Any) -> bytes | None:
        raise NotImplementedError

    def pairs(self, value: Any) -> list[tuple[str, Any]] | None:
        raise NotImplementedError

    def items(self, value: Any) -> list[Any] | None:
        raise NotImplementedError


class _Ours(_Reading):
    def raw(self, value: Any) -> bytes | None:
        return value.encoded_data if isinstance(value, generic.StreamObject) else None

    def pairs(self, value: Any) -> list[tuple[str, Any]] | None:
        if not isinstance(value, generic.DictionaryObject):
            return None
        return [(str(key), lambda key=key: value[key]) for key in value]

    def items(self, value: Any) -> list[Any] | None:
        if not isinstance(value, generic.ArrayObject):
            return None
        return [value[place] for place in range(len(value))]


class _Theirs(_Reading):
    def raw(self, value: Any) -> bytes | None:
        return value.read_raw_bytes() if isinstance(value, pikepdf.Stream) else None

    def pairs(self, value: Any) -> list[tuple[str, Any]] | None:
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            return None
        return [(key, lambda key=key: value[key]) for key in value.keys()]  # noqa: SIM118

    def items(self, value: Any) -> list[Any] | None:
        return list(value) if isinstance(value, pikepdf.Array) else None


def _scalar(value: Any) -> bytes:
    """Numbers by value, names by their letters; strings show nothing on a page."""
    if isinstance(value, generic.BooleanObject):
        value = value.value
    if isinstance(value, bool):
        return str(value).encode()
    if isinstance(value, int | float | Decimal):
        return f"{float(value):.4f}".encode()
    is_name = isinstance(value, generic.NameObject | pikepdf.Name)
    return str(value).encode() if is_name else b""

"""Walks a PDF as pyHanko reads it: its own `get` does not follow references."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from signatures.verification.report import Problem

_MOST_FIELDS = 10_000


def held(holder: Any, key: str) -> Any:
    """What a dictionary holds, references followed; an empty dictionary when nothing."""
    return holder[key] if key in holder else {}  # noqa: SIM401 - see above


def every(holder: Any, key: str) -> Iterator[Any]:
    """What an array in a dictionary holds, references followed."""
    for item in held(holder, key):
        yield item.get_object() if hasattr(item, "get_object") else item


def pages(reader: PdfFileReader) -> Iterator[Any]:
    """Pages in the order in which they are read."""
    waiting: list[Any] = [reader.root["/Pages"]]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if "/Kids" in node:
            waiting.extend(reversed([*every(node, "/Kids")]))
        else:
            yield node


def fields(reader: PdfFileReader) -> Iterator[Any]:
    """Form fields and their parts, at most so many."""
    waiting = [*every(held(reader.root, "/AcroForm"), "/Fields")]
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        field = waiting.pop()
        yield field
        waiting.extend(every(field, "/Kids"))


def check_read(reader: PdfFileReader, count: int) -> Iterator[Problem]:
    """Every signed field was read as a signature: one that is passed over says nothing.

    Args:
        reader: of the document.
        count: signatures and timestamps that were read.
    """
    signed = sum(1 for field in fields(reader) if "/V" in field and _kind(field) == "/Sig")
    if signed != count:
        yield Problem("signature-unread", f"{count}/{signed}")


def _kind(field: Any) -> str:
    for _ in range(_MOST_FIELDS):
        if "/FT" in field or "/Parent" not in field:
            return str(held(field, "/FT"))
        field = field["/Parent"]
    return ""

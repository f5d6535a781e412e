"""Tables for spreadsheets, which take some texts for formulas and no file for UTF-8 without a mark."""

import csv
import io
from collections.abc import Iterable

from engine.queries.documents import DocumentFile


def table(name: str, lines: Iterable[Iterable[object]]) -> DocumentFile:
    """A CSV file of these lines."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in lines:
        writer.writerow(map(_cell, line))
    # A mark of order, so that spreadsheets read the accents.
    content = b"\xef\xbb\xbf" + out.getvalue().encode()
    return DocumentFile(name=name, content=content, media_type="text/csv")


def _cell(value: object) -> str:
    """A spreadsheet runs what begins like a formula; a quote keeps it a text."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

"""Rules of ours, stricter than pyHanko's verdict, which accepts some published attacks.

Every byte is either signed or part of an update that adds proofs and nothing else; after a signature only
that may follow which its signer left open.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.verification.changes import what_came_after
from signatures.verification.container import check_spelling
from signatures.verification.differences import POLICY
from signatures.verification.report import Modification, ModificationKind, Problem

_OBJECT = re.compile(rb"\s*(\d+) (\d+) obj\b")
_TABLE = re.compile(rb"\s*xref[\s0-9fn]+trailer\s*<<[^%]*?>>\s*startxref\s+\d+\s+%%EOF")
# A second end of line would be a byte that somebody added.
_END_OF_LINE = (b"", b"\n", b"\r\n", b"\r")
_STREAM_END = re.compile(rb"\s*startxref\s+\d+\s+%%EOF")


def check_range(content: bytes, signature: EmbeddedPdfSignature) -> Iterator[Problem]:
    """The byte range leaves out exactly the signature's own hexadecimal string.

    Source: ISO 32000-2, 12.8.3.3; byte-range overlaps and gaps among the published attacks.
    """
    name = signature.field_name
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        yield Problem("byte-range", str(numbers), name)
        return
    _, first_length, second_start, second_length = numbers
    gap = content[first_length:second_start]
    if second_start + second_length > len(content) or gap[:1] != b"<" or gap[-1:] != b">":
        yield Problem("byte-range", str(numbers), name)
    else:
        yield from check_spelling(signature, gap[1:-1])


def check_whole_file(
    content: bytes, reader: PdfFileReader, last: EmbeddedPdfSignature
) -> Iterator[Problem]:
    """The last signature or timestamp covers the file to its end, but for proofs about it.

    Source: ETSI EN 319 142-1, clause 5.4.2: a B-LT signature is followed by its security store.
    """
    tail = content[int(last.byte_range[2]) + int(last.byte_range[3]) :]
    if tail and not _is_proofs(tail, reader, last):
        yield Problem("bytes-after-last-signature", "", last.field_name)


def _is_proofs(tail: bytes, reader: PdfFileReader, last: EmbeddedPdfSignature) -> bool:
    found: Any = last.diff_result
    if not isinstance(found, DiffResult):
        return False
    if found.modification_level is not ModificationLevel.LTA_UPDATES or found.changed_form_fields:
        return False
    later: list[Any] = [
        reader.get_historical_resolver(revision)
        for revision in range(last.signed_revision + 1, reader.xrefs.total_revisions)
    ]
    listed = [found.idnum for part in later for found in part.explicit_refs_in_revision()]
    written = _objects(tail)
    return written is not None and set(written) <= set(listed) and len(written) == len({*written})


def _objects(tail: bytes) -> list[int] | None:
    """Numbers of the objects of some updates; None when anything else stands between them."""
    numbers, place, complete = [], 0, False
    while tail[place:] not in _END_OF_LINE:
        table = _TABLE.match(tail, place) or _STREAM_END.match(tail, place)
        begin = _OBJECT.match(tail, place)
        if table is not None:
            place, complete = table.end(), True
        elif begin is not None and (end := tail.find(b"endobj", begin.end())) > 0:
            numbers.append(int(begin[1]))
            place, complete = end + len(b"endobj"), False
        else:
            return None
    return numbers if complete else None


def modifications(
    reader: PdfFileReader, signatures: Iterable[EmbeddedPdfSignature]
) -> tuple[Modification, ...]:
    """What changed after each signature, judged by what its signer left open."""
    every = list(signatures)
    for signature in every:
        signature.compute_integrity_info(POLICY)  # type: ignore[no-untyped-call]
    return tuple(_modification(reader, signature, every) for signature in every)


def _modification(
    reader: PdfFileReader, signature: EmbeddedPdfSignature, every: list[EmbeddedPdfSignature]
) -> Modification:
    kind, fields = _kind_after(signature, frozenset(other.field_name for other in every))
    return what_came_after(reader, signature, every, kind, fields)


def _kind_after(
    signature: EmbeddedPdfSignature, signature_fields: frozenset[str]
) -> tuple[ModificationKind, tuple[str, ...]]:
    found: Any = signature.diff_result
    if not isinstance(found, DiffResult):
        return ModificationKind.NOT_ALLOWED, ()
    fields, level = tuple(sorted(found.changed_form_fields)), found.modification_level
    allowed = signature.docmdp_level
    if allowed is not None and level.value > allowed.value:
        return ModificationKind.NOT_ALLOWED, fields
    if level is ModificationLevel.NONE:
        return ModificationKind.NOTHING, ()
    if level is ModificationLevel.LTA_UPDATES:
        return ModificationKind.VALIDATION_DATA, fields
    if level is not ModificationLevel.FORM_FILLING:
        return ModificationKind.NOT_ALLOWED, fields
    if signature_fields.issuperset(fields):
        return ModificationKind.SIGNATURES, fields
    # Filling in is what its signer expected only if the signer said so.
    said = allowed is not None or signature.fieldmdp is not None
    return (ModificationKind.FORM_FILLED if said else ModificationKind.NOT_ALLOWED), fields

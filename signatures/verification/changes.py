"""What came into a file after a signature: which signatures, timestamps, proofs and filled fields."""

from collections.abc import Sequence
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.verification.reading import held
from signatures.verification.report import Modification, ModificationKind


def what_came_after(
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    every: Sequence[EmbeddedPdfSignature],
    kind: ModificationKind,
    fields: tuple[str, ...],
) -> Modification:
    """Name the parts.

    Args:
        reader: the document as it is now.
        signature: after which.
        every: all signatures and timestamps of the document.
        kind: as judged.
        fields: form fields that changed.
    """
    later = [other for other in every if other.signed_revision > signature.signed_revision]
    stamps = [found.field_name for found in later if found.sig_object_type == "/DocTimeStamp"]
    signed = [found.field_name for found in later if found.field_name not in stamps]
    return Modification(
        signature.field_name,
        kind,
        fields,
        signatures=tuple(signed),
        timestamps=len(stamps),
        proofs=_proofs(reader, signature.signed_revision) != _proofs(reader, None),
        filled=tuple(name for name in fields if name not in {*stamps, *signed}),
    )


def _proofs(reader: PdfFileReader, revision: int | None) -> int:
    """How many certificates, OCSP answers and CRL the security store holds at a revision."""
    root: Any = reader.root if revision is None else reader.get_historical_root(revision)
    store = held(root, "/DSS")
    return sum(len(held(store, key)) for key in ("/Certs", "/OCSPs", "/CRLs"))

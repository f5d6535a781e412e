"""Signatures that are in the document already, as far as a new one has to know of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from signatures.certificates import signature_token
from signatures.pades.profile import Level
from signatures.pades.proofs import SIGNING, STAMPING, Use

Found = tuple[x509.Certificate, Sequence[x509.Certificate], Use]


def signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Signatures and document timestamps, oldest first."""
    if "/AcroForm" not in reader.root:
        return []
    return list(reader.embedded_signatures)


def unproven(reader: PdfFileReader, before: Sequence[EmbeddedPdfSignature]) -> Iterator[Found]:
    """Certificates of earlier signatures and timestamps about which the document carries no proofs.

    A signature below B-LT is lifted by the proofs that the next one brings.
    """
    if not before:
        return
    known = _stored(reader)
    for signature in before:
        is_stamp = signature.sig_object_type == "/DocTimeStamp"
        for data, use in _parts(signature, STAMPING if is_stamp else SIGNING):
            info = extract_certificate_info(data)
            if info.signer_cert.issuer_serial not in known:
                yield info.signer_cert, list(info.other_certs), use


def levels(
    reader: PdfFileReader, before: Sequence[EmbeddedPdfSignature], own: Level
) -> Iterator[Level]:
    """The level of each signature, the new one's among them, once the new one is there."""
    yield own
    has_proofs = own.has_proofs or "/DSS" in reader.root
    for position, signature in enumerate(before):
        if signature.sig_object_type == "/DocTimeStamp":
            continue
        later = before[position + 1 :]
        is_stamped = own is Level.LTA or any(
            one.sig_object_type == "/DocTimeStamp" for one in later
        )
        if signature_token(signature.signer_info) is None:
            yield Level.B
        elif not has_proofs:
            yield Level.T
        else:
            yield Level.LTA if is_stamped else Level.LT


def _parts(signature: EmbeddedPdfSignature, use: Use) -> Iterator[tuple[Any, Use]]:
    yield signature.signed_data, use
    token = signature_token(signature.signer_info)
    if token is not None:
        yield token, STAMPING


def _stored(reader: PdfFileReader) -> set[bytes]:
    try:
        store: Any = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return set()
    return set(store.certs)

"""Takes the signatures out of a PDF as files, so that openssl alone can check them."""

import io
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_LONG = 0x80
_STAMP = "/ETSI.RFC3161"


@dataclass(frozen=True, kw_only=True)
class SignaturePiece:
    """One signature or document timestamp.

    Attributes:
        der: the CMS or the timestamp token, without the zeros behind it.
        byte_range: the four numbers that say which bytes it is over (ISO 32000-2, 12.8.1).
        is_stamp: whether it is a timestamp of the document.
    """

    der: bytes
    byte_range: tuple[int, int, int, int]
    is_stamp: bool


def signature_pieces(content: bytes) -> list[SignaturePiece]:
    """The signatures of a PDF that this window made, in the order in which they came."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [_piece(one) for one in reader.embedded_signatures]


def _piece(signature: EmbeddedPdfSignature) -> SignaturePiece:
    begin, length, after, rest = (int(number) for number in signature.byte_range)
    return SignaturePiece(
        der=_without_zeros(bytes(signature.pkcs7_content)),
        byte_range=(begin, length, after, rest),
        is_stamp=str(signature.sig_object.get("/SubFilter")) == _STAMP,
    )


def _without_zeros(padded: bytes) -> bytes:
    """The DER value alone: its first bytes say how long it is (ITU-T X.690, 8.1.3)."""
    first = padded[1]
    if first < _LONG:
        return padded[: 2 + first]
    count = first - _LONG
    return padded[: 2 + count + int.from_bytes(padded[2 : 2 + count])]

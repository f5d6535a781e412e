"""Rules of ours, stricter than pyHanko's verdict, which accepts some published attacks.

Every byte is either signed or has exactly one possible value; after a signature only proofs and
further invisible signatures may follow; nothing in the file acts by itself.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from asn1crypto import algos, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.certificates import signature_token, unsigned_attributes
from signatures.verification.report import Modification, ModificationKind, Problem

_NO_PARAMETERS = (b"", b"\x05\x00")
_VERSIONS = {"data": "v1", "tst_info": "v3"}
_KNOWN_UNSIGNED = {"signature_time_stamp_token"}


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
    digits = gap[1:-1]
    if second_start + second_length > len(content) or gap[:1] != b"<" or gap[-1:] != b">":
        yield Problem("byte-range", str(numbers), name)
    # Unsigned bytes are spelt in one case only, so that no byte of them can change unnoticed.
    elif digits not in {digits.lower(), digits.upper()} or digits.lower() != (
        signature.pkcs7_content.hex().encode("ascii")
    ):
        yield Problem("signature-encoding", "", name)
    elif signature.pkcs7_content[_der_length(signature.pkcs7_content) :].strip(b"\0"):
        yield Problem("signature-encoding", "padding", name)


def check_whole_file(content: bytes, last: EmbeddedPdfSignature) -> Iterator[Problem]:
    """The last signature or timestamp covers the file to its end."""
    if int(last.byte_range[2]) + int(last.byte_range[3]) != len(content):
        yield Problem("bytes-after-last-signature", "", last.field_name)


def check_container(
    last: EmbeddedPdfSignature, known: Iterable[x509.Certificate]
) -> Iterator[Problem]:
    """What the last container holds beside signed bytes is fixed by the rest of the file.

    Args:
        last: nothing covers its container, so a copy of it could be dressed up.
        known: certificates of the document's store and of our trust.
    """
    fingerprints = {certificate.sha256 for certificate in known}
    data: Any = last.signed_data
    token = signature_token(last.signer_info)
    for part in (data, token) if token is not None else (data,):
        reason = _oddity(part, fingerprints)
        if reason:
            yield Problem("signature-container", reason, last.field_name)


def _oddity(data: Any, fingerprints: set[bytes]) -> str:
    signer = data["signer_infos"][0]
    chosen = signer["sid"].chosen
    own = [
        item.chosen
        for item in data["certificates"]
        if item.chosen.serial_number == chosen["serial_number"].native
        and item.chosen.issuer.dump() == chosen["issuer"].dump()
    ]
    checks = {
        "version": data["version"].native == _VERSIONS.get(_kind(data))
        and signer["version"].native == "v1",
        "signers": len(data["signer_infos"]) == 1 and len(own) == 1,
        "digest": len(data["digest_algorithms"]) == 1
        and data["digest_algorithms"][0].dump() == signer["digest_algorithm"].dump()
        and _bare(signer["digest_algorithm"]),
        "algorithm": _bare(signer["signature_algorithm"])
        or signer["signature_algorithm"].signature_algo == "rsassa_pss",
        "certificates": all(item.chosen.sha256 in fingerprints for item in data["certificates"]),
        "crls": not data["crls"].native,
        "attributes": {attribute["type"].native for attribute in unsigned_attributes(signer)}
        <= _KNOWN_UNSIGNED,
    }
    return next((name for name, holds in checks.items() if not holds), "")


def _kind(data: Any) -> str:
    return str(data["encap_content_info"]["content_type"].native)


def _bare(algorithm: algos.DigestAlgorithm) -> bool:
    return algorithm["parameters"].dump() in _NO_PARAMETERS


def _der_length(content: bytes) -> int:
    """Length of the DER value at the beginning, header included."""
    first = content[1]
    if first < 0x80:
        return 2 + first
    size = first & 0x7F
    return 2 + size + int.from_bytes(content[2 : 2 + size], "big")


def modification_after(
    signature: EmbeddedPdfSignature, signature_fields: frozenset[str]
) -> Modification:
    """What changed after a signature whose integrity was computed."""
    name = signature.field_name
    found: Any = signature.diff_result
    if not isinstance(found, DiffResult):
        return Modification(name, ModificationKind.NOT_ALLOWED)
    fields = tuple(sorted(found.changed_form_fields))
    if found.modification_level is ModificationLevel.NONE:
        return Modification(name, ModificationKind.NOTHING)
    if found.modification_level is ModificationLevel.LTA_UPDATES:
        return Modification(name, ModificationKind.VALIDATION_DATA, fields)
    if found.modification_level is ModificationLevel.FORM_FILLING and signature_fields.issuperset(
        fields
    ):
        return Modification(name, ModificationKind.SIGNATURES, fields)
    return Modification(name, ModificationKind.NOT_ALLOWED, fields)


def check_invisible(signatures: Iterable[EmbeddedPdfSignature]) -> Iterator[Problem]:
    """A field that came after the first signature shows nothing: it could cover the content."""
    for signature in list(signatures)[1:]:
        left, bottom, right, top = (
            float(side) for side in signature.sig_field.get("/Rect", (0, 0, 0, 0))
        )
        if left != right and bottom != top:
            yield Problem("visible-field-added", "", signature.field_name)


def check_passive(reader: PdfFileReader) -> Iterator[Problem]:
    """The document does nothing by itself when it is opened."""
    root = reader.root
    found = [key for key in ("/OpenAction", "/AA") if key in root]
    for holder, key in (("/Names", "/JavaScript"), ("/AcroForm", "/XFA")):
        if holder in root and key in root[holder]:
            found.append(key)
    if found:
        yield Problem("active-content", ", ".join(found))

"""The signature's own container: the last one is covered by nothing, so every byte of it is accounted for."""

from collections.abc import Iterable, Iterator
from typing import Any

from asn1crypto import algos, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.validation import EmbeddedPdfSignature

from signatures.certificates import signature_token, unsigned_attributes
from signatures.verification.report import Problem

_NO_PARAMETERS = (b"", b"\x05\x00")
_NAMES_ITS_CERTIFICATE = {"signing_certificate", "signing_certificate_v2"}
_KNOWN_UNSIGNED = {"signature_time_stamp_token"}
# Which encodings a signature may have, by the kind of its dictionary (ISO 32000-2, table 260).
_ENCODINGS = {
    "/Sig": {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"},
    "/DocTimeStamp": {"/ETSI.RFC3161"},
}
_CONTENTS = {"/Sig": "data", "/DocTimeStamp": "tst_info"}


def check_kind(signature: EmbeddedPdfSignature) -> Iterator[Problem]:
    """The dictionary says what the container is, it is that, and it names its own certificate.

    Source: ISO 32000-2, 12.8.3 and 12.8.5; ETSI EN 319 142-1, clauses 5 and 6.3.
    """
    kind = str(signature.sig_object_type)
    written = str(signature.sig_object.get("/SubFilter", ""))
    inside = _kind(signature.signed_data)
    if written not in _ENCODINGS.get(kind, ()) or inside != _CONTENTS[kind]:
        yield Problem("signature-kind", f"{kind} {written} {inside}", signature.field_name)
    attributes = {found["type"].native for found in signature.signer_info["signed_attrs"]}
    if not attributes & _NAMES_ITS_CERTIFICATE:
        yield Problem("signing-certificate-missing", "", signature.field_name)


def check_spelling(signature: EmbeddedPdfSignature, digits: bytes) -> Iterator[Problem]:
    """Unsigned bytes are spelt in one way only, so that none of them can change unnoticed.

    Args:
        signature: with the container as it was read.
        digits: hexadecimal digits that the byte range leaves out.
    """
    content, name = signature.pkcs7_content, signature.field_name
    if digits not in {digits.lower(), digits.upper()} or digits.lower() != (
        content.hex().encode("ascii")
    ):
        yield Problem("signature-encoding", "", name)
        return
    try:
        length = parser.peek(content)  # type: ignore[no-untyped-call]
    except ValueError:
        length = 0
    if not length or content[length:].strip(b"\0"):
        yield Problem("signature-encoding", "padding", name)


def check_last(last: EmbeddedPdfSignature, known: Iterable[x509.Certificate]) -> Iterator[Problem]:
    """What the last container holds beside signed bytes is fixed by the rest of the file.

    Args:
        last: nothing covers its container, so a copy of it could be dressed up.
        known: certificates of the document's store and of our trust.
    """
    pool = list(known)
    data: Any = last.signed_data
    token = signature_token(last.signer_info)
    for part in (data, token) if token is not None else (data,):
        reason = _oddity(part, pool)
        if reason:
            yield Problem("signature-container", reason, last.field_name)


def _oddity(data: Any, pool: list[x509.Certificate]) -> str:
    signer = data["signer_infos"][0]
    inside = [item.chosen for item in data["certificates"] if item.name == "certificate"]
    checks = {
        "version": _is_version(data, signer),
        "signers": len(data["signer_infos"]) == 1 and len(_own(signer, inside)) == 1,
        "digest": len(data["digest_algorithms"]) == 1
        and data["digest_algorithms"][0].dump() == signer["digest_algorithm"].dump()
        and _bare(signer["digest_algorithm"]),
        "algorithm": _bare(signer["signature_algorithm"])
        or signer["signature_algorithm"].signature_algo == "rsassa_pss",
        "certificates": len(inside) == len(data["certificates"]) and _are_bound(inside, pool),
        "crls": not data["crls"].native,
        "attributes": {attribute["type"].native for attribute in unsigned_attributes(signer)}
        <= _KNOWN_UNSIGNED,
    }
    return next((name for name, holds in checks.items() if not holds), "")


def _is_version(data: Any, signer: Any) -> bool:
    """RFC 5652, 5.1 and 5.3: version 3 for another content than data, or a key identifier."""
    by_key = signer["sid"].name == "subject_key_identifier"
    wanted = "v3" if by_key or _kind(data) != "data" else "v1"
    return bool(data["version"].native == wanted) and signer["version"].native == (
        "v3" if by_key else "v1"
    )


def _own(signer: Any, inside: list[x509.Certificate]) -> list[x509.Certificate]:
    chosen = signer["sid"].chosen
    if signer["sid"].name == "subject_key_identifier":
        return [found for found in inside if found.key_identifier == chosen.native]
    return [
        found
        for found in inside
        if found.serial_number == chosen["serial_number"].native
        and found.issuer.dump() == chosen["issuer"].dump()
    ]


def _are_bound(inside: list[x509.Certificate], pool: list[x509.Certificate]) -> bool:
    """Each certificate is known, or signed by one that is, so that no byte of it can change."""
    bound = {found.sha256: found for found in pool}
    waiting = [found for found in inside if found.sha256 not in bound]
    while waiting:
        proven = [found for found in waiting if _is_signed(found, [*bound.values()])]
        if not proven:
            return False
        bound.update({found.sha256: found for found in proven})
        waiting = [found for found in waiting if found.sha256 not in bound]
    return True


def _is_signed(found: x509.Certificate, issuers: list[x509.Certificate]) -> bool:
    loaded = load_der_x509_certificate(_der(found))
    for issuer in issuers:
        if issuer.subject != found.issuer:
            continue
        try:
            loaded.verify_directly_issued_by(load_der_x509_certificate(_der(issuer)))
        except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
            continue
        return True
    return False


def _der(found: Any) -> bytes:
    content: bytes = found.dump()
    return content


def _kind(data: Any) -> str:
    return str(data["encap_content_info"]["content_type"].native)


def _bare(algorithm: algos.DigestAlgorithm) -> bool:
    return algorithm["parameters"].dump() in _NO_PARAMETERS

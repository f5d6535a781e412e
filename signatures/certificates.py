"""Reading certificates and timestamp tokens, shared by who signs and who verifies."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, pem, x509


def certificate(der: bytes) -> x509.Certificate:
    """One certificate, DER."""
    loaded: x509.Certificate = x509.Certificate.load(der)  # type: ignore[no-untyped-call]
    return loaded


def certificates(files: Iterable[bytes]) -> list[x509.Certificate]:
    """All certificates of some PEM files."""
    return [
        certificate(der)
        for content in files
        for _kind, _headers, der in pem.unarmor(content, multiple=True)  # type: ignore[no-untyped-call]
    ]


def unsigned_attributes(signer_info: Any) -> Iterable[Any]:
    """The attributes beside the signature, none when it has no such part."""
    found = signer_info["unsigned_attrs"]
    return () if isinstance(found, core.Void) else found


def signature_token(signer_info: Any) -> cms.SignedData | None:
    """The timestamp token on a signature, not judged, or nothing.

    Source: RFC 3161, appendix A.
    """
    for attribute in unsigned_attributes(signer_info):
        if attribute["type"].native == "signature_time_stamp_token":
            token: cms.SignedData = attribute["values"][0]["content"]
            return token
    return None


def token_time(token: Any) -> datetime:
    """When the TSA says that it made the token; aware, in UTC."""
    generated: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return generated.astimezone(UTC)


def subject_part(holder: x509.Certificate, name: str) -> str:
    """One part of the subject (common_name, title, organization_name), or nothing."""
    found = holder.subject.native.get(name, "")
    return found if isinstance(found, str) else str(found[0])

"""What a remote service says of one credential: its certificate, and what it takes to sign with it."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from signatures.errors import KeyNotInPlace, RemoteSigningRefused
from signatures.keys.config import RemoteService
from signatures.keys.opened import is_elliptic
from signatures.keys.places import RemotePlace

SHA256_OID = "2.16.840.1.101.3.4.2.1"
# In the order of preference; the plain key algorithms need the hash named beside them.
_RSA = ("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1")
_ECDSA = ("1.2.840.10045.4.3.2", "1.2.840.10045.2.1")
NAME_NO_HASH = frozenset({"1.2.840.113549.1.1.1", "1.2.840.10045.2.1"})


@dataclass(frozen=True, kw_only=True)
class RemoteCredential:
    """A credential that can be enrolled."""

    place: RemotePlace
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def read(service: RemoteService, credential: str, body: Mapping[str, Any]) -> RemoteCredential:
    """Read the answer of `credentials/info`.

    Raises:
        KeyNotInPlace: the key is disabled, or signs in no way that is used here.
        RemoteSigningRefused: the answer is not what the API says, or the credential wants OAuth codes.
    Source: CSC API 1.0.4, section 11.5; CSC API 2.0, section 11.5.
    """
    try:
        certificates = [
            x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
            for text in body["cert"]["certificates"]
        ]
        algorithms, status = body["key"]["algo"], body["key"]["status"]
        needs_pin, needs_code = _needs(body) if service.version == 1 else _needs_v2(body["auth"])
        most = max(1, int(body.get("multisign", 1)))
        own, *others = certificates
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise RemoteSigningRefused(service=service.name, detail="malformed answer") from error
    if status != "enabled":
        raise KeyNotInPlace(device=service.name)
    return RemoteCredential(
        place=RemotePlace(
            service=service.name,
            credential=credential,
            sign_algorithm=_algorithm(own, algorithms, service.name),
            needs_pin=needs_pin,
            needs_code=needs_code,
            most=most,
        ),
        certificate=own,
        chain=tuple(others),
    )


def _needs(body: Mapping[str, Any]) -> tuple[bool, bool]:
    _refuse_oauth(str(body.get("authMode", "explicit")))
    present = {"true", True}
    return (
        body.get("PIN", {}).get("presence") in present,
        body.get("OTP", {}).get("presence") in present,
    )


def _needs_v2(auth: Mapping[str, Any]) -> tuple[bool, bool]:
    _refuse_oauth(str(auth.get("mode", "explicit")))
    names = {str(item.get("id", "")).upper() for item in auth.get("objects", [])}
    return "PIN" in names, "OTP" in names


def _refuse_oauth(mode: str) -> None:
    # It sends the person's browser to the service and back: another way of working than a PIN here.
    if mode == "oauth2code":
        raise RemoteSigningRefused(detail="oauth2code")


def _algorithm(own: x509.Certificate, offered: Sequence[str], service: str) -> str:
    for oid in _ECDSA if is_elliptic(own) else _RSA:
        if oid in offered:
            return oid
    raise KeyNotInPlace(device=service)

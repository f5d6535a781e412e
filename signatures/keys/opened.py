"""What every kind of key gives once it is open, wherever its private part lives."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


class OpenKey(Protocol):
    """A key that can sign now: in a file that a PIN opened, in a token, or at a remote service."""

    @property
    def certificate(self) -> x509.Certificate:
        """Of the key's owner."""
        ...

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """Certificates of the authorities that came with the key."""
        ...

    @property
    def kind(self) -> str:
        """Where the private part lives, for the evidence: pkcs12, pkcs11 or csc."""
        ...

    async def sign(self, data: bytes) -> bytes:
        """The raw signature over SHA-256 of the data: PKCS#1 v1.5 with RSA, DER with ECDSA.

        Raises:
            SignatureError: by its code, when the token or the service does not sign.
        """
        ...


def signer_name(certificate: x509.Certificate) -> str:
    """Common name of the holder."""
    return attribute(certificate.subject, NameOID.COMMON_NAME)


def not_before(certificate: x509.Certificate) -> datetime:
    """Aware begin of the certificate."""
    return certificate.not_valid_before_utc


def not_after(certificate: x509.Certificate) -> datetime:
    """Aware end of the certificate."""
    return certificate.not_valid_after_utc


def is_elliptic(certificate: x509.Certificate) -> bool:
    """Whether the key signs with ECDSA; otherwise it is RSA."""
    return isinstance(certificate.public_key(), EllipticCurvePublicKey)


def as_pem(certificate: x509.Certificate) -> str:
    """The certificate, PEM."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """First value of a distinguished name's attribute, or nothing."""
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""

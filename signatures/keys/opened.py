"""What every kind of key gives once it is open, wherever its private part lives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signatures.errors import SignatureMismatch


@dataclass(frozen=True)
class Secrets:
    """What a person types to sign; kept nowhere.

    Attributes:
        pin: of the file, the token or the remote credential.
        code: one-time code, where the remote service asks for one.
    """

    pin: str = field(repr=False)
    code: str = field(default="", repr=False)


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
            SignatureMismatch: what it gave is no signature of the certificate's key.
        """
        ...


def require_match(certificate: x509.Certificate, data: bytes, raw: bytes) -> None:
    """Check a signature that was made outside this process before anybody sees it.

    Raises:
        SignatureMismatch: the certificate's key did not make it over these data.
    """
    public = certificate.public_key()
    try:
        if isinstance(public, EllipticCurvePublicKey):
            public.verify(raw, data, ECDSA(SHA256()))
        elif isinstance(public, RSAPublicKey):
            public.verify(raw, data, PKCS1v15(), SHA256())
        else:
            raise SignatureMismatch
    except (InvalidSignature, ValueError) as error:
        raise SignatureMismatch from error


def facts(key: OpenKey) -> dict[str, str]:
    """Which key made a signature, for what is kept with it."""
    return {
        "kind": key.kind,
        "certificate": f"{key.certificate.serial_number:X}",
        "issuer": key.certificate.issuer.rfc4514_string(),
    }


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


def chain_pem(chain: Sequence[x509.Certificate]) -> str:
    """The certificates one after the other, PEM."""
    return "".join(as_pem(certificate) for certificate in chain)


def attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """First value of a distinguished name's attribute, or nothing."""
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""

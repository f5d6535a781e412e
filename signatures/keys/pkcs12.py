"""A key in a PKCS#12 file, opened by its PIN for as long as one object lives."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from signatures.errors import KeyUnreadable, SignatureMismatch, WrongPin
from signatures.keys import opened

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey


@dataclass(frozen=True, repr=False)
class UnlockedKey:
    """A private key parsed once (parsing RSA costs 100 ms), with its certificate and chain.

    Attributes:
        private_key: never leaves the process.
        certificate: of the key's owner.
        chain: certificates of the authorities that came with it.
    """

    private_key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    kind: ClassVar[str] = "pkcs12"

    def __repr__(self) -> str:
        return f"UnlockedKey({self.signer_name!r})"

    @property
    def signer_name(self) -> str:
        """Common name in the certificate."""
        return opened.signer_name(self.certificate)

    @property
    def not_before(self) -> datetime:
        """Aware begin of the certificate."""
        return opened.not_before(self.certificate)

    @property
    def not_after(self) -> datetime:
        """Aware end of the certificate."""
        return opened.not_after(self.certificate)

    @property
    def certificate_pem(self) -> str:
        """The certificate, PEM."""
        return opened.as_pem(self.certificate)

    async def sign(self, data: bytes) -> bytes:
        """The raw signature over SHA-256 of the data."""
        if isinstance(self.private_key, EllipticCurvePrivateKey):
            return self.private_key.sign(data, ECDSA(SHA256()))
        return self.private_key.sign(data, PKCS1v15(), SHA256())


class Pkcs12Key:
    """Opens PKCS#12 files."""

    @staticmethod
    def open(packed: bytes, pin: str) -> UnlockedKey:
        """Open the file with its PIN.

        Raises:
            WrongPin: the file's own authentication code does not match with this PIN.
            KeyUnreadable: it is no PKCS#12, or holds no key that can sign.
            SignatureMismatch: its certificate is of another key.
        Source: RFC 7292, section 5.1.
        """
        try:
            key, certificate, chain = pkcs12.load_key_and_certificates(packed, pin.encode())
        except ValueError as error:
            if "password" in str(error).lower():
                raise WrongPin from error
            raise KeyUnreadable from error
        except (TypeError, OverflowError) as error:
            raise KeyUnreadable from error
        if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey) or certificate is None:
            raise KeyUnreadable
        if key.public_key() != certificate.public_key():
            raise SignatureMismatch
        return UnlockedKey(key, certificate, tuple(chain))

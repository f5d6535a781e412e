"""pyHanko's signer over a key that stays parsed."""

from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signatures.certificates import certificate as load_certificate
from signatures.errors import SigningRefused
from signatures.keys.pkcs12 import PrivateKey, UnlockedKey

DIGEST = "sha256"


class ParsedKeySigner(Signer):
    """Signs SHA-256 digests; pyHanko's own signer parses the key at every call (100 ms with RSA)."""

    def __init__(self, key: UnlockedKey) -> None:
        self._key: PrivateKey = key.private_key
        chain: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register_multiple([_asn1(certificate) for certificate in key.chain])
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=chain)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The raw signature over the data."""
        if digest_algorithm != DIGEST:
            raise SigningRefused(detail=digest_algorithm)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        raise SigningRefused(detail=type(self._key).__name__)


def _asn1(certificate: Certificate) -> x509.Certificate:
    return load_certificate(certificate.public_bytes(Encoding.DER))

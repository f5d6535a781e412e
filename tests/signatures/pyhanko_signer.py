"""pyHanko's own way to sign with an open key, for documents that ours would not make."""

from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signatures.certificates import certificate as load_certificate
from signatures.errors import SigningRefused
from signatures.keys.opened import OpenKey

DIGEST = "sha256"


class OpenKeySigner(Signer):
    """Signs SHA-256 digests."""

    def __init__(self, key: OpenKey) -> None:
        self._key = key
        chain: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register_multiple([_asn1(certificate) for certificate in key.chain])
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=chain)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The raw signature over the data."""
        if digest_algorithm != DIGEST:
            raise SigningRefused(detail=digest_algorithm)
        return await self._key.sign(data)


def _asn1(certificate: Certificate) -> x509.Certificate:
    return load_certificate(certificate.public_bytes(Encoding.DER))

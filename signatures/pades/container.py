"""The CMS container of a signature, encoded in Rust by `cryptography`.

asn1crypto re-encodes every part in Python, which took most of a signature's time; here what exists as
DER stays as it is. It holds what PAdES asks for and nothing else.

Source: ETSI EN 319 122-1, clause 5; ETSI EN 319 142-1, clause 6.3; RFC 5652; RFC 6211.
"""

from dataclasses import dataclass
from typing import Annotated, Self

from cryptography.hazmat.asn1 import (
    TLV,
    Explicit,
    Implicit,
    Null,
    SetOf,
    decode_der,
    encode_der,
    sequence,
)
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, ObjectIdentifier

from signatures.keys.opened import OpenKey, is_elliptic

_DATA = ObjectIdentifier("1.2.840.113549.1.7.1")
_SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
_SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_RSA_SHA256 = ObjectIdentifier("1.2.840.113549.1.1.11")
_ECDSA_SHA256 = ObjectIdentifier("1.2.840.10045.4.3.2")
_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
_ALGORITHM_PROTECTION = ObjectIdentifier("1.2.840.113549.1.9.52")
_SIGNING_CERTIFICATE = ObjectIdentifier("1.2.840.113549.1.9.16.2.47")
_SIGNATURE_TOKEN = ObjectIdentifier("1.2.840.113549.1.9.16.2.14")


@sequence
class _Algorithm:
    algorithm: ObjectIdentifier
    parameters: Null | None


@sequence
class _Attribute:
    type: ObjectIdentifier
    values: SetOf[TLV]


@sequence
class _Protection:
    digest: _Algorithm
    signature: Annotated[_Algorithm, Implicit(1)]


@sequence
class _CertificateHash:
    digest: bytes


@sequence
class _SigningCertificate:
    certificates: list[_CertificateHash]


@sequence
class _IssuerAndSerial:
    issuer: TLV
    serial: int


@sequence
class _SignerInfo:
    version: int
    signer: _IssuerAndSerial
    digest: _Algorithm
    signed: Annotated[SetOf[_Attribute], Implicit(0)]
    algorithm: _Algorithm
    signature: bytes
    unsigned: Annotated[SetOf[_Attribute] | None, Implicit(1)]


@sequence
class _Content:
    type: ObjectIdentifier


@sequence
class _SignedData:
    version: int
    digests: SetOf[_Algorithm]
    content: _Content
    certificates: Annotated[SetOf[TLV], Implicit(0)]
    signers: SetOf[_SignerInfo]


@sequence
class _Container:
    type: ObjectIdentifier
    content: Annotated[_SignedData, Explicit(0)]


_DIGEST = _Algorithm(algorithm=_SHA256, parameters=None)
_ECDSA = _Algorithm(algorithm=_ECDSA_SHA256, parameters=None)
_RSA = _Algorithm(algorithm=_RSA_SHA256, parameters=Null())


@dataclass(frozen=True)
class SignedAttributes:
    """What the key signs: the document's digest and the signer's certificate, bound together.

    Attributes:
        der: the set as it is signed.
    """

    key: OpenKey
    attributes: list[_Attribute]
    der: bytes

    @classmethod
    def over(cls, digest: bytes, key: OpenKey) -> Self:
        """The attributes for a document.

        Args:
            digest: SHA-256 of the document's byte range.
            key: whose certificate is named.
        """
        certificate = _CertificateHash(digest=_sha256(_der(key.certificate)))
        algorithm = _algorithm(key.certificate)
        attributes = [
            _attribute(_CONTENT_TYPE, encode_der(_DATA)),
            _attribute(_MESSAGE_DIGEST, encode_der(digest)),
            _attribute(
                _SIGNING_CERTIFICATE, encode_der(_SigningCertificate(certificates=[certificate]))
            ),
            _attribute(
                _ALGORITHM_PROTECTION, encode_der(_Protection(digest=_DIGEST, signature=algorithm))
            ),
        ]
        return cls(key, attributes, encode_der(SetOf(attributes)))

    def container(self, signature: bytes, token: bytes | None) -> bytes:
        """The whole container, DER.

        Args:
            signature: raw, over `der`.
            token: timestamp token over the signature, DER; none at B-B.
        """
        own = self.key.certificate
        chain = {_der(certificate) for certificate in (own, *self.key.chain)}
        signer = _SignerInfo(
            version=1,
            signer=_IssuerAndSerial(
                issuer=_tlv(own.issuer.public_bytes()), serial=own.serial_number
            ),
            digest=_DIGEST,
            signed=SetOf(self.attributes),
            algorithm=_algorithm(own),
            signature=signature,
            unsigned=None if token is None else SetOf([_attribute(_SIGNATURE_TOKEN, token)]),
        )
        data = _SignedData(
            version=1,
            digests=SetOf([_DIGEST]),
            content=_Content(type=_DATA),
            certificates=SetOf([_tlv(der) for der in chain]),
            signers=SetOf([signer]),
        )
        return encode_der(_Container(type=_SIGNED_DATA, content=data))


def _algorithm(certificate: Certificate) -> _Algorithm:
    return _ECDSA if is_elliptic(certificate) else _RSA


def _attribute(kind: ObjectIdentifier, der: bytes) -> _Attribute:
    return _Attribute(type=kind, values=SetOf([_tlv(der)]))


def _tlv(der: bytes) -> TLV:
    return decode_der(TLV, der)


def _der(certificate: Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _sha256(content: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(content)
    return digest.finalize()

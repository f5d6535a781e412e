"""A timestamping service that costs next to nothing, so that the bench measures who asks it.

`python -m tests.bench.stamping KEY CERTIFICATE` answers on a free port, which it prints. Encoding in Rust,
one process, no checks: only for measuring.

Source: RFC 3161; RFC 5816.
"""

import sys
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Annotated, Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.asn1 import (
    TLV,
    Default,
    Explicit,
    GeneralizedTime,
    Implicit,
    Null,
    SetOf,
    decode_der,
    encode_der,
    sequence,
)
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import ObjectIdentifier

_TST_INFO = ObjectIdentifier("1.2.840.113549.1.9.16.1.4")
_SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE = ObjectIdentifier("1.2.840.113549.1.9.16.2.47")
_POLICY = ObjectIdentifier("1.3.6.1.4.1.99999.1")


@sequence
class _Algorithm:
    algorithm: ObjectIdentifier
    parameters: Null | None


@sequence
class _Request:
    version: int
    imprint: TLV
    policy: ObjectIdentifier | None
    nonce: int | None
    certificates: Annotated[bool, Default(value=False)]


@sequence
class _Accuracy:
    seconds: int


@sequence
class _Info:
    version: int
    policy: ObjectIdentifier
    imprint: TLV
    serial: int
    made: GeneralizedTime
    accuracy: _Accuracy
    nonce: int | None


@sequence
class _Attribute:
    type: ObjectIdentifier
    values: SetOf[TLV]


@sequence
class _Hash:
    digest: bytes


@sequence
class _Named:
    certificates: list[_Hash]


@sequence
class _Signer:
    issuer: TLV
    serial: int


@sequence
class _SignerInfo:
    version: int
    signer: _Signer
    digest: _Algorithm
    signed: Annotated[SetOf[_Attribute], Implicit(0)]
    algorithm: _Algorithm
    signature: bytes


@sequence
class _Content:
    type: ObjectIdentifier
    content: Annotated[bytes, Explicit(0)]


@sequence
class _Data:
    version: int
    digests: SetOf[_Algorithm]
    content: _Content
    certificates: Annotated[SetOf[TLV], Implicit(0)]
    signers: SetOf[_SignerInfo]


@sequence
class _Token:
    type: ObjectIdentifier
    content: Annotated[_Data, Explicit(0)]


@sequence
class _Status:
    status: int


@sequence
class _Response:
    status: _Status
    token: _Token


_SHA256 = _Algorithm(algorithm=ObjectIdentifier("2.16.840.1.101.3.4.2.1"), parameters=None)
_ECDSA = _Algorithm(algorithm=ObjectIdentifier("1.2.840.10045.4.3.2"), parameters=None)
_RSA = _Algorithm(algorithm=ObjectIdentifier("1.2.840.113549.1.1.11"), parameters=Null())


class Service:
    """Makes tokens."""

    def __init__(self, key: Path, certificate: Path) -> None:
        self._key: Any = load_pem_private_key(key.read_bytes(), None)
        own = x509.load_pem_x509_certificate(certificate.read_bytes())
        self._der = own.public_bytes(Encoding.DER)
        self._signer = _Signer(issuer=_tlv(own.issuer.public_bytes()), serial=own.serial_number)
        self._named = encode_der(_Named(certificates=[_Hash(digest=sha256(self._der).digest())]))
        self._numbers = count(1)

    def answer(self, body: bytes) -> bytes:
        """The response to a request."""
        asked = decode_der(_Request, body)
        info = encode_der(
            _Info(
                version=1,
                policy=_POLICY,
                imprint=asked.imprint,
                serial=next(self._numbers),
                made=GeneralizedTime(datetime.now(tz=UTC).replace(microsecond=0)),
                accuracy=_Accuracy(seconds=1),
                nonce=asked.nonce,
            )
        )
        return encode_der(_Response(status=_Status(status=0), token=self._token(info)))

    def _token(self, info: bytes) -> _Token:
        attributes = SetOf(
            [
                _attribute(_CONTENT_TYPE, encode_der(_TST_INFO)),
                _attribute(_MESSAGE_DIGEST, encode_der(sha256(info).digest())),
                _attribute(_SIGNING_CERTIFICATE, self._named),
            ]
        )
        algorithm, signature = self._signed(encode_der(attributes))
        signer = _SignerInfo(
            version=1,
            signer=self._signer,
            digest=_SHA256,
            signed=attributes,
            algorithm=algorithm,
            signature=signature,
        )
        data = _Data(
            version=3,
            digests=SetOf([_SHA256]),
            content=_Content(type=_TST_INFO, content=info),
            certificates=SetOf([_tlv(self._der)]),
            signers=SetOf([signer]),
        )
        return _Token(type=_SIGNED_DATA, content=data)

    def _signed(self, content: bytes) -> tuple[_Algorithm, bytes]:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return _ECDSA, self._key.sign(content, ec.ECDSA(SHA256()))
        return _RSA, self._key.sign(content, padding.PKCS1v15(), SHA256())


def _attribute(kind: ObjectIdentifier, der: bytes) -> _Attribute:
    return _Attribute(type=kind, values=SetOf([_tlv(der)]))


def _tlv(der: bytes) -> TLV:
    return decode_der(TLV, der)


async def _application(service: Service) -> web.Application:
    async def post(request: web.Request) -> web.Response:
        body = service.answer(await request.read())
        return web.Response(body=body, content_type="application/timestamp-reply")

    application = web.Application()
    application.router.add_post("/", post)
    return application


async def _main(key: str, certificate: str) -> web.AppRunner:
    runner = web.AppRunner(await _application(Service(Path(key), Path(certificate))))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    return runner


if __name__ == "__main__":
    import asyncio

    with asyncio.Runner() as loop:
        loop.run(_main(*sys.argv[1:]))
        loop.get_loop().run_forever()

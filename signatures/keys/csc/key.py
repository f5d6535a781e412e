"""A key at a remote service, as an open key: every signature is authorized for its own hashes."""

import hashlib
from collections.abc import Sequence
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signatures.errors import (
    CodeMissing,
    KeyDeviceLocked,
    PinMissing,
    SignatureError,
    WrongPin,
)
from signatures.keys.config import RemoteService
from signatures.keys.csc.client import Client
from signatures.keys.csc.permission import Permission
from signatures.keys.opened import Secrets, is_elliptic, require_match
from signatures.keys.places import RemotePlace


class RemoteKey:
    """A credential with what the person typed for it.

    A PIN that the service refused is not tried again, and a one-time code is used once: for as many
    signatures as were planned.
    """

    kind: ClassVar[str] = "csc"

    def __init__(
        self,
        client: Client,
        place: RemotePlace,
        secrets: Secrets,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...] = (),
        *,
        planned: int = 1,
    ) -> None:
        self._client = client
        self._place = place
        self._permission = Permission(secrets, planned)
        self._refused: SignatureError | None = None
        self.certificate = certificate
        self.chain = chain

    def __repr__(self) -> str:
        return f"RemoteKey({self._place.service!r}, {self._place.credential!r})"

    async def sign(self, data: bytes) -> bytes:
        """The raw signature over SHA-256 of the data.

        Raises:
            WrongPin, WrongCode, KeyDeviceLocked, PermissionExpired, KeyNotInPlace,
            RemoteSigningRefused, RemoteSigningUnavailable: by the service's own answer.
            CodeMissing: the code was used for an earlier signature.
            SignatureMismatch: what came back is no signature of the certificate's key.
        """
        (raw,) = await self.sign_many([data])
        return raw

    async def sign_many(self, data: Sequence[bytes]) -> tuple[bytes, ...]:
        """All signatures with one authorization, bound to exactly these data; all or none.

        Raises:
            RemoteSigningRefused: they are more than the credential signs at once.
            SignatureError: as for one.
        """
        if self._refused is not None:
            raise self._refused
        digests = [hashlib.sha256(one).digest() for one in data]
        try:
            answered = await self._client.sign(self._place, self._permission, digests)
        except (WrongPin, KeyDeviceLocked) as refused:
            self._refused = refused
            raise
        signatures = tuple(self._as_der(raw) for raw in answered)
        for one, raw in zip(data, signatures, strict=True):
            require_match(self.certificate, one, raw)
        return signatures

    def _as_der(self, raw: bytes) -> bytes:
        """Services give ECDSA as DER or as the two numbers one after the other; both are met."""
        size = getattr(self.certificate.public_key(), "key_size", 0)
        width = (size + 7) // 8
        if not is_elliptic(self.certificate) or len(raw) != 2 * width:
            return raw
        return encode_dss_signature(
            int.from_bytes(raw[:width], "big"), int.from_bytes(raw[width:], "big")
        )


def open_remote(
    service: RemoteService,
    place: RemotePlace,
    secrets: Secrets,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...] = (),
    *,
    planned: int = 1,
) -> RemoteKey:
    """The credential ready to sign; the service judges PIN and code when it signs.

    Args:
        service: where it is.
        place: which it is.
        secrets: what the person typed.
        certificate: of the credential.
        chain: of its authorities.
        planned: how many signatures the person agrees to with this PIN and code.

    Raises:
        PinMissing, CodeMissing: what the service asks for was not typed.
    """
    if place.needs_pin and not secrets.pin:
        raise PinMissing
    if place.needs_code and not secrets.code:
        raise CodeMissing
    return RemoteKey(Client(service), place, secrets, certificate, chain, planned=planned)

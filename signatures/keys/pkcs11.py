"""Keys in PKCS#11 tokens and HSMs: the PIN opens a session for each signature, and the session is closed.

A login counts for the whole process, so one lock lets one session exist at a time: nobody signs on
somebody else's login, and every PIN is really checked. Measured on SoftHSM: 2 ms a signature.

Source: PKCS #11 Specification 3.1, section 5.6 (sessions and login).
"""

import asyncio
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, Mechanism, ObjectClass
from pkcs11 import exceptions as problems

from signatures.errors import (
    KeyDeviceLocked,
    KeyDeviceUnavailable,
    KeyNotInPlace,
    SignatureError,
    WrongPin,
)
from signatures.keys.opened import require_match
from signatures.keys.places import TokenPlace

_WRONG_PIN = (problems.PinIncorrect, problems.PinInvalid, problems.PinLenRange)
_LOCKED = (problems.PinLocked, problems.PinExpired, problems.UserPinNotInitialized)
_NO_KEY = (
    problems.NoSuchKey,
    problems.MultipleObjectsReturned,
    problems.MechanismInvalid,
    problems.KeyTypeInconsistent,
)


@dataclass
class _Loaded:
    """The libraries of this process; a forked child must initialise them again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    libraries: dict[str, Any] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)

    def after_fork(self) -> None:
        self.lock = threading.Lock()
        self.stale = set(self.libraries)


_LOADED = _Loaded()
os.register_at_fork(after_in_child=_LOADED.after_fork)


@dataclass(frozen=True, repr=False)
class TokenKey:
    """A private key that never leaves its token.

    Attributes:
        module: the library that speaks to the token.
        chain: certificates of the authorities, from the token or from the enrolment.
    """

    place: TokenPlace
    module: Path
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    pin: str
    refusals: list[SignatureError] = field(default_factory=list)
    kind: ClassVar[str] = "pkcs11"

    def __repr__(self) -> str:
        return f"TokenKey({self.place.token!r}, {self.place.key_label or self.place.key_id!r})"

    async def sign(self, data: bytes) -> bytes:
        """The raw signature over SHA-256 of the data.

        Raises:
            KeyDeviceUnavailable: the token is gone, or its library.
            KeyNotInPlace: the token has no such key.
            WrongPin, KeyDeviceLocked: the PIN was changed or locked since the key was opened.
            SignatureMismatch: the token's key is not the certificate's.
        """
        # A batch must not try a refused PIN again: the token counts, and locks itself.
        if self.refusals:
            raise self.refusals[0]
        try:
            raw = await asyncio.to_thread(self._sign, data)
        except (WrongPin, KeyDeviceLocked) as refused:
            self.refusals.append(refused)
            raise
        require_match(self.certificate, data, raw)
        return raw

    def _sign(self, data: bytes) -> bytes:
        with _session(self.module, self.place, self.pin) as session:
            key = _private_key(session, self.place)
            if key.key_type is pkcs11.KeyType.EC:
                # SoftHSM 2.6 has no CKM_ECDSA_SHA256, and hashing here costs nothing.
                pair: bytes = key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
                return _as_der(pair)
            signature: bytes = key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
            return signature


def open_token(
    module: Path,
    place: TokenPlace,
    pin: str,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...] = (),
) -> TokenKey:
    """Check the PIN and that the key is there.

    Raises:
        WrongPin, KeyDeviceLocked, KeyDeviceUnavailable, KeyNotInPlace: by the token's own answer.
    """
    with _session(module, place, pin) as session:
        _private_key(session, place)
    return TokenKey(place, module, certificate, chain, pin)


def certificates_in(module: Path, place: TokenPlace, pin: str = "") -> tuple[x509.Certificate, ...]:
    """The key's certificate and then the others of the token; none if it keeps none of the key.

    Args:
        module: library of the token.
        place: its id or label tells the key's own certificate.
        pin: only for tokens that hide their certificates.

    Raises:
        WrongPin, KeyDeviceLocked, KeyDeviceUnavailable: by the token's own answer.
    """
    with _session(module, place, pin) as session:
        found = [
            (_is_of_key(kept, place), x509.load_der_x509_certificate(kept[Attribute.VALUE]))
            for kept in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
    own = [certificate for is_own, certificate in found if is_own]
    return (own[0], *(other for _, other in found if other != own[0])) if own else ()


def forget() -> None:
    """Let go of all libraries: the next use initialises them again, with what is plugged in then."""
    with _LOADED.lock:
        for library in _LOADED.libraries.values():
            _finalize(library)


@contextmanager
def _session(module: Path, place: TokenPlace, pin: str) -> Iterator[Any]:
    with _LOADED.lock:
        library = None
        try:
            library = _library(str(module))
            with _token(library, place).open(user_pin=pin or None) as session:
                yield session
        except problems.PKCS11Error as error:
            # A refused login leaves its session open (python-pkcs11 0.10), and a token that was
            # pulled out is seen again only by a library that starts anew.
            if library is not None:
                _finalize(library)
            raise named(error, place) from error


def _library(path: str) -> Any:
    if path in _LOADED.stale:
        _LOADED.stale.discard(path)
        _finalize(_LOADED.libraries[path])
    _LOADED.libraries[path] = pkcs11.lib(path)
    return _LOADED.libraries[path]


def _finalize(library: Any) -> None:
    with suppress(problems.PKCS11Error):
        library.finalize()


def _token(library: Any, place: TokenPlace) -> Any:
    serial = bytes.fromhex(place.serial) if place.serial else None
    return library.get_token(token_label=place.token, token_serial=serial)


def _private_key(session: Any, place: TokenPlace) -> Any:
    return session.get_key(
        object_class=ObjectClass.PRIVATE_KEY,
        id=bytes.fromhex(place.key_id) if place.key_id else None,
        label=place.key_label or None,
    )


def _is_of_key(certificate: Any, place: TokenPlace) -> bool:
    if place.key_id:
        return bool(certificate[Attribute.ID] == bytes.fromhex(place.key_id))
    return bool(certificate[Attribute.LABEL] == place.key_label)


def _as_der(pair: bytes) -> bytes:
    """ECDSA's r and s, one after the other in a token, as a certificate's verifier reads them."""
    half = len(pair) // 2
    return encode_dss_signature(
        int.from_bytes(pair[:half], "big"), int.from_bytes(pair[half:], "big")
    )


def named(error: problems.PKCS11Error, place: TokenPlace) -> SignatureError:
    """The error that a token's answer means; what is not known means that it does not work."""
    if isinstance(error, _WRONG_PIN):
        return WrongPin()
    if isinstance(error, _LOCKED):
        return KeyDeviceLocked(device=place.token)
    if isinstance(error, _NO_KEY):
        return KeyNotInPlace(device=place.token)
    return KeyDeviceUnavailable(device=place.token)

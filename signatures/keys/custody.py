"""Opening the keys in custody: found by owner, opened by PIN, with a limit on guessing for every kind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from cryptography import x509
from django.db import transaction
from django.db.models import Q

from signatures.errors import KeyBlocked, NoSigningKey, PinMissing, WrongPin
from signatures.keys import at_rest
from signatures.keys.config import KeySettings, from_settings
from signatures.keys.csc import Client, open_remote
from signatures.keys.enrolment import record
from signatures.keys.opened import OpenKey, Secrets, require_match
from signatures.keys.pkcs11 import open_token
from signatures.keys.pkcs12 import Pkcs12Key
from signatures.keys.places import remote_place, token_place
from signatures.loop import run
from signatures.models import KeyEventKind, KeyKind, KeyStorage, SigningKey

WRONG_PINS_ALLOWED = 5
BLOCK_MINUTES = 15
_TRIAL = b"Prueba de llave de la ventanilla: esta firma no vale ni se guarda."


_Opener = Callable[[SigningKey, Secrets, KeySettings, int], OpenKey]


def key_of(user_id: int | None) -> SigningKey:
    """The person's active key.

    Raises:
        NoSigningKey: there is none.
    """
    return _one(user_id, KeyKind.PERSON)


def seal_key() -> SigningKey:
    """The entity's active seal.

    Raises:
        NoSigningKey: there is none.
    """
    return _one(None, KeyKind.SEAL)


def unlock(
    user_id: int | None, secret: str | Secrets, *, now: datetime, planned: int = 1
) -> OpenKey:
    """Open the person's key; too many wrong PINs in a row block it for a while.

    A remote service judges PIN and code only when it signs: put `counting` around that.

    Args:
        user_id: owner of the key.
        secret: the PIN as the person typed it, or PIN and code.
        now: aware moment of the try.
        planned: how many signatures the person agrees to; a remote service gets to know it.

    Raises:
        NoSigningKey: the person has no active key.
        KeyBlocked: it was tried with wrong PINs too often; nothing was tried now.
        WrongPin: `left` tries remain before it is blocked.
        PinMissing, CodeMissing: a remote service asks for it.
        KeyUnreadable, KeyEncryptionUnknown, KeyPlaceUnknown: what is kept cannot be used.
        KeyDeviceUnavailable, KeyDeviceLocked, KeyNotInPlace: by the token's own answer.
    """
    return _unlock(key_of(user_id), secret, now, planned)


def open_seal(secret: str | Secrets, *, now: datetime) -> OpenKey:
    """Open the entity's seal; a wrong secret counts and blocks as a person's PIN does.

    Raises:
        NoSigningKey: the entity has no active seal.
        SignatureError: as for a person's key.
    """
    return _unlock(seal_key(), secret, now, planned=1)


@contextmanager
def counting(user_id: int | None, *, now: datetime) -> Iterator[None]:
    """Count a PIN that is refused while signing, as one that is refused at opening.

    Args:
        user_id: owner of the key that signs inside; None: the seal.
        now: aware moment of the signature.

    Raises:
        WrongPin: `left` tries remain before the key is blocked.
        KeyBlocked: that was the last.
    """
    kind = KeyKind.SEAL if user_id is None else KeyKind.PERSON
    mine = SigningKey.objects.filter(owner_id=user_id, kind=kind, active=True)
    try:
        yield
    except WrongPin as refused:
        with transaction.atomic():
            key = mine.select_for_update().first()
            outcome = refused if key is None else _count(key, refused, now)
        raise outcome from refused
    mine.filter(Q(wrong_pins__gt=0) | Q(blocked_until__isnull=False)).update(
        wrong_pins=0, blocked_until=None
    )


def try_out(user_id: int | None, secret: str | Secrets, *, now: datetime) -> None:
    """Sign a sentence that says that it is worth nothing, check it, and throw it away.

    Raises:
        SignatureError: as for opening and signing; the key does not work.
    """
    kept = key_of(user_id)
    key = unlock(user_id, secret, now=now)
    with counting(user_id, now=now):
        require_match(key.certificate, _TRIAL, run(key.sign(_TRIAL)))
    record(kept, KeyEventKind.TRIED, user_id, now)


def asks_for_code(user_id: int | None) -> bool:
    """Whether the person's key takes a one-time code beside the PIN; False without a key."""
    if user_id is None:
        return False
    key = SigningKey.objects.filter(owner_id=user_id, kind=KeyKind.PERSON, active=True).first()
    return bool(key and key.storage == KeyStorage.CSC and remote_place(key.place).needs_code)


def send_code(user_id: int | None) -> None:
    """Let the remote service send the person a one-time code.

    Raises:
        NoSigningKey: the person has no active key at a remote service.
        KeyPlaceUnknown, RemoteSigningUnavailable, RemoteSigningRefused: by the service's own answer.
    """
    key = key_of(user_id)
    if key.storage != KeyStorage.CSC:
        raise NoSigningKey
    place = remote_place(key.place)
    run(Client(from_settings().service(place.service)).send_code(place))


def _unlock(found: SigningKey, secret: str | Secrets, now: datetime, planned: int) -> OpenKey:
    secrets = Secrets(secret) if isinstance(secret, str) else secret
    # The transaction ends before the error leaves: a rollback would forget the wrong try.
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().get(pk=found.pk)
        outcome = _try(key, secrets, now, planned)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _try(
    key: SigningKey, secrets: Secrets, now: datetime, planned: int
) -> OpenKey | KeyBlocked | WrongPin:
    if key.blocked_until is not None and now < key.blocked_until:
        return KeyBlocked(key.blocked_until)
    try:
        opened = _OPENERS[KeyStorage(key.storage)](key, secrets, from_settings(), planned)
    except WrongPin as refused:
        return _count(key, refused, now)
    if key.storage != KeyStorage.CSC and (key.wrong_pins or key.blocked_until):
        key.wrong_pins, key.blocked_until = 0, None
        key.save(update_fields=["wrong_pins", "blocked_until"])
    return opened


def _count(key: SigningKey, refused: WrongPin, now: datetime) -> KeyBlocked | WrongPin:
    key.wrong_pins += 1
    key.blocked_until = None
    error: KeyBlocked | WrongPin = type(refused)(left=WRONG_PINS_ALLOWED - key.wrong_pins)
    record(key, KeyEventKind.WRONG_PIN, key.owner_id, now, times=key.wrong_pins)
    if key.wrong_pins >= WRONG_PINS_ALLOWED:
        key.wrong_pins = 0
        key.blocked_until = now + timedelta(minutes=BLOCK_MINUTES)
        error = KeyBlocked(key.blocked_until)
        record(key, KeyEventKind.BLOCKED, key.owner_id, now)
    key.save(update_fields=["wrong_pins", "blocked_until"])
    return error


def _open_file(key: SigningKey, secrets: Secrets, config: KeySettings, _planned: int) -> OpenKey:
    return Pkcs12Key.open(at_rest.decrypt(bytes(key.pkcs12), config), secrets.pin)


def _open_token(key: SigningKey, secrets: Secrets, config: KeySettings, _planned: int) -> OpenKey:
    # Some libraries read an empty PIN as "ask on the token's own keys".
    if not secrets.pin:
        raise PinMissing
    place = token_place(key.place)
    module = config.module(place.module)
    return open_token(module, place, secrets.pin, _certificate(key), _chain(key))


def _open_remote(key: SigningKey, secrets: Secrets, config: KeySettings, planned: int) -> OpenKey:
    place = remote_place(key.place)
    service = config.service(place.service)
    return open_remote(service, place, secrets, _certificate(key), _chain(key), planned=planned)


_OPENERS: Mapping[KeyStorage, _Opener] = {
    KeyStorage.PKCS12: _open_file,
    KeyStorage.PKCS11: _open_token,
    KeyStorage.CSC: _open_remote,
}


def _certificate(key: SigningKey) -> x509.Certificate:
    return x509.load_pem_x509_certificate(key.certificate.encode())


def _chain(key: SigningKey) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(key.chain.encode())) if key.chain else ()


def _one(owner_id: int | None, kind: KeyKind) -> SigningKey:
    found = SigningKey.objects.filter(owner_id=owner_id, kind=kind, active=True)
    key = None if kind is KeyKind.PERSON and owner_id is None else found.first()
    if key is None:
        raise NoSigningKey
    return key

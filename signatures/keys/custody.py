"""The keys that the window keeps: enrolled, found by owner, opened by PIN with a limit on guessing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from signatures.errors import KeyBlocked, NoSigningKey, WrongPin
from signatures.keys.pkcs12 import Pkcs12Key, UnlockedKey
from signatures.models import KeyKind, SigningKey

WRONG_PINS_ALLOWED = 5
BLOCK_MINUTES = 15


def enrol(
    packed: bytes, pin: str, owner_id: int | None, kind: KeyKind = KeyKind.PERSON
) -> SigningKey:
    """Take a PKCS#12 into custody; it becomes the owner's only active key.

    Args:
        packed: the file as issued; kept encrypted by its own PIN.
        pin: opens it, to read the certificate; kept nowhere.
        owner_id: user who signs with it; None for the entity's seal.
        kind: of a person or the entity's seal.

    Raises:
        WrongPin, KeyUnreadable: as for opening.
    """
    key = Pkcs12Key.open(packed, pin)
    with transaction.atomic():
        _active(owner_id, kind).update(active=False)
        return SigningKey.objects.create(
            owner_id=owner_id,
            kind=kind,
            subject=key.certificate.subject.rfc4514_string(),
            label=key.signer_name,
            pkcs12=packed,
            certificate=key.certificate_pem,
            not_before=key.not_before,
            not_after=key.not_after,
        )


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


def unlock(user_id: int | None, pin: str, *, now: datetime) -> UnlockedKey:
    """Open the person's key; too many wrong PINs in a row block it for a while.

    Args:
        user_id: owner of the key.
        pin: as the person typed it.
        now: aware moment of the try.

    Raises:
        NoSigningKey: the person has no active key.
        KeyBlocked: it was tried with wrong PINs too often; nothing was tried now.
        WrongPin: `left` tries remain before it is blocked.
        KeyUnreadable: the file kept is broken.
    """
    key_id = key_of(user_id).pk
    # The transaction ends before the error leaves: a rollback would forget the wrong try.
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().get(pk=key_id)
        outcome = _try(key, pin, now)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _try(key: SigningKey, pin: str, now: datetime) -> UnlockedKey | KeyBlocked | WrongPin:
    if key.blocked_until is not None and now < key.blocked_until:
        return KeyBlocked(key.blocked_until)
    try:
        opened = Pkcs12Key.open(bytes(key.pkcs12), pin)
    except WrongPin:
        return _count(key, now)
    if key.wrong_pins or key.blocked_until:
        key.wrong_pins, key.blocked_until = 0, None
        key.save(update_fields=["wrong_pins", "blocked_until"])
    return opened


def _count(key: SigningKey, now: datetime) -> KeyBlocked | WrongPin:
    key.wrong_pins += 1
    key.blocked_until = None
    error: KeyBlocked | WrongPin = WrongPin(left=WRONG_PINS_ALLOWED - key.wrong_pins)
    if key.wrong_pins >= WRONG_PINS_ALLOWED:
        key.wrong_pins = 0
        key.blocked_until = now + timedelta(minutes=BLOCK_MINUTES)
        error = KeyBlocked(key.blocked_until)
    key.save(update_fields=["wrong_pins", "blocked_until"])
    return error


def _active(owner_id: int | None, kind: KeyKind) -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(owner_id=owner_id, kind=kind, active=True)


def _one(owner_id: int | None, kind: KeyKind) -> SigningKey:
    key = None if kind is KeyKind.PERSON and owner_id is None else _active(owner_id, kind).first()
    if key is None:
        raise NoSigningKey
    return key

"""Taking a key into custody for its owner, letting it go, and what is written of both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from signatures.errors import KeyAlreadyEnrolled, KeyReasonMissing, NoSigningKey
from signatures.keys import at_rest, opened
from signatures.keys.config import KeySettings, from_settings
from signatures.keys.ownership import Confirmation, Person, recognise
from signatures.keys.pkcs12 import Pkcs12Key
from signatures.keys.places import RemotePlace, TokenPlace, as_kept
from signatures.models import KeyEvent, KeyEventKind, KeyKind, KeyStorage, SigningKey
from signatures.moment import moment

# Attributes that RFC 4514 has no short name for, and people would meet as numbers.
_WRITTEN = {NameOID.TITLE: "title", NameOID.SERIAL_NUMBER: "serialNumber"}


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """Whose a key becomes, who registers it, and when.

    Attributes:
        owner_id: user who signs with it; None for the entity's seal.
        by: id of who registers it; None for a command of the installation.
        confirmation: for a certificate that does not name the owner as the window does.
        now: aware; this moment if not given.
    """

    owner_id: int | None
    kind: KeyKind = KeyKind.PERSON
    by: int | None = None
    confirmation: Confirmation | None = None
    now: datetime | None = None


def enrol(  # noqa: PLR0913 - the contract between rooms names these
    packed: bytes,
    pin: str,
    owner_id: int | None,
    kind: KeyKind = KeyKind.PERSON,
    *,
    by: int | None = None,
    confirmation: Confirmation | None = None,
    now: datetime | None = None,
) -> SigningKey:
    """Take a PKCS#12 into custody; it becomes the owner's only active key.

    Args:
        packed: the file as issued; kept encrypted by its own PIN and by a key of the window.
        pin: opens it, to read the certificate; kept nowhere.
        owner_id: user who signs with it; None for the entity's seal.
        kind: of a person or the entity's seal.
        by: id of who registers it.
        confirmation: see `Enrolment`.
        now: aware; this moment if not given.

    Raises:
        WrongPin, KeyUnreadable, SignatureMismatch: as for opening.
        KeyOfSomebodyElse, KeyReasonMissing, AuthorityForOneself: the certificate is not the owner's.
        KeyAlreadyEnrolled: somebody else has this certificate active.
    """
    key = Pkcs12Key.open(packed, pin)
    enrolment = Enrolment(owner_id=owner_id, kind=kind, by=by, confirmation=confirmation, now=now)
    kept = at_rest.encrypt(packed, from_settings())
    return _keep(enrolment, key.certificate, key.chain, storage=KeyStorage.PKCS12, pkcs12=kept)


def enrol_token(
    place: TokenPlace, certificates: tuple[x509.Certificate, ...], enrolment: Enrolment
) -> SigningKey:
    """Register a key in a token; its first signature proves that it is the certificate's.

    Args:
        place: where it is.
        certificates: the key's own first, then its authorities.
        enrolment: whose it becomes.

    Raises:
        KeyPlaceUnknown: the settings allow no such module.
        KeyOfSomebodyElse, KeyReasonMissing, AuthorityForOneself, KeyAlreadyEnrolled: as for a file.
    """
    from_settings().module(place.module)
    own, *others = certificates
    return _keep(enrolment, own, others, storage=KeyStorage.PKCS11, place=as_kept(place))


def enrol_remote(
    place: RemotePlace, certificates: tuple[x509.Certificate, ...], enrolment: Enrolment
) -> SigningKey:
    """Register a credential of a remote service, as the service described it.

    Raises:
        KeyPlaceUnknown: the settings allow no such service.
        KeyOfSomebodyElse, KeyReasonMissing, AuthorityForOneself, KeyAlreadyEnrolled: as for a file.
    """
    from_settings().service(place.service)
    own, *others = certificates
    return _keep(enrolment, own, others, storage=KeyStorage.CSC, place=as_kept(place))


def deactivate(key_id: int, reason: str, *, by: int | None, now: datetime) -> None:
    """Let go of a key: nobody signs with it any more, and its history stays.

    Raises:
        KeyReasonMissing: there is no reason.
        NoSigningKey: it is not active.
    """
    if not reason.strip():
        raise KeyReasonMissing
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().filter(pk=key_id, active=True).first()
        if key is None:
            raise NoSigningKey
        _end(key, KeyEventKind.DEACTIVATED, by, now, reason=reason.strip())


def expiring(now: datetime, within_days: int = 60) -> QuerySet[SigningKey]:
    """Active keys whose certificate is over, or will be soon; the first to end first."""
    return SigningKey.objects.filter(
        active=True, not_after__lt=now + timedelta(days=within_days)
    ).order_by("not_after")


def encrypt_again(config: KeySettings) -> int:
    """Encrypt all files at rest with the first configured key; how many.

    Raises:
        KeyEncryptionUnknown: one was encrypted with a key that is no longer configured.
    """
    with transaction.atomic():
        keys = SigningKey.objects.select_for_update().filter(storage=KeyStorage.PKCS12)
        for key in keys:
            key.pkcs12 = at_rest.encrypt(at_rest.decrypt(bytes(key.pkcs12), config), config)
            key.save(update_fields=["pkcs12"])
        return len(keys)


def record(
    key: SigningKey, kind: KeyEventKind, by: int | None, now: datetime, **details: Any
) -> None:
    """Add a line to the key's history."""
    KeyEvent.objects.create(key=key, kind=kind, at=now, actor_id=by, details=details)


def _keep(
    enrolment: Enrolment,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...] | list[x509.Certificate],
    **storage: Any,
) -> SigningKey:
    now = moment(enrolment.now)
    pem = opened.as_pem(certificate)
    details = _recognised(certificate, enrolment)
    with transaction.atomic():
        others = SigningKey.objects.filter(certificate=pem, active=True)
        mine = SigningKey.objects.filter(owner_id=enrolment.owner_id, kind=enrolment.kind)
        if others.exclude(pk__in=mine).exists():
            raise KeyAlreadyEnrolled
        for earlier in mine.select_for_update().filter(active=True):
            _end(earlier, KeyEventKind.REPLACED, enrolment.by, now)
        key = SigningKey.objects.create(
            owner_id=enrolment.owner_id,
            kind=enrolment.kind,
            subject=certificate.subject.rfc4514_string(_WRITTEN),
            label=opened.signer_name(certificate)[:200],
            certificate=pem,
            chain=opened.chain_pem(chain),
            not_before=opened.not_before(certificate),
            not_after=opened.not_after(certificate),
            **storage,
        )
        record(key, KeyEventKind.ENROLLED, enrolment.by, now, **details)
    return key


def _recognised(certificate: x509.Certificate, enrolment: Enrolment) -> dict[str, str]:
    if enrolment.owner_id is None:
        return {}
    user = get_user_model().objects.get(pk=enrolment.owner_id)
    person = Person(
        user_id=enrolment.owner_id,
        name=str(user),
        document=str(getattr(user, "doc_number", "")),
    )
    how = recognise(certificate, person, enrolment.confirmation)
    details = {"recognised": str(how)}
    if enrolment.confirmation is not None:
        details["reason"] = enrolment.confirmation.reason.strip()
    return details


def _end(
    key: SigningKey, kind: KeyEventKind, by: int | None, now: datetime, **details: str
) -> None:
    key.active = False
    key.deactivated_at = now
    key.save(update_fields=["active", "deactivated_at"])
    record(key, kind, by, now, **details)

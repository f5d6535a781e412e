"""Ask for a code: the limits, a new code in place of the earlier one, and its delivery."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from signatures.electronic import code, limits, store
from signatures.electronic.delivery import Carrier, Channel, DeliveryFailed, Letter
from signatures.electronic.errors import CodeBlocked, CodeNotSent, CodesUsedUp, CodeTooSoon
from signatures.electronic.evidence import Agreement, Signer
from signatures.electronic.masking import masked
from signatures.models import ChallengeStatus, CodeChallenge


@dataclass(frozen=True, kw_only=True)
class CodeRequest:
    """A person who has read a document and accepted the agreement asks for a code to sign it.

    Attributes:
        purpose: what the signature is for; tries and limits count for each purpose.
        document_sha256: of exactly what was shown, in hexadecimal.
        address: mailbox or telephone; kept only masked.
        compose: the message for a code, in words for people.
    """

    purpose: str
    signer: Signer
    document_sha256: str
    agreement: Agreement
    channel: Channel
    address: str
    compose: Callable[[str], Letter]


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """A code that was sent and waits to be typed.

    Attributes:
        again_at: from when on another one may be asked for.
    """

    id: UUID
    document_sha256: str
    channel: Channel
    masked_address: str
    expires_at: datetime
    again_at: datetime


def request_code(request: CodeRequest, carrier: Carrier, *, now: datetime) -> Challenge:
    """Send a new code; earlier ones are no good any more.

    Args:
        request: who signs what, and where the code goes.
        carrier: takes it there.
        now: aware moment of the wish.

    Raises:
        CodeBlocked: too many wrong codes were typed.
        CodeTooSoon, CodesUsedUp: the limits of sending.
        CodeNotSent: the carrier did not take it; it counts as none.
    """
    digits = code.make()
    row = _kept(request, digits, now)
    try:
        carrier.send(request.address, request.compose(digits))
    except DeliveryFailed as error:
        CodeChallenge.objects.filter(pk=row.pk).update(status=ChallengeStatus.UNSENT)
        raise CodeNotSent(channel=request.channel.value) from error
    return _challenge(row)


def pending(subject: str, purpose: str, *, now: datetime) -> Challenge | None:
    """The code that waits for the person, unless its time is over."""
    row = store.challenges(subject, purpose).filter(status=ChallengeStatus.WAITING).first()
    return _challenge(row) if row is not None and now < row.expires_at else None


def _kept(request: CodeRequest, digits: str, now: datetime) -> CodeChallenge:
    subject, purpose = request.signer.subject, request.purpose
    with store.locked(subject, purpose) as count:
        tries = store.tries_of(count)
        if tries.blocked_until is not None and tries.is_blocked(now):
            raise CodeBlocked(tries.blocked_until)
        _require_limits(subject, purpose, now)
        store.end_waiting(subject, purpose, ChallengeStatus.REPLACED)
        store.forget_old(subject, purpose, now)
        row = _row(request, now)
        row.keyed_hash = code.keyed_hash(digits, bytes(row.salt), store.binding_of(row))
        row.save(force_insert=True)
    return row


def _require_limits(subject: str, purpose: str, now: datetime) -> None:
    sent = (
        store.challenges(subject, purpose)
        .exclude(status=ChallengeStatus.UNSENT)
        .filter(created_at__gt=now - limits.HOUR)
        .values_list("created_at", flat=True)
    )
    at, is_hour = limits.may_send_at(list(sent), now)
    if at > now:
        raise CodesUsedUp(until=at) if is_hour else CodeTooSoon(until=at)


def _row(request: CodeRequest, now: datetime) -> CodeChallenge:
    signer = request.signer
    return CodeChallenge(
        id=uuid4(),
        purpose=request.purpose,
        subject=signer.subject,
        document_sha256=request.document_sha256,
        channel=request.channel.value,
        masked_address=masked(request.address),
        signer={
            "name": signer.name,
            "doc_type": signer.doc_type,
            "doc_number": signer.doc_number,
        },
        agreement_version=request.agreement.version,
        agreement_sha256=request.agreement.sha256,
        salt=code.make_salt(),
        created_at=now,
        expires_at=now + limits.VALID_FOR,
    )


def _challenge(row: CodeChallenge) -> Challenge:
    return Challenge(
        id=UUID(str(row.id)),
        document_sha256=row.document_sha256,
        channel=Channel(row.channel),
        masked_address=row.masked_address,
        expires_at=row.expires_at,
        again_at=row.created_at + limits.BETWEEN_SENDS,
    )

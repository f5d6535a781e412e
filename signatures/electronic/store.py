"""The rows of one person and purpose, under their lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from signatures.electronic.code import Binding
from signatures.electronic.evidence import Evidence, Signer
from signatures.electronic.limits import Tries
from signatures.models import ChallengeStatus, CodeChallenge, CodeTries

# Without a signature a code is of no use later; a signature waits as long as a draft.
_KEEP_UNUSED = timedelta(days=1)
_KEEP_SIGNED = timedelta(days=30)


@contextmanager
def locked(subject: str, purpose: str) -> Iterator[CodeTries]:
    """The person's count of tries, locked until the transaction is over."""
    with transaction.atomic():
        CodeTries.objects.get_or_create(subject=subject, purpose=purpose)
        yield CodeTries.objects.select_for_update().get(subject=subject, purpose=purpose)


def tries_of(row: CodeTries) -> Tries:
    """The count as a value."""
    return Tries(row.wrong, row.last_wrong_at, row.blocked_until)


def keep_tries(row: CodeTries, tries: Tries) -> None:
    """Write the count."""
    row.wrong, row.last_wrong_at, row.blocked_until = (
        tries.wrong,
        tries.last_wrong_at,
        tries.blocked_until,
    )
    row.save(update_fields=["wrong", "last_wrong_at", "blocked_until"])


def challenges(subject: str, purpose: str) -> QuerySet[CodeChallenge]:
    """Every code of the person for that purpose, newest first."""
    return CodeChallenge.objects.filter(subject=subject, purpose=purpose).order_by("-created_at")


def end_waiting(subject: str, purpose: str, status: ChallengeStatus) -> None:
    """Make the code that waits no good."""
    challenges(subject, purpose).filter(status=ChallengeStatus.WAITING).update(status=status)


def forget_old(subject: str, purpose: str, now: datetime) -> None:
    """Remove the person's codes that nothing can come of any more."""
    found = challenges(subject, purpose)
    found.exclude(status=ChallengeStatus.CONFIRMED).filter(
        created_at__lt=now - _KEEP_UNUSED
    ).delete()
    found.filter(created_at__lt=now - _KEEP_SIGNED).delete()


def binding_of(row: CodeChallenge) -> Binding:
    """What the code is good for."""
    return Binding(
        challenge_id=str(row.id),
        purpose=row.purpose,
        subject=row.subject,
        document_sha256=row.document_sha256,
    )


def evidence_of(row: CodeChallenge) -> Evidence:
    """The evidence of a confirmed code; its times in UTC, so that its bytes are always the same."""
    return Evidence(
        code_id=UUID(str(row.id)),
        purpose=row.purpose,
        signer=Signer(subject=row.subject, **row.signer),
        document_sha256=row.document_sha256,
        agreement_version=row.agreement_version,
        agreement_sha256=row.agreement_sha256,
        channel=row.channel,
        masked_address=row.masked_address,
        requested_at=row.created_at.astimezone(UTC),
        confirmed_at=(row.confirmed_at or row.created_at).astimezone(UTC),
        wrong_tries=row.wrong_tries,
        origin=dict(row.origin),
    )

"""Type a code: whether it fits this person, this document and this moment, and what proves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from signatures.electronic import code, store
from signatures.electronic.errors import (
    CodeBlocked,
    CodeExpired,
    CodeReplaced,
    CodeUnknown,
    CodeUsed,
    CodeWrong,
    DocumentChanged,
)
from signatures.electronic.evidence import Evidence
from signatures.electronic.limits import Tries
from signatures.errors import SignatureError
from signatures.models import ChallengeStatus, CodeChallenge, CodeTries


@dataclass(frozen=True, kw_only=True)
class TypedCode:
    """A code as a person typed it.

    Attributes:
        document_sha256: of the document as it is now.
        origin: where it was typed, as keyed hashes, for the evidence.
    """

    challenge_id: UUID
    code: str
    subject: str
    document_sha256: str
    origin: Mapping[str, str] = field(default_factory=dict)


def confirm(typed: TypedCode, *, now: datetime) -> Evidence:
    """Sign with the code; it is good once.

    Only a code of six digits, for the document as it is, within its time, counts as a try.

    Raises:
        CodeMalformed: what was typed is no code.
        CodeUnknown, CodeReplaced, CodeUsed, CodeExpired: that code is no good.
        DocumentChanged: the document is another one by now.
        CodeWrong: `left` tries are left.
        CodeBlocked: too many wrong codes.
    """
    digits = code.read(typed.code)
    known = CodeChallenge.objects.filter(pk=typed.challenge_id, subject=typed.subject).first()
    if known is None:
        raise CodeUnknown
    # The transaction ends before the error leaves: a rollback would forget the wrong try.
    with store.locked(typed.subject, known.purpose) as count:
        outcome = _outcome(CodeChallenge.objects.get(pk=known.pk), count, typed, digits, now)
    if isinstance(outcome, SignatureError):
        raise outcome
    return outcome


def signed(subject: str, purpose: str, document_sha256: str) -> Evidence | None:
    """The signature that the person has already put on exactly this document, if any."""
    row = (
        store.challenges(subject, purpose)
        .filter(status=ChallengeStatus.CONFIRMED, document_sha256=document_sha256)
        .first()
    )
    return None if row is None else store.evidence_of(row)


def _outcome(
    row: CodeChallenge, count: CodeTries, typed: TypedCode, digits: str, now: datetime
) -> Evidence | SignatureError:
    tries = store.tries_of(count)
    refusal = _refusal(row, tries, typed, now)
    if refusal is not None:
        return refusal
    if not code.fits(digits, bytes(row.salt), store.binding_of(row), row.keyed_hash):
        return _count(row, count, tries.after_wrong(now))
    row.status, row.confirmed_at, row.origin = ChallengeStatus.CONFIRMED, now, dict(typed.origin)
    row.save(update_fields=["status", "confirmed_at", "origin"])
    store.keep_tries(count, Tries())
    return store.evidence_of(row)


def _refusal(
    row: CodeChallenge, tries: Tries, typed: TypedCode, now: datetime
) -> SignatureError | None:
    if row.status == ChallengeStatus.CONFIRMED:
        return CodeUsed()
    if tries.blocked_until is not None and tries.is_blocked(now):
        return CodeBlocked(tries.blocked_until)
    if row.status == ChallengeStatus.REPLACED:
        return CodeReplaced()
    if row.status == ChallengeStatus.UNSENT:
        return CodeUnknown()
    if row.status == ChallengeStatus.BLOCKED or now >= row.expires_at:
        return CodeExpired()
    if row.document_sha256 != typed.document_sha256:
        return DocumentChanged()
    return None


def _count(row: CodeChallenge, count: CodeTries, tries: Tries) -> SignatureError:
    store.keep_tries(count, tries)
    row.wrong_tries += 1
    if tries.blocked_until is None:
        row.save(update_fields=["wrong_tries"])
        return CodeWrong(left=tries.left)
    row.status = ChallengeStatus.BLOCKED
    row.save(update_fields=["wrong_tries", "status"])
    return CodeBlocked(tries.blocked_until)

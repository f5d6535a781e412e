"""What can go wrong with a case, as types with a code; `web/shell` holds the sentences.

EngineError
├── ProcedureNotFound, CaseNotFound, ItemNotFound, DocumentNotFound, DraftNotFound, BatchNotFound,
│   NoticeNotFound
├── NotAllowed, ReasonMissing
├── LetterEmpty, LetterTooLong, LettersTooMany, LetterFilesTooMany, StopLinkUnreadable
├── AnswersRefused          the form's own rules, field by field
├── ItemAlreadyClaimed, ItemNotClaimed, ItemFinished
├── PersonNotFound, ItemDelegated, ItemNotDelegated, SigningNotDelegable
├── ConsultationNotFound, ConsultationAnswered, ConsultationAsked, TextMissing, ItemsDiffer
├── ActorAway, AbsenceNotFound, AbsenceForOneself, AbsenceDatesRefused, AbsenceOverlaps,
│   SubstituteAway, PersonSubstitutes, AbsenceSigningRefused, AbsenceRolesRefused
├── TermNotRunning          no term of the case that could be changed (see also `engine.clock`)
├── MigrationImpossible, ModificationRefused, IncidentNotRetriable
├── NothingAwaitsMessage, CaseOver
├── CaseStuck               the model could not go on; the case stays where it was
├── ProcedureDoesNotNumber, SignatureDoesNotFit, RequestNotRendered
├── JobNotFound, JobLockLost, IncidentNotFound
├── StartEventNotFound, DurationUnreadable, NameTooLong
├── PaymentOrderNotFound, PaymentNotOpen, RefundTooHigh
├── PaymentLineNotFound, PaymentLineResolved, ResolutionDoesNotFit
└── EventRewriteRefused, EventNotSealed
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class EngineError(Exception):
    """Base of the engine's errors.

    Attributes:
        code: stable name in kebab-case.
        data: what the sentence for people needs.
    """

    code: ClassVar[str] = "engine-error"

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(f"{self.code}: {data}" if data else self.code)


class ProcedureNotFound(EngineError):
    """No published procedure has that slug."""

    code = "procedure-not-found"


class CaseNotFound(EngineError):
    """There is no such case for who asks (missing and forbidden are alike)."""

    code = "case-not-found"


class DraftNotFound(EngineError):
    """There is no such draft for who asks."""

    code = "draft-not-found"


class ItemNotFound(EngineError):
    """There is no such work item for who asks."""

    code = "item-not-found"


class BatchNotFound(EngineError):
    """There is no such batch for who asks."""

    code = "batch-not-found"


class DocumentNotFound(EngineError):
    """There is no such document for who asks."""

    code = "document-not-found"


class NotAllowed(EngineError):
    """The actor is known but may not do this."""

    code = "not-allowed"


class AnswersRefused(EngineError):
    """The answers break the form's rules.

    Args:
        errors: field path to sentences in the user's language.
    """

    code = "answers-refused"

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {path: list(sentences) for path, sentences in errors.items()}
        super().__init__(errors=self.errors)


class ItemAlreadyClaimed(EngineError):
    """Somebody else holds the item; `by` and `at` say who and since when."""

    code = "item-already-claimed"


class ItemNotClaimed(EngineError):
    """The item has to be claimed by the actor first."""

    code = "item-not-claimed"


class ItemFinished(EngineError):
    """The item was completed or cancelled before; `by` and `at` say who and when."""

    code = "item-finished"


class ReasonMissing(EngineError):
    """What is asked needs a reason, and none was given."""

    code = "reason-missing"


class LetterEmpty(EngineError):
    """A message to the other side of a case says nothing."""

    code = "letter-empty"


class LetterTooLong(EngineError):
    """A message to the other side of a case is longer than it may be."""

    code = "letter-too-long"


class LettersTooMany(EngineError):
    """One side of a case has written too often in one day."""

    code = "letters-too-many"


class LetterFilesTooMany(EngineError):
    """One message has more files than it may have."""

    code = "letter-files-too-many"


class StopLinkUnreadable(EngineError):
    """A link that stops notices was not made here, or is not whole."""

    code = "stop-link-unreadable"


class PersonNotFound(EngineError):
    """There is no such person who could take an item."""

    code = "person-not-found"


class ItemDelegated(EngineError):
    """The item is delegated already; it has to come back first."""

    code = "item-delegated"


class ItemNotDelegated(EngineError):
    """The actor did not delegate the item."""

    code = "item-not-delegated"


class SigningNotDelegable(EngineError):
    """A signature is given by whom the act is assigned to, and by nobody in their stead."""

    code = "signing-not-delegable"


class ConsultationNotFound(EngineError):
    """There is no such consultation for who asks."""

    code = "consultation-not-found"


class ConsultationAnswered(EngineError):
    """The colleague has answered, or the asker waits no longer."""

    code = "consultation-answered"


class ConsultationAsked(EngineError):
    """The same colleague was asked about the same item, and has not answered yet."""

    code = "consultation-asked"


class TextMissing(EngineError):
    """What should be said is empty; `field` names where."""

    code = "text-missing"


class ItemsDiffer(EngineError):
    """Items cannot be finished together: other tasks, signatures, or attachments of their own."""

    code = "items-differ"


class ActorAway(EngineError):
    """The actor is away today, and `substitute` has their work until `until`."""

    code = "actor-away"


class AbsenceNotFound(EngineError):
    """There is no such absence for who asks, or it was ended already."""

    code = "absence-not-found"


class AbsenceForOneself(EngineError):
    """Nobody enters an absence by which they stand in for somebody."""

    code = "absence-for-oneself"


class AbsenceDatesRefused(EngineError):
    """It would end before it begins or before today, or begin before its act."""

    code = "absence-dates-refused"


class AbsenceOverlaps(EngineError):
    """The `person` is away on some of those days already: `since`, `until`."""

    code = "absence-overlaps"


class SubstituteAway(EngineError):
    """The `substitute` is away on some of those days: `since`, `until`."""

    code = "substitute-away"


class PersonSubstitutes(EngineError):
    """The `person` stands in for `other` on some of those days: `since`, `until`."""

    code = "person-substitutes"


class AbsenceSigningRefused(EngineError):
    """Signing power is passed on by a supervisor, never by who is away."""

    code = "absence-signing-refused"


class AbsenceRolesRefused(EngineError):
    """A role is not the person's, or is none that can be passed on."""

    code = "absence-roles-refused"


class TermNotRunning(EngineError):
    """The case has no term that could be suspended, resumed or extended."""

    code = "term-not-running"


class MigrationImpossible(EngineError):
    """Some token of the case has no place in the other version; `landings` say which and why."""

    code = "migration-impossible"


class ModificationRefused(EngineError):
    """The flow cannot be changed in that way; nothing was changed."""

    code = "modification-refused"


class IncidentNotRetriable(EngineError):
    """What failed cannot be done again from here."""

    code = "incident-not-retriable"


class NothingAwaitsMessage(EngineError):
    """The case does not wait for that message (any more)."""

    code = "nothing-awaits-message"


class CaseOver(EngineError):
    """The case has ended; nothing can be brought to it any more."""

    code = "case-over"


class CaseStuck(EngineError):
    """The model failed at an element; nothing was changed."""

    code = "case-stuck"


class ProcedureDoesNotNumber(EngineError):
    """The procedure started without giving the case a radicado."""

    code = "procedure-does-not-number"


class SignatureDoesNotFit(EngineError):
    """The evidence of a signature is not of this document, or not of this agreement; `what` says which."""

    code = "signature-does-not-fit"


class RequestNotRendered(EngineError):
    """The request could not be made a PDF; `reason` is the renderer's code."""

    code = "request-not-rendered"


class JobNotFound(EngineError):
    """There is no such job in a state that allows this."""

    code = "job-not-found"


class JobLockLost(EngineError):
    """Another worker has the job by now, or it was set aside: this result comes too late."""

    code = "job-lock-lost"


class IncidentNotFound(EngineError):
    """There is no such open incident for who asks."""

    code = "incident-not-found"


class StartEventNotFound(EngineError):
    """The version has no such start event, or is not published any more."""

    code = "start-event-not-found"


class DurationUnreadable(EngineError):
    """The text is neither a number of seconds nor an ISO 8601 duration."""

    code = "duration-unreadable"


class NameTooLong(EngineError):
    """A name, key or id of a message or signal is longer than `limit` characters."""

    code = "name-too-long"


class PaymentOrderNotFound(EngineError):
    """No payment order has that reference."""

    code = "payment-order-not-found"


class PaymentNotOpen(EngineError):
    """The order is paid, under way at the bank, expired or withdrawn: nothing can be paid now."""

    code = "payment-not-open"


class RefundTooHigh(EngineError):
    """More would go back than was paid; `left` says what could."""

    code = "refund-too-high"


class PaymentLineNotFound(EngineError):
    """There is no such difference between our payments and the bank's."""

    code = "payment-line-not-found"


class PaymentLineResolved(EngineError):
    """Somebody has resolved the difference."""

    code = "payment-line-resolved"


class ResolutionDoesNotFit(EngineError):
    """The difference cannot be resolved in that way."""

    code = "resolution-does-not-fit"


class NoticeNotFound(EngineError):
    """The case has no such notice on the site."""

    code = "notice-not-found"


class PurposeIncomplete(EngineError):
    """An auditor's purpose has no kind or reference, or a last day that is past or too far."""

    code = "purpose-incomplete"


class EventRewriteRefused(EngineError):
    """The event log only grows."""

    code = "event-rewrite-refused"


class EventNotSealed(EngineError):
    """No stamped head of the log covers the event `seq` yet, or there is no such event."""

    code = "event-not-sealed"


class FilterNameMissing(EngineError):
    """A search of the inbox is saved under a name."""

    code = "filter-name-missing"


class TooManyFilters(EngineError):
    """A person has `limit` saved searches already."""

    code = "too-many-filters"

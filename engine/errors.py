"""What can go wrong with a case, as types with a code; `web/shell` holds the sentences.

EngineError
├── ProcedureNotFound, CaseNotFound, ItemNotFound, DocumentNotFound, DraftNotFound
├── NotAllowed
├── AnswersRefused          the form's own rules, field by field
├── ItemAlreadyClaimed, ItemNotClaimed, ItemFinished
├── NothingAwaitsMessage
├── CaseStuck               the model could not go on; the case stays where it was
├── ProcedureDoesNotNumber
├── JobNotFound
└── EventRewriteRefused
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


class NothingAwaitsMessage(EngineError):
    """The case does not wait for that message (any more)."""

    code = "nothing-awaits-message"


class CaseStuck(EngineError):
    """The model failed at an element; nothing was changed."""

    code = "case-stuck"


class ProcedureDoesNotNumber(EngineError):
    """The procedure started without giving the case a radicado."""

    code = "procedure-does-not-number"


class JobNotFound(EngineError):
    """There is no such job in a state that allows this."""

    code = "job-not-found"


class EventRewriteRefused(EngineError):
    """The event log only grows."""

    code = "event-rewrite-refused"

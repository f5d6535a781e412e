"""What can go wrong with a store, as types with a code.

StoreError
├── ObjectMissing, ObjectCorrupt
├── RetentionActive, RetentionCannotShrink, ObjectHeld
├── StoreUnavailable     the place does not answer, refuses us, or is full
│   └── ObjectUnreadable the place answers, and cannot give this object out
├── StoreNotWorm         the place lets a locked object be changed
└── StoreUnknown         no store speaks that address
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class StoreError(Exception):
    """Base of the errors of stores.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "store-error"


class ObjectMissing(StoreError):
    """The store has no object under that key."""

    code = "object-missing"


class ObjectCorrupt(StoreError):
    """What the store holds is not what was put."""

    code = "object-corrupt"


class RetentionActive(StoreError):
    """The object is held until a later date."""

    code = "retention-active"


class RetentionCannotShrink(StoreError):
    """A retention date only moves forward."""

    code = "retention-cannot-shrink"


class ObjectHeld(StoreError):
    """The object is under legal hold: it stays whatever its date."""

    code = "object-held"


class StoreUnavailable(StoreError):
    """The place does not answer, refuses us, or is full."""

    code = "store-unavailable"


class ObjectUnreadable(StoreUnavailable):
    """The place answers and has the object, and cannot give it out: its disk lost it."""

    code = "object-unreadable"


class StoreNotWorm(StoreError):
    """The place lets a locked object be changed, so nothing may be kept there.

    Attributes:
        attempt: what should have been refused, in kebab-case.
        evidence: every attempt up to that one.
    """

    code = "store-not-worm"

    def __init__(self, attempt: str, evidence: Mapping[str, Any]) -> None:
        super().__init__(attempt)
        self.attempt = attempt
        self.evidence = evidence


class StoreUnknown(StoreError):
    """No store speaks that address."""

    code = "store-unknown"

"""What can go wrong with a store, as types with a code.

StoreError
├── ObjectMissing, ObjectCorrupt
├── RetentionActive, RetentionCannotShrink
├── StoreUnavailable     the place does not answer or is full
└── StoreUnknown         no store speaks that address
"""

from typing import ClassVar


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


class StoreUnavailable(StoreError):
    """The place does not answer, or is full."""

    code = "store-unavailable"


class StoreUnknown(StoreError):
    """No store speaks that address."""

    code = "store-unknown"

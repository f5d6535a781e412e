"""What every store promises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """What a store knows of an object.

    Attributes:
        key: `sha256:` and the hash of the content, in hexadecimal.
    """

    key: str
    size_bytes: int
    media_type: str
    retain_until: date


class Store(Protocol):
    """Keeps content under its hash; nothing is overwritten, nothing leaves before its date."""

    def put(self, content: bytes, *, media_type: str, retain_until: date) -> StoredObject:
        """Keep the content; the same content again keeps the later date.

        Raises:
            StoreUnavailable: it could not be written.
        """
        ...

    def get(self, key: str) -> bytes:
        """The content, checked against its hash.

        Raises:
            ObjectMissing, ObjectCorrupt: it is not what was put.
        """
        ...

    def stat(self, key: str) -> StoredObject:
        """What is known of the object.

        Raises:
            ObjectMissing: there is none.
        """
        ...

    def extend(self, key: str, retain_until: date) -> StoredObject:
        """Move the retention date forward.

        Raises:
            RetentionCannotShrink: the date is earlier than the one in force.
        """
        ...

    def delete(self, key: str, today: date) -> None:
        """Remove the object after its date.

        Raises:
            RetentionActive: its date has not passed.
        """
        ...

    def keys(self) -> Iterator[str]:
        """Every key, in no order."""
        ...

    def self_test(self, today: date) -> Mapping[str, Any]:
        """Prove that nothing can be overwritten, shortened or removed; evidence of each try.

        Raises:
            StoreUnavailable: a promise is not kept.
        """
        ...

"""What every store promises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class StoredObject:
    """What a store knows of an object.

    Attributes:
        key: `sha256:` and the hash of the content, in hexadecimal.
        retain_until: the last day on which nobody can remove it.
        is_held: under legal hold, so that it stays after that day too.
    """

    key: str
    size_bytes: int
    media_type: str
    retain_until: date
    is_held: bool = False


@dataclass(frozen=True, kw_only=True)
class Version:
    """One thing that lies under a key: our object, or what somebody laid over it.

    Attributes:
        is_ours: it has the content that the key names.
        is_locked: it cannot be removed before its date.
        is_mark: nothing but a mark that says "deleted"; our object lies below it.
    """

    version_id: str
    size_bytes: int
    is_ours: bool
    is_locked: bool
    is_mark: bool = False


class Store(Protocol):
    """Keeps content under its hash; nothing is overwritten, nothing leaves before its date.

    Every method raises StoreUnavailable when the place does not answer.
    """

    def put(self, content: bytes, *, media_type: str, retain_until: date) -> StoredObject:
        """Keep the content; the same content again keeps the later date.

        Raises:
            StoreUnavailable: it could not be written.
            StoreNotWorm: the place did not prove that it keeps what it locks.
        """
        ...

    def get(self, key: str) -> bytes:
        """The content, checked against its hash.

        Raises:
            ObjectMissing, ObjectCorrupt: it is not what was put.
        """
        ...

    def chunks(self, key: str) -> Iterator[bytes]:
        """The content in pieces of at most CHUNK_BYTES; believe it only after the last one.

        Raises:
            ObjectMissing: there is none.
            ObjectCorrupt: after the last piece, when they are not what was put.
        """
        ...

    def check(self, key: str) -> StoredObject:
        """Read the object and reckon its hash, in the memory of one piece.

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

    def hold(self, key: str) -> StoredObject:
        """Put the object under legal hold: it stays, whatever its date, until it is released."""
        ...

    def release(self, key: str) -> StoredObject:
        """End the legal hold; the date is in force again."""
        ...

    def is_held(self, key: str) -> bool:
        """Whether the object is under legal hold."""
        ...

    def delete(self, key: str, today: date) -> None:
        """Remove the object after its date.

        Raises:
            RetentionActive: its date has not passed.
            ObjectHeld: it is under legal hold.
        """
        ...

    def keys(self, after: str = "") -> Iterator[str]:
        """Every key in the order of the hashes, read page by page.

        Args:
            after: the last key that is known already; empty: from the first one.
        """
        ...

    def versions(self, key: str) -> tuple[Version, ...]:
        """Everything under the key, oldest first; more than one says that somebody wrote over it."""
        ...

    @property
    def proofs(self) -> "Store":
        """The part of the place where evidence about it is kept; `keys` does not list it."""
        ...

    def self_test(self, today: date) -> Mapping[str, Any]:
        """Prove that nothing can be overwritten, shortened or removed; evidence of each try.

        Raises:
            StoreNotWorm: a promise is not kept.
        """
        ...

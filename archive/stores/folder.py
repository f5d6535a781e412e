"""The embedded store: a folder with, in software, the guarantees of S3 Object Lock.

Content lies under its SHA-256, written once and read-only; beside it a small file with its retention.
"""

import contextlib
import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from archive.stores.durable import make_folder, write_durably
from archive.stores.errors import (
    ObjectCorrupt,
    ObjectHeld,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoreNotWorm,
    StoreUnavailable,
)
from archive.stores.naming import PREFIX, digest_of, is_digest, key_of
from archive.stores.proof import PROBE
from archive.stores.protocol import CHUNK_BYTES, StoredObject, Version


class FolderStore:
    """Objects in a folder.

    Args:
        root: the folder; made when it is not there.
        part: the folder in it where they lie.
    """

    def __init__(self, root: Path, part: str = "objects") -> None:
        self._root = root
        self._part = part

    @property
    def proofs(self) -> "FolderStore":
        """The part of the folder where evidence about it is kept."""
        return FolderStore(self._root, "proofs")

    def put(self, content: bytes, *, media_type: str, retain_until: date) -> StoredObject:
        """Keep the content; the same content again keeps the later date."""
        key = key_of(content)
        place = self._place(key)
        given = StoredObject(
            key=key, size_bytes=len(content), media_type=media_type, retain_until=retain_until
        )
        with _writing(), self._locked():
            make_folder(place.parent)
            known = self._known(key)
            if known is None:
                # What was changed or lost is whole again once somebody brings its content.
                described = self._describe(given, is_last=False)
                write_durably(place, content, mode=0o400)
                return described
            if retain_until > known.retain_until:
                return self._describe(replace(known, retain_until=retain_until))
            return known

    def get(self, key: str) -> bytes:
        """The content, checked against its hash."""
        with _reading(key):
            content = self._place(key).read_bytes()
        if key_of(content) != key:
            raise ObjectCorrupt(key)
        return content

    def chunks(self, key: str) -> Iterator[bytes]:
        """The content in pieces; believe it only after the last one."""
        place, digest = self._place(key), hashlib.sha256()
        with _reading(key), place.open("rb") as read:
            while piece := read.read(CHUNK_BYTES):
                digest.update(piece)
                yield piece
        if PREFIX + digest.hexdigest() != key:
            raise ObjectCorrupt(key)

    def check(self, key: str) -> StoredObject:
        """Read the object and reckon its hash."""
        for _ in self.chunks(key):
            pass
        return self.stat(key)

    def stat(self, key: str) -> StoredObject:
        """What is known of the object."""
        place = self._place(key)
        with _reading(key):
            known = json.loads(place.with_suffix(".json").read_text())
            place.stat()
            return StoredObject(
                key=key,
                size_bytes=known["size_bytes"],
                media_type=known["media_type"],
                retain_until=date.fromisoformat(known["retain_until"]),
                is_held=known.get("is_held", False),
            )

    def extend(self, key: str, retain_until: date) -> StoredObject:
        """Move the retention date forward."""
        with _writing(), self._locked():
            known = self.stat(key)
            if retain_until < known.retain_until:
                raise RetentionCannotShrink(key)
            return self._describe(replace(known, retain_until=retain_until))

    def hold(self, key: str) -> StoredObject:
        """Put the object under legal hold."""
        with _writing(), self._locked():
            return self._describe(replace(self.stat(key), is_held=True))

    def release(self, key: str) -> StoredObject:
        """End the legal hold; the date is in force again."""
        with _writing(), self._locked():
            return self._describe(replace(self.stat(key), is_held=False))

    def is_held(self, key: str) -> bool:
        """Whether the object is under legal hold."""
        return self.stat(key).is_held

    def delete(self, key: str, today: date) -> None:
        """Remove the object after its date."""
        with _writing(), self._locked():
            known = self.stat(key)
            if known.is_held:
                raise ObjectHeld(key)
            if today <= known.retain_until:
                raise RetentionActive(key)
            place = self._place(key)
            place.unlink()
            place.with_suffix(".json").unlink(missing_ok=True)

    def keys(self, after: str = "") -> Iterator[str]:
        """Every key in the order of the hashes, read folder by folder."""
        start = digest_of(after) if after else ""
        for folder in sorted((self._root / self._part).glob("??")):
            if folder.name < start[:2]:
                continue
            names = (place.name for place in folder.iterdir())
            yield from (PREFIX + name for name in sorted(names) if is_digest(name) and name > start)

    def versions(self, key: str) -> tuple[Version, ...]:
        """The one thing under the key."""
        try:
            known = self.check(key)
        except ObjectMissing:
            return ()
        except ObjectCorrupt:
            size = self._place(key).stat().st_size
            return (Version(version_id="", size_bytes=size, is_ours=False, is_locked=False),)
        return (Version(version_id="", size_bytes=known.size_bytes, is_ours=True, is_locked=True),)

    def self_test(self, today: date) -> Mapping[str, Any]:
        """Prove that nothing can be overwritten, shortened or removed."""
        store, until = self.proofs, today + timedelta(days=1)
        stored = store.put(PROBE, media_type="text/plain", retain_until=until)
        evidence: dict[str, Any] = {
            "store": "folder",
            "day": today.isoformat(),
            "probe": stored.key,
        }
        with contextlib.suppress(RetentionActive):
            store.delete(stored.key, today)
            raise StoreNotWorm("delete-version", evidence)
        evidence["delete"] = "refused"
        with contextlib.suppress(RetentionCannotShrink):
            store.extend(stored.key, today)
            raise StoreNotWorm("shorten", evidence)
        evidence["shorten"] = "refused"
        again = store.put(PROBE, media_type="text/html", retain_until=today)
        if again.media_type != "text/plain" or again.retain_until < until:
            raise StoreNotWorm("overwrite", evidence)
        evidence["overwrite"] = "refused"
        if store._place(stored.key).stat().st_mode & 0o222:
            raise StoreNotWorm("write", evidence)
        evidence["write"] = "refused"
        return evidence

    def _known(self, key: str) -> StoredObject | None:
        try:
            return self.check(key)
        except (ObjectMissing, ObjectCorrupt):
            return None

    def _place(self, key: str) -> Path:
        digest = digest_of(key)
        return self._root / self._part / digest[:2] / digest

    def _describe(self, stored: StoredObject, *, is_last: bool = True) -> StoredObject:
        known = {
            "size_bytes": stored.size_bytes,
            "media_type": stored.media_type,
            "retain_until": stored.retain_until.isoformat(),
            "is_held": stored.is_held,
        }
        target = self._place(stored.key).with_suffix(".json")
        write_durably(target, json.dumps(known).encode(), mode=0o600, is_last=is_last)
        return stored

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextlib.contextmanager
def _reading(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(key) from error
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ObjectCorrupt(key) from error


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(str(error)) from error

"""The embedded store: a folder with, in software, the guarantees of S3 Object Lock.

Content lies under its SHA-256, written once and read-only; beside it a small file with its retention.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from archive.stores.errors import (
    ObjectCorrupt,
    ObjectMissing,
    RetentionActive,
    RetentionCannotShrink,
    StoreUnavailable,
)
from archive.stores.protocol import StoredObject

_PREFIX = "sha256:"
_HEX = frozenset("0123456789abcdef")
_PROBE = b"ventanilla: prueba de custodia"


class FolderStore:
    """Objects in a folder.

    Args:
        root: the folder; made when it is not there.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes, *, media_type: str, retain_until: date) -> StoredObject:
        """Keep the content; the same content again keeps the later date."""
        key = _PREFIX + hashlib.sha256(content).hexdigest()
        place = self._place(key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with self._locked():
                if place.exists():
                    known = self.stat(key)
                    if retain_until > known.retain_until:
                        return self._describe(key, known.media_type, known.size_bytes, retain_until)
                    return known
                described = self._describe(key, media_type, len(content), retain_until)
                _write_once(place, content)
                return described
        except OSError as error:
            raise StoreUnavailable(str(error)) from error

    def get(self, key: str) -> bytes:
        """The content, checked against its hash."""
        place = self._place(key)
        try:
            content = place.read_bytes()
        except FileNotFoundError as error:
            raise ObjectMissing(key) from error
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        if hashlib.sha256(content).hexdigest() != key.removeprefix(_PREFIX):
            raise ObjectCorrupt(key)
        return content

    def stat(self, key: str) -> StoredObject:
        """What is known of the object."""
        place = self._place(key)
        try:
            known = json.loads(place.with_suffix(".json").read_text())
            place.stat()
        except FileNotFoundError as error:
            raise ObjectMissing(key) from error
        except ValueError as error:
            raise ObjectCorrupt(key) from error
        return StoredObject(
            key=key,
            size_bytes=known["size_bytes"],
            media_type=known["media_type"],
            retain_until=date.fromisoformat(known["retain_until"]),
        )

    def extend(self, key: str, retain_until: date) -> StoredObject:
        """Move the retention date forward."""
        with self._locked():
            known = self.stat(key)
            if retain_until < known.retain_until:
                raise RetentionCannotShrink(key)
            return self._describe(key, known.media_type, known.size_bytes, retain_until)

    def delete(self, key: str, today: date) -> None:
        """Remove the object after its date."""
        with self._locked():
            known = self.stat(key)
            if today <= known.retain_until:
                raise RetentionActive(key)
            place = self._place(key)
            place.unlink()
            place.with_suffix(".json").unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """Every key, in no order."""
        for place in self._root.glob("objects/??/*"):
            if place.suffix == "" and set(place.name) <= _HEX:
                yield _PREFIX + place.name

    def self_test(self, today: date) -> Mapping[str, Any]:
        """Prove that nothing can be overwritten, shortened or removed."""
        until = today + timedelta(days=1)
        stored = self.put(_PROBE, media_type="text/plain", retain_until=until)
        evidence: dict[str, Any] = {"store": "folder", "day": today.isoformat(), "key": stored.key}
        with contextlib.suppress(RetentionActive):
            self.delete(stored.key, today)
            raise StoreUnavailable("an object was removed before its date")
        evidence["delete"] = "refused"
        with contextlib.suppress(RetentionCannotShrink):
            self.extend(stored.key, today)
            raise StoreUnavailable("a retention date was shortened")
        evidence["shorten"] = "refused"
        again = self.put(_PROBE, media_type="text/html", retain_until=today)
        if again.media_type != "text/plain" or again.retain_until < until:
            raise StoreUnavailable("an object was overwritten")
        evidence["overwrite"] = "refused"
        return evidence

    def _place(self, key: str) -> Path:
        digest = key.removeprefix(_PREFIX)
        if len(digest) != 64 or not set(digest) <= _HEX:
            raise ObjectMissing(key)
        return self._root / "objects" / digest[:2] / digest

    def _describe(self, key: str, media_type: str, size: int, retain_until: date) -> StoredObject:
        known = {
            "size_bytes": size,
            "media_type": media_type,
            "retain_until": retain_until.isoformat(),
        }
        target = self._place(key).with_suffix(".json")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".")
        with os.fdopen(handle, "w") as out:
            json.dump(known, out)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
        return StoredObject(
            key=key, size_bytes=size, media_type=media_type, retain_until=retain_until
        )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _write_once(place: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    Path(name).chmod(0o400)
    Path(name).replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

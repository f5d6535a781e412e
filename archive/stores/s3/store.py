"""The store over a bucket with Object Lock.

The key names the content, so a reader believes nothing else: what somebody with our credentials lays over an
object, or a mark that says it was deleted, changes nothing for readers. They get the oldest locked version.
"""

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from archive.stores.errors import (
    ObjectCorrupt,
    ObjectHeld,
    ObjectMissing,
    ObjectUnreadable,
    RetentionActive,
    RetentionCannotShrink,
)
from archive.stores.naming import PREFIX, digest_of, is_digest, key_of
from archive.stores.proof import prove
from archive.stores.protocol import Store, StoredObject, Version
from archive.stores.s3.address import COMPLIANCE, AccessKeys, S3Address
from archive.stores.s3.attempts import try_everything
from archive.stores.s3.bucket import Bucket
from archive.stores.s3.client import answering, is_refusal
from archive.stores.s3.lock import LockedVersion, end_of, last_day, moment_of

OBJECTS = "objects/"
PROOFS = "proofs/"


class S3Store:
    """Objects in a bucket.

    A process writes nothing before the bucket proved itself to it: about 25 requests, once.

    Args:
        bucket: where they lie.
        part: the beginning of their names.
        is_proven: whether it may be written to without a proof, because it is part of one.
    """

    def __init__(self, bucket: Bucket, *, part: str = OBJECTS, is_proven: bool = False) -> None:
        self._bucket = bucket
        self._part = part
        self._is_proven = is_proven
        self._proving = threading.Lock()

    @classmethod
    def open(cls, url: str, keys: AccessKeys) -> "S3Store":
        """The store at an address; nothing is asked of the server yet.

        Raises:
            StoreUnknown: naming the part of the address that is missing or not understood.
        """
        return cls(Bucket(S3Address.parse(url), keys))

    @property
    def proofs(self) -> Store:
        """The part of the bucket where evidence about it is kept."""
        return S3Store(self._bucket, part=PROOFS, is_proven=True)

    def put(self, content: bytes, *, media_type: str, retain_until: date) -> StoredObject:
        """Keep the content; the same content again keeps the later date."""
        self._demand_proof()
        key = key_of(content)
        given = StoredObject(
            key=key, size_bytes=len(content), media_type=media_type, retain_until=retain_until
        )
        with answering():
            headers, is_there = self._bucket.newest(self._name(key))
            now = moment_of(headers)
            if not is_there:
                with _unless_somebody_was_quicker():
                    self._bucket.write(self._name(key), content, given, now=now)
                    return given
            return self._keep_again(content, given, now)

    def get(self, key: str) -> bytes:
        """The content, checked against its hash."""
        name = self._name(key)
        with answering(), self._reading(key):
            try:
                _, content = self._bucket.read(name)
            except S3Error as error:
                if error.response.status not in {404, 405}:
                    raise
                content = None
            if content is not None and key_of(content) == key:
                return content
            # Somebody laid something over it, or it is not there.
            for version in self._ours(key):
                content = b"".join(self._bucket.pieces(name, version.version_id))
                if key_of(content) == key:
                    return content
        raise ObjectCorrupt(key)

    def chunks(self, key: str) -> Iterator[bytes]:
        """The content in pieces; believe it only after the last one."""
        with answering(), self._reading(key):
            yield from self._checked(key, _first(self._ours(key)))

    def check(self, key: str) -> StoredObject:
        """Read the object and reckon its hash."""
        with answering(), self._reading(key):
            ours = self._ours(key)
            for _ in self._checked(key, _first(ours)):
                pass
            return _described(key, ours)

    def stat(self, key: str) -> StoredObject:
        """What is known of the object."""
        with answering():
            return _described(key, self._ours(key))

    def extend(self, key: str, retain_until: date) -> StoredObject:
        """Move the retention date forward."""
        self._demand_proof()
        with answering():
            ours = self._ours(key)
            known = _described(key, ours)
            if retain_until < known.retain_until:
                raise RetentionCannotShrink(key)
            if retain_until == known.retain_until:
                return known
            first = _first(ours)
            if end_of(retain_until) <= first.asked_at:
                raise RetentionCannotShrink(key)
            self._bucket.lock(self._name(key), first, retain_until)
            return replace(known, retain_until=retain_until)

    def hold(self, key: str) -> StoredObject:
        """Put the object under legal hold."""
        self._demand_proof()
        with answering():
            ours = self._ours(key)
            self._bucket.client.enable_object_legal_hold(
                self._bucket.name, self._name(key), _first(ours).version_id
            )
            return replace(_described(key, ours), is_held=True)

    def release(self, key: str) -> StoredObject:
        """End the legal hold; the date is in force again."""
        with answering():
            ours = self._ours(key)
            for version in ours:
                if version.is_held:
                    self._bucket.client.disable_object_legal_hold(
                        self._bucket.name, self._name(key), version.version_id
                    )
            return replace(_described(key, ours), is_held=False)

    def is_held(self, key: str) -> bool:
        """Whether the object is under legal hold."""
        return self.stat(key).is_held

    def delete(self, key: str, today: date) -> None:
        """Remove the object after its date, with everything that lies over it."""
        name = self._name(key)
        with answering():
            ours = self._ours(key)
            known = _described(key, ours)
            if known.is_held:
                raise ObjectHeld(key)
            if today <= known.retain_until:
                raise RetentionActive(key)
            for version in ours:
                self._remove(key, version)
            for marks in (False, True):
                for version_id in self._bucket.version_ids(name, marks=marks):
                    # What somebody else locked here goes when its own date comes.
                    with contextlib.suppress(S3Error):
                        self._bucket.client.remove_object(self._bucket.name, name, version_id)

    def keys(self, after: str = "") -> Iterator[str]:
        """Every key in the order of the hashes, read page by page."""
        start = self._name(after) if after else ""
        with answering():
            for name in self._bucket.names(self._part, start):
                digest = name.removeprefix(self._part)
                if is_digest(digest):
                    yield PREFIX + digest

    def versions(self, key: str) -> tuple[Version, ...]:
        """Everything under the key, oldest first, and then the marks."""
        name = self._name(key)
        with answering():
            there = [
                Version(
                    version_id=one.version_id,
                    size_bytes=one.size_bytes,
                    is_ours=one.sha256 == digest_of(key),
                    is_locked=one.is_locked,
                )
                for one in self._bucket.versions(name)
            ]
            marks = [
                Version(version_id=one, size_bytes=0, is_ours=False, is_locked=False, is_mark=True)
                for one in self._bucket.version_ids(name, marks=True)
            ]
        return (*there, *marks)

    def self_test(self, today: date) -> Mapping[str, Any]:
        """Prove on the real bucket that nothing can be overwritten, shortened or removed."""
        with answering():
            return try_everything(self._bucket, self.proofs, PROOFS, today)

    def _demand_proof(self) -> None:
        if self._is_proven:
            return
        with self._proving:
            if not self._is_proven:
                with answering():
                    today = last_day(self._bucket.opened())
                prove(self, today)
                self._is_proven = True

    def _keep_again(self, content: bytes, given: StoredObject, now: datetime) -> StoredObject:
        key, name, until = given.key, self._name(given.key), given.retain_until
        is_open = end_of(until) > now
        try:
            ours = self._ours(key)
        except ObjectCorrupt:
            # Somebody wrote there before us, or the server lost our content.
            self._bucket.write(name, content, given, now=now, is_over=True)
            return _described(key, self._ours(key))
        known, first = _described(key, ours), _first(ours)
        later = replace(known, retain_until=max(until, known.retain_until))
        if is_open and self._is_too_weak(first):
            self._bucket.write(name, content, later, now=now, is_over=True)
        elif is_open and (later != known or not first.is_locked):
            self._bucket.lock(name, first, later.retain_until)
        else:
            return known
        return later

    def _is_too_weak(self, first: LockedVersion) -> bool:
        """Whether its lock is of a mode that is not enough here, and cannot be made stricter."""
        mode = self._bucket.address.mode
        return first.is_locked and mode == COMPLIANCE and first.mode != mode

    def _ours(self, key: str) -> list[LockedVersion]:
        """The versions that have the content which the key names, oldest first."""
        digest = digest_of(key)
        there = self._bucket.versions(self._name(key))
        ours = [one for one in there if one.sha256 == digest]
        if not there:
            raise ObjectMissing(key)
        if not ours:
            raise ObjectCorrupt(key)
        return ours

    def _checked(self, key: str, version: LockedVersion) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for piece in self._bucket.pieces(self._name(key), version.version_id):
            digest.update(piece)
            yield piece
        if PREFIX + digest.hexdigest() != key:
            raise ObjectCorrupt(key)

    @contextlib.contextmanager
    def _reading(self, key: str) -> Iterator[None]:
        """Tell an object that its server cannot give out from a server that is away."""
        try:
            yield
        except (MinioException, HTTPError) as error:
            if isinstance(error, S3Error) and error.response.status < 500:
                raise
            self._bucket.client.ask_bucket(self._bucket.name)
            raise ObjectUnreadable(key) from error

    def _remove(self, key: str, version: LockedVersion) -> None:
        try:
            self._bucket.client.remove_object(
                self._bucket.name, self._name(key), version.version_id
            )
        except S3Error as error:
            if version.is_locked and is_refusal(error):
                raise RetentionActive(key) from error
            raise

    def _name(self, key: str) -> str:
        return self._part + digest_of(key)


def _first(ours: list[LockedVersion]) -> LockedVersion:
    """The oldest one under the strictest lock; of several that are all past their date, the oldest."""
    locked = [one for one in ours if one.is_locked]
    strict = [one for one in locked if one.mode == COMPLIANCE]
    return (strict or locked or ours)[0]


def _described(key: str, ours: list[LockedVersion]) -> StoredObject:
    first = _first(ours)
    return StoredObject(
        key=key,
        size_bytes=first.size_bytes,
        media_type=first.media_type,
        retain_until=max(one.retain_until for one in ours),
        is_held=any(one.is_held for one in ours),
    )


@contextlib.contextmanager
def _unless_somebody_was_quicker() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.response.status not in {409, 412}:
            raise

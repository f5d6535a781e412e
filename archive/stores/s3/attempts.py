"""Everything that a sound server refuses, tried on the real bucket with our own credentials.

Each attempt is one function. What counts is the answer and what lies there afterwards: a lock is sound if the
server said no and the object is as before, or if what it allowed changed nothing for a reader.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from minio.commonconfig import ENABLED
from minio.error import S3Error
from minio.versioningconfig import SUSPENDED, VersioningConfig

from archive.stores.errors import StoreError, StoreNotWorm, StoreUnavailable
from archive.stores.naming import digest_of
from archive.stores.proof import PROBE
from archive.stores.protocol import Store
from archive.stores.s3.address import COMPLIANCE, GOVERNANCE
from archive.stores.s3.bucket import Bucket, unlocked
from archive.stores.s3.client import is_refusal
from archive.stores.s3.lock import NO_RETENTION, LockedVersion, end_of, last_day, retention


@dataclass(frozen=True)
class Probe:
    """A locked object that everything is tried on.

    Attributes:
        until: the last day of its lock.
    """

    bucket: Bucket
    store: Store
    key: str
    name: str
    version: LockedVersion
    until: date

    def is_as_before(self) -> bool:
        """Whether readers get the same bytes, under a lock that is no weaker."""
        try:
            found = self.bucket.version(self.name, self.version.version_id)
            return (
                self.store.get(self.key) == PROBE
                and self.store.stat(self.key).retain_until >= self.until
                and found.is_locked
                and found.retain_until >= self.until
                and found.mode in {self.version.mode, COMPLIANCE}
            )
        except (S3Error, StoreError):
            return False


Undo = Callable[[], None]
Attempt = Callable[[Probe], Undo | None]


def try_everything(bucket: Bucket, store: Store, part: str, today: date) -> Mapping[str, Any]:
    """Try each attempt and stop at the first that is not refused.

    Raises:
        StoreNotWorm: with the evidence up to the attempt that the server allowed.
    """
    evidence: dict[str, Any] = {
        "store": "s3",
        "bucket": bucket.name,
        "host": bucket.address.host,
        "mode": bucket.address.mode,
        "day": today.isoformat(),
        "attempts": {},
    }
    day = max(today, last_day(bucket.opened()))
    probe = _probe(bucket, store, part, day + timedelta(days=1), evidence)
    evidence["probe"] = probe.key
    for attempt, (trying, is_harmless_if_allowed) in ATTEMPTS.items():
        answer, undo = _told(trying, probe)
        is_kept = probe.is_as_before() and (answer != "allowed" or is_harmless_if_allowed)
        evidence["attempts"][attempt] = (
            "allowed, still read" if is_kept and answer == "allowed" else answer
        )
        # A bucket with a retention of its own keeps what was laid over the object for a while.
        with contextlib.suppress(S3Error):
            undo()
        if not is_kept:
            raise StoreNotWorm(attempt, evidence)
    return evidence | dict.fromkeys(("delete", "shorten", "overwrite"), "refused")


def _probe(bucket: Bucket, store: Store, part: str, until: date, evidence: dict[str, Any]) -> Probe:
    if not _has_lock(bucket):
        raise StoreNotWorm("object-lock-off", evidence)
    stored = store.put(PROBE, media_type="text/plain", retain_until=until)
    name = part + digest_of(stored.key)
    locked = [one for one in bucket.versions(name) if one.is_locked]
    # An earlier run may have found that the mode can be changed: only one in this mode proves anything.
    version = next((one for one in locked if one.mode == bucket.address.mode), None)
    if version is None or version.retain_until < until:
        raise StoreNotWorm("lock-not-kept", evidence)
    return Probe(bucket, store, stored.key, name, version, until)


def _has_lock(bucket: Bucket) -> bool:
    try:
        bucket.client.get_object_lock_config(bucket.name)
    except S3Error as error:
        if error.code == "AccessDenied" or not is_refusal(error):
            raise
        return False
    return True


def _told(trying: Attempt, probe: Probe) -> tuple[str, Undo]:
    """The server's code for a no, or "allowed" and how to put things back."""
    try:
        undo = trying(probe)
    except S3Error as error:
        if not is_refusal(error):
            raise StoreUnavailable(error.code or "no code") from error
        return f"{error.response.status} {error.code}", _nothing
    return "allowed", undo or _nothing


def _nothing() -> None:
    pass


def _delete(probe: Probe) -> None:
    probe.bucket.client.remove_object(
        probe.bucket.name, probe.name, version_id=probe.version.version_id
    )


def _delete_with_bypass(probe: Probe) -> None:
    probe.bucket.client.remove_version(
        probe.bucket.name, probe.name, probe.version.version_id, is_bypass=True
    )


def _shorten(probe: Probe, *, is_bypass: bool = False) -> None:
    earlier = end_of(probe.until - timedelta(days=1))
    _set(probe, retention(probe.version.mode, earlier), is_bypass=is_bypass)


def _shorten_with_bypass(probe: Probe) -> None:
    _shorten(probe, is_bypass=True)


def _downgrade(probe: Probe) -> None:
    if probe.version.mode == GOVERNANCE:
        # There is nothing weaker but none, which the next attempt asks for.
        _shorten(probe)
    else:
        _set(probe, retention(GOVERNANCE, end_of(probe.until)), is_bypass=True)


def _release(probe: Probe) -> None:
    _set(probe, NO_RETENTION, is_bypass=True)


def _overwrite(probe: Probe) -> Undo:
    bucket, name = probe.bucket, probe.name
    laid = unlocked(bucket, name, b"another content")
    return lambda: bucket.client.remove_object(bucket.name, name, version_id=laid)


def _mark_deleted(probe: Probe) -> Undo:
    bucket, name = probe.bucket, probe.name
    bucket.client.remove_object(bucket.name, name)

    def undo() -> None:
        for mark in bucket.version_ids(name, marks=True):
            bucket.client.remove_object(bucket.name, name, version_id=mark)

    return undo


def _suspend_versions(probe: Probe) -> Undo:
    bucket = probe.bucket
    bucket.client.set_bucket_versioning(bucket.name, VersioningConfig(SUSPENDED))
    return lambda: bucket.client.set_bucket_versioning(bucket.name, VersioningConfig(ENABLED))


def _delete_held(probe: Probe) -> None:
    """A legal hold alone has to keep what has no date."""
    bucket, name = probe.bucket, probe.name + ".held"
    laid = unlocked(bucket, name, b"held", is_held=True)
    try:
        bucket.client.remove_object(bucket.name, name, version_id=laid)
    finally:
        with contextlib.suppress(S3Error):
            bucket.client.disable_object_legal_hold(bucket.name, name, version_id=laid)
            bucket.client.remove_object(bucket.name, name, version_id=laid)


def _remove_bucket(probe: Probe) -> None:
    probe.bucket.client.remove_bucket(probe.bucket.name)


def _set(probe: Probe, document: bytes, *, is_bypass: bool) -> None:
    probe.bucket.client.put_retention(
        probe.bucket.name, probe.name, probe.version.version_id, document, is_bypass=is_bypass
    )


# The bucket's end stands last: a server that failed before is never asked for it. Laying a version or a mark
# over the object is allowed by Object Lock; the object below must still be what readers get.
ATTEMPTS: Mapping[str, tuple[Attempt, bool]] = {
    "delete-version": (_delete, False),
    "delete-with-bypass": (_delete_with_bypass, False),
    "shorten": (_shorten, False),
    "shorten-with-bypass": (_shorten_with_bypass, False),
    "downgrade": (_downgrade, False),
    "release": (_release, False),
    "overwrite": (_overwrite, True),
    "mark-deleted": (_mark_deleted, True),
    "delete-held": (_delete_held, False),
    "suspend-versions": (_suspend_versions, False),
    "remove-bucket": (_remove_bucket, False),
}

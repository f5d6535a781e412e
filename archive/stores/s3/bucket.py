"""One bucket: its objects, the versions under each name, and what the server says of them."""

import base64
import contextlib
import hashlib
import io
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from minio.error import S3Error
from minio.sse import SseKMS, SseS3

from archive.stores.errors import StoreUnavailable
from archive.stores.naming import digest_of
from archive.stores.protocol import CHUNK_BYTES, StoredObject
from archive.stores.s3.address import AccessKeys, S3Address
from archive.stores.s3.client import LockClient, connect
from archive.stores.s3.lock import LockedVersion, end_of, lock_headers, moment_of, retention

# The server then tells the hash that it reckoned when the content arrived.
_WITH_SUM = {"x-amz-checksum-mode": "ENABLED"}


class Bucket:
    """Requests about one bucket; its methods raise the client's own errors.

    Args:
        address: which bucket, and how it keeps things.
        keys: credentials.
    """

    def __init__(self, address: S3Address, keys: AccessKeys) -> None:
        self.address = address
        self.name = address.bucket
        self._keys = keys
        self._mine: tuple[int, LockClient] | None = None
        self._opening = threading.Lock()

    @property
    def client(self) -> LockClient:
        """The client of this process: after a fork, connections must not be shared (minio-py, Minio)."""
        with self._opening:
            if self._mine is None or self._mine[0] != os.getpid():
                self._mine = (os.getpid(), connect(self.address, self._keys))
            return self._mine[1]

    def newest(self, name: str) -> tuple[Mapping[str, str], bool]:
        """Headers of what lies on top of a name, and whether anything was ever put there."""
        try:
            return self._head(name), True
        except S3Error as error:
            headers = error.response.headers
            if error.response.status == 405 or "x-amz-delete-marker" in headers:
                return headers, True
            if error.response.status == 404:
                return headers, False
            raise

    def write(
        self,
        name: str,
        content: bytes,
        given: StoredObject,
        *,
        now: datetime,
        is_over: bool = False,
    ) -> None:
        """Put a version, locked until the end of a day; past days cannot be locked any more.

        Args:
            name: where.
            content: all of it; one request, so that there is all of it or nothing.
            given: its media type and date.
            now: the server's time.
            is_over: also when there is something already, which is not the content that it should be.

        Raises:
            S3Error: with the status 409 or 412 if somebody put one at the same time.
        """
        digest = digest_of(given.key)
        headers = {
            "Content-Type": given.media_type,
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(digest)).decode(),
            "x-amz-meta-retain-until": given.retain_until.isoformat(),
            **self._sse,
        }
        if end_of(given.retain_until) > now:
            headers |= lock_headers(self.address.mode, given.retain_until)
        answer = self._write(name, content, headers, is_over=is_over)
        told = LockedVersion.read(answer).sha256
        if told and told != digest:
            raise StoreUnavailable("another checksum came back")

    def lock(self, name: str, version: LockedVersion, until: date) -> None:
        """Lock a version until the end of a day, in the mode of the lock that it has."""
        mode = version.mode if version.is_locked else self.address.mode
        document = retention(mode, end_of(until))
        self.client.put_retention(self.name, name, version.version_id, document, is_bypass=False)

    def read(self, name: str) -> tuple[LockedVersion, bytes | None]:
        """What lies on top of a name; no content if it can be seen that it is not ours.

        What has no hash and was never locked may be anything, of any size.
        """
        response = self.client.get_object(self.name, name, request_headers={**_WITH_SUM})
        try:
            version = LockedVersion.read(response.headers)
            is_ours = version.sha256 == name.rpartition("/")[2]
            if is_ours or (version.mode and not version.sha256):
                return version, response.read()
            return version, None
        finally:
            response.close()
            response.release_conn()

    def pieces(self, name: str, version_id: str) -> Iterator[bytes]:
        """The content of one version, piece by piece."""
        response = self.client.get_object(self.name, name, version_id=version_id)
        try:
            yield from response.stream(CHUNK_BYTES)
        finally:
            response.close()
            response.release_conn()

    def versions(self, name: str) -> list[LockedVersion]:
        """Every version under a name, oldest first, each with the hash of its content."""
        found = []
        for version_id in self.version_ids(name):
            # One that somebody laid over ours may be gone again.
            with _unless_gone():
                found.append(self._sure(name, self.version(name, version_id)))
        return found

    def version(self, name: str, version_id: str) -> LockedVersion:
        """What the server says of a version."""
        return LockedVersion.read(self._head(name, version_id))

    def version_ids(self, name: str, *, marks: bool = False) -> list[str]:
        """The versions under a name, oldest first; or the marks that say "deleted"."""
        listed = self.client.list_objects(
            self.name, prefix=name, recursive=True, include_version=True
        )
        found = [
            one.version_id or "null"
            for one in listed
            if one.object_name == name and one.is_delete_marker is marks
        ]
        return found[::-1]

    def names(self, prefix: str, after: str) -> Iterator[str]:
        """Names under a prefix in their order, also of what lies below a mark that says "deleted"."""
        known = ""
        listed = self.client.list_objects(
            self.name,
            prefix=prefix,
            recursive=True,
            include_version=True,
            start_after=after or None,
        )
        for one in listed:
            name = one.object_name or ""
            if not one.is_delete_marker and name != known and name > after:
                known = name
                yield name

    def opened(self) -> datetime:
        """Make the bucket, with Object Lock, if it is not there and we may; the server's time."""
        try:
            return moment_of(self.client.ask_bucket(self.name))
        except S3Error as error:
            if error.response.status != 404:
                raise
        self.client.make_bucket(self.name, location=self.address.region, object_lock=True)
        return moment_of(self.client.ask_bucket(self.name))

    @cached_property
    def _sse(self) -> dict[str, str]:
        kind, _, key = self.address.sse.partition(":")
        if kind == "kms":
            return {**SseKMS(key, {}).headers()}
        return {**SseS3().headers()} if kind == "s3" else {}

    def _head(self, name: str, version_id: str | None = None) -> Mapping[str, str]:
        found = self.client.stat_object(
            self.name, name, version_id=version_id, extra_headers={**_WITH_SUM}
        )
        return found.metadata or {}

    def _write(
        self, name: str, content: bytes, headers: Mapping[str, str], *, is_over: bool
    ) -> Mapping[str, str]:
        if is_over:
            return self.client.put_once(self.name, name, content, headers)
        try:
            return self.client.put_once(self.name, name, content, {**headers, "If-None-Match": "*"})
        except S3Error as error:
            # Some servers know no condition; two puts at once then make two locked versions.
            if error.response.status != 501:
                raise
            return self.client.put_once(self.name, name, content, headers)

    def _sure(self, name: str, version: LockedVersion) -> LockedVersion:
        if version.sha256:
            return version
        # The server keeps no checksum: only the content says what it is.
        digest = hashlib.sha256()
        for piece in self.pieces(name, version.version_id):
            digest.update(piece)
        return replace(version, sha256=digest.hexdigest())


@contextlib.contextmanager
def _unless_gone() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.response.status != 404:
            raise


def unlocked(bucket: Bucket, name: str, content: bytes, *, is_held: bool = False) -> str:
    """Put a version without a retention date, as somebody would who wants to replace another one."""
    return (
        bucket.client.put_object(
            bucket.name, name, io.BytesIO(content), len(content), legal_hold=is_held
        ).version_id
        or "null"
    )

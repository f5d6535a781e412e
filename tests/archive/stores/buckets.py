"""Buckets on the running MinIO, for credentials that may no more than the window's; and a server of one's own."""

import base64
import contextlib
import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from minio.credentials import StaticProvider
from minio.deleteobjects import DeleteObject
from minio.error import MinioException
from minio.minioadmin import MinioAdmin
from urllib3.exceptions import HTTPError

from archive.stores import AccessKeys, S3Address, least_privilege
from archive.stores.s3.client import LockClient, connect
from archive.stores.s3.lock import NO_RETENTION
from tests import parts
from tests.signatures.devpki_fixture import free_port

_PATIENCE_TRIES = 600


@dataclass(frozen=True)
class Server:
    """An S3 server and its administrator."""

    host: str
    root: AccessKeys

    @property
    def client(self) -> LockClient:
        """What the administrator, or whoever stole everything, can do."""
        # Not the client's own pool: MinIO asks for a minute's patience while it starts.
        return connect(S3Address.parse(self.address("any")), self.root)

    def address(self, bucket: str, mode: str = "COMPLIANCE", **more: str) -> str:
        words = "".join(f"&{name}={quote(value)}" for name, value in more.items())
        return f"s3://{bucket}?endpoint=http://{self.host}&mode={mode}{words}"

    @contextlib.contextmanager
    def window_user(self, buckets: str) -> Iterator[AccessKeys]:
        """A user with the window's policy, for buckets of a pattern."""
        admin = MinioAdmin(
            endpoint=self.host,
            credentials=StaticProvider(self.root.access, self.root.secret),
            secure=False,
        )
        name = f"window-{secrets.token_hex(4)}"
        keys = AccessKeys(name, secrets.token_urlsafe(24))
        admin.policy_add(name, policy=dict(least_privilege(buckets)))
        admin.user_add(name, keys.secret)
        admin.policy_set(name, user=name)
        try:
            yield keys
        finally:
            admin.user_remove(name)
            admin.policy_remove(name)

    def new_bucket(self, prefix: str) -> str:
        """An empty bucket with Object Lock."""
        name = f"{prefix}{secrets.token_hex(6)}"
        self.client.make_bucket(name, object_lock=True)
        return name

    @contextlib.contextmanager
    def passing_bucket(self, prefix: str) -> Iterator[str]:
        """The same, for locks of the mode GOVERNANCE; it goes away with all that is in it."""
        name = self.new_bucket(prefix)
        try:
            yield name
        finally:
            self.remove(name)

    def remove(self, bucket: str) -> None:
        client = self.client
        there = [
            (one.object_name or "", one.version_id or "null", one.is_delete_marker)
            for one in client.list_objects(bucket, recursive=True, include_version=True)
        ]
        for name, version, is_mark in there:
            if not is_mark:
                client.disable_object_legal_hold(bucket, name, version_id=version)
        list(
            client.remove_objects(
                bucket,
                [DeleteObject(name, version) for name, version, _ in there],
                bypass_governance_mode=True,
            )
        )
        client.remove_bucket(bucket)

    def take_lock_away(self, bucket: str, name: str) -> None:
        """What only an administrator can, in the mode GOVERNANCE: as if the date had passed."""
        for one in self.client.list_objects(bucket, prefix=name, include_version=True):
            if not one.is_delete_marker:
                self.client.put_retention(
                    bucket, name, one.version_id or "", NO_RETENTION, is_bypass=True
                )


def running() -> Server:
    """The MinIO that `.ci/services` started."""
    url = urlsplit(parts.url("TEST_MINIO_URL"))
    return Server(f"{url.hostname}:{url.port}", AccessKeys(url.username or "", url.password or ""))


class OwnServer:
    """A MinIO of a test's own, in a folder of its own, to be broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        root = AccessKeys("ventanilla", secrets.token_urlsafe(24))
        self.server = Server(f"127.0.0.1:{self.port}", root)
        self._env = os.environ | {
            "MINIO_ROOT_USER": root.access,
            "MINIO_ROOT_PASSWORD": root.secret,
            "MINIO_KMS_SECRET_KEY": "tests:" + base64.b64encode(secrets.token_bytes(32)).decode(),
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            # A volume of a few megabytes is refused otherwise.
            "MINIO_CI_CD": "1",
            "HOME": str(folder),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                parts.url("TEST_MINIO_PROGRAM"),
                "server",
                "--quiet",
                "--address",
                f"127.0.0.1:{self.port}",
                str(self._folder / "data"),
            ],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(_PATIENCE_TRIES):
            if self._is_ready():
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"MinIO ended with {self._process.wait(0.1)}")
        raise AssertionError("MinIO does not answer")

    def kill(self) -> None:
        """End it without a warning, as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _is_ready(self) -> bool:
        with contextlib.suppress(MinioException, HTTPError):
            self.server.client.list_buckets()
            return True
        return False


def name_of(key: str) -> str:
    """Where an object of a key lies in its bucket."""
    return "objects/" + key.removeprefix("sha256:")
